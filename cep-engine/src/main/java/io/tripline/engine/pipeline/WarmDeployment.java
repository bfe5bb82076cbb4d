package io.tripline.engine.pipeline;

import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.port.Journal;
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
  static final int BYTES_OF_A_STATE = 256;

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

  private final WarmStarts starts;
  private final Journal journal;
  private final LongSupplier published;
  private final Progress processed;
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
    this.published = ring::cursor;
    this.processed = ring.processed();
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
   * Deploys.
   *
   * @param plan to begin with nothing; where nothing begins, it is put into the ring as it is
   * @throws DeploymentRefusedException if what begins cannot be given the past; then nothing has
   *     happened
   */
  Deployment deploy(Running current, DeploymentPlan plan, Publication publication)
      throws InterruptedException {
    if (journal.discards()) {
      throw new DeploymentRefusedException(
          "Nothing is journaled here, so that rules cannot be given the past. Deploy without a"
              + " warm start.",
          null);
    }
    try (Journal.Hold _ = journal.hold()) {
      WarmStarts.Choice choice = starts.choose(current, plan.target(), marks, settled.getAsLong());
      if (choice == null) {
        processed.await(publication.publish(), Long.MAX_VALUE);
        return plan.deployment(null);
      }
      Pace pace = new Pace();
      WarmStart start = starts.prepare(current, plan, choice.from(), pace);
      long at = publish(start, pace, publication);
      start.readUntilDeployment(this::waitForMore);
      processed.await(at, Long.MAX_VALUE);
      awaitTaken(start);
      // From here on nobody has to read the past for it again.
      publisher.put(checkpointer::send).awaitWritten();
      return plan.deployment(start.what(choice));
    } finally {
      checkpointer.goOn();
    }
  }

  /** Puts the deployment in once its rules have nearly caught up with the stream. */
  private long publish(WarmStart start, Pace pace, Publication publication)
      throws InterruptedException {
    try {
      pace.start = start;
      catchUp(start, pace);
      pace.atOnce = true;
      // A barrier would have to wait until all states are taken over.
      checkpointer.putOff();
      return publication.publish();
    } catch (Throwable e) {
      start.giveUp();
      throw e;
    }
  }

  /** Also an error of the engine's own over the past is none of the stream. */
  private void catchUp(WarmStart start, Pace pace) {
    try {
      catchUpNearly(start, pace);
    } catch (EngineFailedException e) {
      failure.check(); // it may be the engine that has failed
      if (e.getCause() instanceof Error fatal) {
        throw fatal;
      }
      throw new DeploymentRefusedException(
          "The past could not be given to the new rules. Nothing was changed; deploy them without a"
              + " warm start. "
              + e.getMessage(),
          null);
    }
  }

  private void catchUpNearly(WarmStart start, Pace pace) {
    long before = Long.MAX_VALUE;
    boolean caughtUp = false;
    while (!caughtUp) {
      long began = System.nanoTime();
      pace.begin();
      start.catchUp();
      start.refuseWhatFails();
      long took = System.nanoTime() - began;
      // A stream that is too fast has to wait for the rest.
      caughtUp = took < NEARLY_NANOS || took > LESS * before && !pace.hasHurried();
      before = took;
    }
  }

  private void awaitTaken(WarmStart start) {
    while (!start.isTaken()) {
      failure.check();
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private void waitForMore() {
    failure.check();
    LockSupport.parkNanos(LOOK_AGAIN_NANOS);
  }

  /** Leaves the machine to the stream while events come. */
  private final class Pace implements Runnable {
    private @Nullable WarmStart start;
    private long since = System.nanoTime();
    private long before;
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
      long now = published.getAsLong();
      if (now != before) {
        before = now;
        LockSupport.parkNanos(share * worked);
      }
      since = System.nanoTime();
    }
  }
}
