package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.contents.Contents;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.pipeline.Engine.Deployment.Kind;
import io.tripline.engine.pipeline.Engine.Deployment.Pending;
import io.tripline.engine.pipeline.Engine.Deployment.RuleChange;
import io.tripline.engine.port.CrashPoint;
import io.tripline.engine.port.CrashPoints;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.RuleVersions.RuleFailure;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Deploys rule sets, one at a time. */
final class Deployer {
  private final DeploymentPlanner planner;
  private final Publisher publisher;
  private final Supplier<Map<String, Contents>> contents;
  private final Progress processed;
  private final RuleVersions versions;
  private final WarmDeployment warm;
  private final LongFunction<Pending> pending;
  private final RuleLimits limits;
  private final CrashPoints points;
  // Deployments one at a time. While one is made ready, lists and tables can be changed.
  private final ReentrantLock deployments = new ReentrantLock();
  // A deployment takes effect between changes of lists and tables, of which there can be many.
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /**
   * @param pending what rules have pending now, by the ids of their states
   * @param points told of what a deployment passes
   */
  Deployer(
      DeploymentPlanner planner,
      Publisher publisher,
      Supplier<Map<String, Contents>> contents,
      Progress processed,
      RuleVersions versions,
      WarmDeployment warm,
      LongFunction<Pending> pending,
      RuleLimits limits,
      CrashPoints points) {
    this.limits = limits;
    this.points = points;
    this.contents = contents;
    this.planner = planner;
    this.publisher = publisher;
    this.processed = processed;
    this.versions = versions;
    this.warm = warm;
    this.pending = pending;
  }

  Deployment deploy(String name, String text, RuleSet ruleSet, Engine.Options options)
      throws InterruptedException {
    deployments.lockInterruptibly();
    try {
      publisher.checkOpen();
      Running current = publisher.running();
      expect(current, name, options.expected());
      Optional<Running.Set> same = current.find(name).filter(set -> set.text().equals(text));
      if (same.isPresent()) {
        return unchanged(same.get(), options.mode());
      }
      DeploymentPlan plan = plan(planner, current, name, text, ruleSet, options);
      return options.start() == Engine.Start.WARM
          ? warm.deploy(current, plan, () -> publish(plan, ruleSet))
          : takeEffect(plan, ruleSet);
    } finally {
      deployments.unlock();
    }
  }

  /** What a deployment would do now; nothing happens. */
  Deployment foresee(String name, String text, RuleSet ruleSet, Engine.Options options)
      throws InterruptedException {
    deployments.lockInterruptibly();
    try {
      publisher.checkOpen();
      Running current = publisher.running();
      expect(current, name, options.expected());
      Optional<Running.Set> same = current.find(name).filter(set -> set.text().equals(text));
      if (same.isPresent()) {
        RuleMode mode = options.mode();
        RuleModes modes = same.get().modes();
        return kept(
            same.get(),
            mode == null
                ? modes
                : modes.after(new RuleModes.Change.To(null, mode), same.get().ruleNames()));
      }
      return plan(planner.aside(), current, name, text, ruleSet, options).foreseen(pending);
    } finally {
      deployments.unlock();
    }
  }

  private DeploymentPlan plan(
      DeploymentPlanner by,
      Running current,
      String name,
      String text,
      RuleSet ruleSet,
      Engine.Options options) {
    long now = System.currentTimeMillis(); // for people only
    DeploymentPlan plan =
        by.deploy(
            current,
            name,
            nextVersion(name),
            now,
            text,
            ruleSet,
            options.mode(),
            options.restores(),
            options.start() == Engine.Start.DRAIN);
    limits.check(plan.target(), name);
    refuseWhatDoesNotFit(ruleSet);
    return plan;
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

  /** Changes modes of a running rule set; empty if there is no such rule set, or rule. */
  Optional<Engine.Modes> change(String ruleSet, RuleModes.Change change)
      throws InterruptedException {
    deployments.lockInterruptibly();
    try {
      publisher.checkOpen();
      Optional<Running.Set> set = publisher.running().find(ruleSet);
      String rule = change.rule();
      return set.isEmpty() || rule != null && !set.get().ruleNames().contains(rule)
          ? Optional.empty()
          : Optional.of(changeLocked(ruleSet, change));
    } finally {
      deployments.unlock();
    }
  }

  /** Takes a rule that has failed out of the stream, if it runs with these states. */
  void stop(RuleFailure failure) throws InterruptedException {
    deployments.lockInterruptibly();
    try {
      Optional<RunningRule> rule =
          publisher.running().rules().stream()
              .filter(each -> each.stateId() == failure.stateId())
              .findAny();
      if (rule.isPresent() && rule.get().draining()) {
        end(rule.get());
      } else if (rule.isPresent()) {
        changeLocked(
            rule.get().ruleSet(), new RuleModes.Change.Fail(rule.get().name(), failure.reason()));
      }
    } finally {
      deployments.unlock();
    }
  }

  /** Takes rules out of the stream that have nothing left to complete. */
  void endDrained() throws InterruptedException {
    if (publisher.running().draining().isEmpty()) {
      return;
    }
    deployments.lockInterruptibly();
    try {
      publisher.checkOpen();
      // Whatever runs has taken effect, and what drains gets no key more: none is left for good.
      List<RunningRule> ended =
          publisher.running().rules().stream()
              .filter(rule -> rule.draining() && pending.apply(rule.stateId()).keys() == 0)
              .toList();
      for (RunningRule rule : ended) {
        end(rule);
      }
    } finally {
      deployments.unlock();
    }
  }

  private void end(RunningRule rule) throws InterruptedException {
    long now = System.currentTimeMillis(); // for people only
    RuleModes.Change change = new RuleModes.Change.Drained(rule.name(), rule.version());
    ModeEntryCodec.Entry entry = new ModeEntryCodec.Entry(rule.ruleSet(), now, change);
    DeploymentPlan plan = planner.change(publisher.running(), entry).orElseThrow();
    processed.await(publish(plan, null), Long.MAX_VALUE);
  }

  private Engine.Modes changeLocked(String ruleSet, RuleModes.Change change)
      throws InterruptedException {
    long now = System.currentTimeMillis(); // for people only
    Optional<DeploymentPlan> plan =
        planner.change(publisher.running(), new ModeEntryCodec.Entry(ruleSet, now, change));
    if (plan.isPresent()) {
      processed.await(publish(plan.get(), null), Long.MAX_VALUE);
    }
    Running.Set set = publisher.running().find(ruleSet).orElseThrow();
    return new Engine.Modes(ruleSet, set.ruleNames(), set.modes(), plan.isPresent());
  }

  private static void expect(Running current, String name, IntPredicate expected) {
    int running = current.find(name).map(Running.Set::version).orElse(RuleSetVersion.NONE);
    if (!expected.test(running)) {
      throw new OtherVersionException(name, running);
    }
  }

  Optional<Deployment> undeploy(String name, IntPredicate expected) throws InterruptedException {
    deployments.lockInterruptibly();
    try {
      publisher.checkOpen();
      Running current = publisher.running();
      expect(current, name, expected);
      if (current.find(name).isEmpty()) {
        return Optional.empty();
      }
      long now = System.currentTimeMillis(); // for people only
      return Optional.of(takeEffect(planner.undeploy(current, name, nextVersion(name), now), null));
    } finally {
      deployments.unlock();
    }
  }

  /**
   * Puts a deployment into the ring, unless a list or table has been filled meanwhile with what it
   * does not take.
   *
   * @param ruleSet null if it is taken away
   */
  private long publish(DeploymentPlan plan, @Nullable RuleSet ruleSet) throws InterruptedException {
    lock.writeLock().lockInterruptibly();
    try {
      if (ruleSet != null) {
        refuseWhatDoesNotFit(ruleSet);
      }
      points.pass(CrashPoint.DEPLOYMENT_ENTRY_BEFORE);
      long at = publisher.deploy(plan);
      points.pass(CrashPoint.DEPLOYMENT_ENTRY_AFTER);
      return at;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private Deployment takeEffect(DeploymentPlan plan, @Nullable RuleSet ruleSet)
      throws InterruptedException {
    processed.await(publish(plan, ruleSet), Long.MAX_VALUE);
    return plan.deployment(null);
  }

  /** The same text: at most the modes change. */
  private Deployment unchanged(Running.Set set, @Nullable RuleMode mode)
      throws InterruptedException {
    RuleModes modes = set.modes();
    if (mode != null) {
      modes = changeLocked(set.name(), new RuleModes.Change.To(null, mode)).modes();
    }
    return kept(set, modes);
  }

  private Deployment kept(Running.Set set, RuleModes modes) {
    long sequence =
        versions.versions(set.name()).stream()
            .filter(version -> version.version() == set.version())
            .mapToLong(RuleSetVersion::sequence)
            .findAny()
            .orElse(-1);
    List<RuleChange> kept =
        set.rules().stream()
            .map(
                rule ->
                    new RuleChange(
                        rule.name(), Kind.KEPT, false, pending.apply(rule.stateId()), null))
            .toList();
    return new Deployment(set.name(), set.version(), sequence, kept, modes, null);
  }

  /** Versions go on where they were, even after a rule set was taken away. */
  private int nextVersion(String name) {
    List<RuleSetVersion> all = versions.versions(name);
    return all.isEmpty() ? 1 : all.getLast().version() + 1;
  }
}
