package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.contents.Contents;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.pipeline.Engine.Deployment.Kind;
import io.tripline.engine.pipeline.Engine.Deployment.RuleChange;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Deploys rule sets, one at a time. */
final class Deployer {
  private final DeploymentPlanner planner;
  private final Publisher publisher;
  private final Supplier<Map<String, Contents>> contents;
  private final Progress processed;
  private final RuleVersions versions;
  // Deployments one at a time; any number of changes of lists and tables between them.
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  Deployer(
      DeploymentPlanner planner,
      Publisher publisher,
      Supplier<Map<String, Contents>> contents,
      Progress processed,
      RuleVersions versions) {
    this.contents = contents;
    this.planner = planner;
    this.publisher = publisher;
    this.processed = processed;
    this.versions = versions;
  }

  Deployment deploy(String name, String text, RuleSet ruleSet) throws InterruptedException {
    lock.writeLock().lockInterruptibly();
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
      refuseWhatDoesNotFit(ruleSet);
      return takeEffect(plan);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Something that takes its time in the ring, and has to be through before rules are deployed. */
  interface Between {
    boolean run() throws InterruptedException;
  }

  /** Does something between two deployments. */
  boolean between(Between something) throws InterruptedException {
    lock.readLock().lockInterruptibly();
    try {
      return something.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** What a list or table has is never dropped because its declaration has changed. */
  private void refuseWhatDoesNotFit(RuleSet ruleSet) {
    for (EntryForm form : EntryForm.all(ruleSet)) {
      Contents known = contents.get().get(form.name());
      if (known != null && known.count() > 0 && !form.takes(known.form())) {
        throw new DeploymentRefusedException(
            "The "
                + known.form().kind()
                + " "
                + form.name()
                + " has "
                + (known.count() == 1 ? "an entry that does" : known.count() + " entries that do")
                + " not fit its changed declaration. Empty it first, or give the changed one"
                + " another name.",
            null);
      }
    }
  }

  boolean undeploy(String name) throws InterruptedException {
    lock.writeLock().lockInterruptibly();
    try {
      publisher.checkOpen();
      Running current = publisher.running();
      if (current.find(name).isEmpty()) {
        return false;
      }
      takeEffect(planner.undeploy(current, name, nextVersion(name), System.currentTimeMillis()));
      return true;
    } finally {
      lock.writeLock().unlock();
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
