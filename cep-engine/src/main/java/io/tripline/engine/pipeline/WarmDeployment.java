package io.tripline.engine.pipeline;

import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.pipeline.Engine.Deployment.Warm;
import io.tripline.engine.port.Journal;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A deployment whose rules are given the past first, while the stream goes on: they read the
 * journal until they have nearly caught up; then the deployment is put into the ring, and the
 * stream waits at it for as long as they need for the rest.
 */
final class WarmDeployment {
  /** So many states of new rules a worker keeps, whatever the settings say of those that run. */
  static final int LEAST_STATES = 1 << 16;

  /** A pass over what has come meanwhile that takes no longer has nearly caught up. */
  private static final long NEARLY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A pass that takes more than this of the one before does not catch up. */
  private static final double LESS = 0.8;

  /** How much longer it rests than it works while events come; less where it does not catch up. */
  private static final int SHARE = 3;

  /** After so much work it rests: as long as that, an event may have to wait for a processor. */
  private static final long AT_A_TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final long LOOK_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final long RELEASE = Long.MAX_VALUE;

  private final WarmStarts starts;
  private final Journal journal;
  private final Ring ring;
  private final TimeMarks marks;
  private final LongSupplier settled;
  private final Checkpointer checkpointer;
  private final Publisher publisher;
  private final Failure failure;
  private final long mostStates;

  /**
   * @param marks where the stream stood before
   * @param settled see {@link TimeReading#settled}
   * @param mostStates that are made for new rules, before they are taken over
   */
  WarmDeployment(
      WarmStarts starts,
      Journal journal,
      Ring ring,
      TimeMarks marks,
      LongSupplier settled,
      Checkpointer checkpointer,
      Publisher publisher,
      Failure failure,
      long mostStates) {
    this.starts = starts;
    this.journal = journal;
    this.ring = ring;
    this.marks = marks;
    this.settled = settled;
    this.checkpointer = checkpointer;
    this.publisher = publisher;
    this.failure = failure;
    this.mostStates = mostStates;
  }

  /** Puts a plan into the ring; its sequence there. */
  interface Publication {
    long publish() throws InterruptedException;
  }

  /**
   * Chooses what is read, and sees to it that it stays there until {@link #deploy} has returned.
   *
   * @return null if nothing begins
   */
  WarmStarts.@Nullable Choice choose(Running current, DeploymentPlan cold) {
    if (journal.discards()) {
      throw new DeploymentRefusedException(
          "Nothing is journaled here, so that rules cannot be given the past. Deploy without a"
              + " warm start.",
          null);
    }
    journal.keepFrom(0);
    WarmStarts.Choice choice = null;
    try {
      choice = starts.choose(current, cold, marks, settled.getAsLong());
    } finally {
      if (choice == null) {
        journal.keepFrom(RELEASE);
      }
    }
    return choice;
  }

  /**
   * Deploys.
   *
   * @throws DeploymentRefusedException if the states would be too many; then nothing has happened
   */
  Deployment deploy(
      Running current, DeploymentPlan plan, WarmStarts.Choice choice, Publication publication)
      throws InterruptedException {
    try {
      Pace pace = new Pace();
      WarmStart start = starts.prepare(current, plan, pace);
      pace.start = start;
      plan.startWarm(start);
      catchUp(start, pace);
      Warm warm = takeEffect(start, plan, choice, pace, publication);
      // From here on nobody has to read the past for it again.
      publisher.put(checkpointer::send).awaitWritten();
      return Deployer.deployment(plan, warm);
    } finally {
      journal.keepFrom(RELEASE);
    }
  }

  private void catchUp(WarmStart start, Pace pace) {
    boolean caughtUp = false;
    try {
      long before = Long.MAX_VALUE;
      while (!caughtUp) {
        long began = System.nanoTime();
        pace.begin();
        start.catchUp();
        long took = System.nanoTime() - began;
        // A stream that is too fast has to wait for the rest.
        caughtUp = took < NEARLY_NANOS || took > LESS * before && !pace.hasHurried();
        before = took;
      }
      caughtUp = true;
    } finally {
      if (!caughtUp) {
        start.giveUp();
      }
    }
  }

  private Warm takeEffect(
      WarmStart start,
      DeploymentPlan plan,
      WarmStarts.Choice choice,
      Pace pace,
      Publication publication)
      throws InterruptedException {
    // A barrier would have to wait until all states are taken over.
    checkpointer.hold();
    try {
      long at;
      try {
        at = publication.publish();
      } catch (Throwable e) {
        start.giveUp();
        throw e;
      }
      pace.atOnce = true;
      start.readUntilDeployment(this::waitForMore);
      ring.processed().await(at, Long.MAX_VALUE);
      while (!start.isTaken()) {
        failure.check();
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
      long since = choice.from().time().clock();
      return new Warm(
          since == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(since),
          start.entries().events(),
          start.entries().unreadable(),
          start.made(),
          choice.complete());
    } finally {
      checkpointer.resume();
    }
  }

  private void waitForMore() {
    failure.check();
    LockSupport.parkNanos(LOOK_AGAIN_NANOS);
  }

  /** Leaves the machine to the stream while events come. */
  private final class Pace implements Runnable {
    private @Nullable WarmStart start;
    private long since;
    private long published;
    private int share = SHARE;
    private volatile boolean atOnce;

    void begin() {
      since = System.nanoTime();
    }

    /** Rests less from now on; false if it does not rest anyway. */
    boolean hasHurried() {
      boolean hurried = share > 0;
      share /= 2;
      return hurried;
    }

    @Override
    public void run() {
      long worked = System.nanoTime() - since;
      if (worked < AT_A_TIME_NANOS || atOnce) {
        return;
      }
      failure.check();
      publisher.checkOpen();
      if (start != null && start.states() > mostStates) {
        throw new DeploymentRefusedException(
            "Given the past, the new rules and windows would have more than "
                + mostStates
                + " states of keys, which is more than is kept in memory. Deploy them without a"
                + " warm start, or let workers keep more keys in memory.",
            null);
      }
      long now = ring.cursor();
      if (now != published) {
        published = now;
        LockSupport.parkNanos(share * worked);
      }
      since = System.nanoTime();
    }
  }
}
