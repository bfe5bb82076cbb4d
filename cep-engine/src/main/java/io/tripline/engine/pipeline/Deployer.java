package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.pipeline.Engine.Deployment.Kind;
import io.tripline.engine.pipeline.Engine.Deployment.RuleChange;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Deploys rule sets, one at a time. */
final class Deployer {
  private final DeploymentPlanner planner;
  private final Publisher publisher;
  private final Progress processed;
  private final RuleVersions versions;
  private final ReentrantLock lock = new ReentrantLock();

  Deployer(
      DeploymentPlanner planner, Publisher publisher, Progress processed, RuleVersions versions) {
    this.planner = planner;
    this.publisher = publisher;
    this.processed = processed;
    this.versions = versions;
  }

  Deployment deploy(String name, String text, RuleSet ruleSet) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      publisher.checkOpen();
      Running current = publisher.running();
      Optional<Running.Set> same = current.find(name).filter(set -> set.text().equals(text));
      if (same.isPresent()) {
        return unchanged(same.get());
      }
      int version = nextVersion(name);
      long now = System.currentTimeMillis(); // for people only
      DeploymentPlan plan = planner.deploy(current, name, version, now, text, ruleSet);
      return takeEffect(plan);
    } finally {
      lock.unlock();
    }
  }

  boolean undeploy(String name) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      publisher.checkOpen();
      Running current = publisher.running();
      if (current.find(name).isEmpty()) {
        return false;
      }
      takeEffect(planner.undeploy(current, name, nextVersion(name), System.currentTimeMillis()));
      return true;
    } finally {
      lock.unlock();
    }
  }

  private Deployment takeEffect(DeploymentPlan plan) throws InterruptedException {
    long at = publisher.deploy(plan);
    processed.await(at, Long.MAX_VALUE);
    return new Deployment(
        plan.entry().name(), plan.entry().version(), plan.sequence(), plan.changes());
  }

  private Deployment unchanged(Running.Set set) {
    long sequence =
        versions.versions(set.name()).stream()
            .filter(version -> version.version() == set.version())
            .mapToLong(RuleSetVersion::sequence)
            .findAny()
            .orElse(-1);
    List<RuleChange> kept =
        set.rules().stream().map(rule -> new RuleChange(rule.name(), Kind.KEPT)).toList();
    return new Deployment(set.name(), set.version(), sequence, kept);
  }

  /** Versions go on where they were, even after a rule set was taken away. */
  private int nextVersion(String name) {
    List<RuleSetVersion> all = versions.versions(name);
    return all.isEmpty() ? 1 : all.getLast().version() + 1;
  }
}
