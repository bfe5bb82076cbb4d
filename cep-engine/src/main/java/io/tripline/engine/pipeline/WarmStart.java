package io.tripline.engine.pipeline;

import io.tripline.engine.pipeline.Engine.Deployment.Pending;
import io.tripline.engine.pipeline.Engine.Deployment.Warm;
import io.tripline.engine.port.RuleVersions.RuleFailure;
import io.tripline.engine.port.StorageException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The states that what begins with a deployment is to have: travels with its entry. Made by whoever
 * deploys, from what the journal has before the entry ({@link #readUntilDeployment}); the intake
 * waits for it at the entry, and with it the workers, which take the states over bit by bit.
 */
final class WarmStart {
  private final WarmRun run;
  private final PastEntries entries;
  private final Set<Long> begins;
  private final CompletableFuture<WarmRun> ready = new CompletableFuture<>();
  private final CountDownLatch workersLeft;
  private Map<Long, String> failures = Map.of();
  private long made;
  private final Map<Long, Pending> madeOf = new HashMap<>();

  /**
   * @param begins ids of the states that are wanted
   * @param workers that take them over
   */
  WarmStart(WarmRun run, PastEntries entries, Set<Long> begins, int workers) {
    this.begins = Set.copyOf(begins);
    this.run = run;
    this.entries = entries;
    this.workersLeft = new CountDownLatch(workers);
  }

  /** Gives all that the journal has by now to the rules. Whoever deploys. */
  void catchUp() {
    entries.read();
    run.await();
  }

  /**
   * Refuses the deployment if a rule has failed over what it was given so far. Whoever deploys.
   *
   * @throws DeploymentRefusedException with the rule and the reason
   */
  void refuseWhatFails() {
    run.failures().values().stream()
        .min(Comparator.comparing(RuleFailure::ruleSet).thenComparing(RuleFailure::rule))
        .ifPresent(WarmStart::refuse);
  }

  private static void refuse(RuleFailure failure) {
    String rule = failure.ruleSet() + "." + failure.rule();
    throw DeploymentRefusedException.as(
        "The rule "
            + rule
            + " fails when it is given the past, "
            + failure.reason()
            + ". Nothing was changed. Deploy it without a warm start, and report this: it is an"
            + " error of Tripline.",
        new DeploymentRefusedException.Failed(rule, failure.reason()));
  }

  /** How many states there are by now. Any thread. */
  long states() {
    return run.states(begins);
  }

  /**
   * Gives them the rest, once the deployment is in the ring; those who wait for the states have
   * them then, or an error. Whoever deploys.
   *
   * @param untilMore waits a little for more entries in the journal, or throws
   */
  void readUntilDeployment(Runnable untilMore) {
    try {
      catchUp();
      while (!entries.hasReachedIt()) {
        untilMore.run();
        catchUp();
      }
      failures = reasons(run.failures());
      Set<Long> left = new HashSet<>(begins);
      left.removeAll(failures.keySet());
      made = run.states(left);
      left.forEach(id -> madeOf.put(id, run.pending(id)));
      run.stop();
      ready.complete(run);
    } catch (Throwable e) {
      run.stop();
      ready.completeExceptionally(e);
      throw e;
    }
  }

  private static Map<Long, String> reasons(Map<Long, RuleFailure> failures) {
    Map<Long, String> reasons = new HashMap<>();
    failures.forEach((id, failure) -> reasons.put(id, "given the past, " + failure.reason()));
    return Map.copyOf(reasons);
  }

  /** What was given to them, and what follows from it. Whoever deploys, after that. */
  Warm what(WarmStarts.Choice choice) {
    long since = choice.from().time().clock();
    return new Warm(
        since == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(since),
        entries.events(),
        entries.unreadable(),
        made,
        choice.complete());
  }

  /** What was made for a rule, or null if it had states before. Whoever deploys, after that. */
  @Nullable Pending made(long stateId) {
    return madeOf.get(stateId);
  }

  /** Ends it before there was a deployment; should there be one after all, nobody waits for it. */
  void giveUp() {
    run.stop();
    ready.completeExceptionally(new IllegalStateException("the deployment was given up"));
  }

  // ---- the stages of the ring

  /** Waits for the states. */
  WarmRun await() {
    try {
      return ready.join();
    } catch (CompletionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new StorageException(
          "What the journal has could not be read again for new rules: " + cause.getMessage(),
          cause);
    }
  }

  /**
   * Which rules have failed over the past, with the reason, by the ids of their states: they have
   * none, and are stopped. After {@link #await}.
   */
  Map<Long, String> failures() {
    return failures;
  }

  /** A worker has taken over all that is its own. */
  void taken() {
    workersLeft.countDown();
  }

  /** Whether all workers have. Any thread. */
  boolean isTaken() {
    return workersLeft.getCount() == 0;
  }
}
