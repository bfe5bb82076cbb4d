package io.tripline.engine.pipeline;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Declares sources idle that have been silent for the idle time of the wall clock. That is an entry
 * of the ring, so a replay meets it at the same place. Asked only where the running rules make
 * something of it, so that others have no entries that depend on a clock.
 */
final class IdleWatch {
  private static final long LONGEST_PERIOD = 1_000;

  private final Publisher publisher;
  private final SourceRegistry sources;
  private final Supplier<TimeReading> intake;
  private final Failure failure;
  private final long idleMillis;
  private final Semaphore stopping = new Semaphore(0);
  private final Thread thread;
  // When a source had been heard of last, as it was declared idle. Of the thread.
  private final long[] declaredAt = new long[SourceRegistry.MOST];
  private final boolean[] declared = new boolean[SourceRegistry.MOST];

  /**
   * @param intake what it knows of the sources, a moment ago
   * @param idleMillis 0 for never
   */
  IdleWatch(
      Publisher publisher,
      SourceRegistry sources,
      Supplier<TimeReading> intake,
      Failure failure,
      long idleMillis) {
    this.intake = intake;
    this.publisher = publisher;
    this.sources = sources;
    this.failure = failure;
    this.idleMillis = idleMillis;
    this.thread = Thread.ofPlatform().daemon().name("tripline-idle-sources").unstarted(this::run);
  }

  void start() {
    if (idleMillis > 0) {
      thread.start();
    }
  }

  private void run() {
    long period = Math.clamp(idleMillis / 4, 1, LONGEST_PERIOD);
    try {
      while (!stopping.tryAcquire(period, TimeUnit.MILLISECONDS)) {
        if (publisher.isClosed()) {
          return;
        }
        if (publisher.running().asksForSources()) {
          lookAtAll();
        }
      }
    } catch (EngineFailedException e) {
      return; // whoever calls the engine is told
    } catch (Throwable e) {
      failure.set("idle sources", e);
    }
  }

  private void lookAtAll() {
    List<TimeReading.SourceReading> known = intake.get().sources();
    for (int source = 0; source < known.size(); source++) {
      // Nobody waits for one that is idle, or has brought nothing yet.
      if (!known.get(source).idle() && known.get(source).greatest() != Long.MIN_VALUE) {
        look(source);
      }
    }
  }

  private void look(int source) {
    long heardAt = sources.heardAt(source);
    boolean known = declared[source] && declaredAt[source] == heardAt;
    if (!known && publisher.idleSince(source, heardAt, idleMillis)) {
      declared[source] = true;
      declaredAt[source] = heardAt;
    }
  }

  /** Stops the thread; an entry that it has put in still takes its way. */
  void stop() {
    stopping.release();
    Ended.await(thread);
  }
}
