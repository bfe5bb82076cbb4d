package io.tripline.rest.backtest;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A backtest that was asked for, from then until it is forgotten. Thread-safe. */
public final class BacktestJob {
  private final String id;
  private final BacktestRequest request;
  private final long createdAt;
  private final Path folder;
  private final KeptAlerts alerts;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile State state;
  private volatile long startedAt;
  private volatile long endedAt;
  private volatile BacktestFigures figures = BacktestFigures.NONE;
  private volatile @Nullable String failure;
  private volatile @Nullable Path events;
  private volatile boolean cancelled;

  /** Where it is. */
  public enum State {
    /** For its events to be uploaded. */
    WAITING,
    /** Its events are being uploaded. */
    UPLOADING,
    /** For others that came before. */
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Whether nothing more happens. */
    public boolean isLast() {
      return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
  }

  BacktestJob(
      String id, BacktestRequest request, State first, long createdAt, Path folder, int maxAlerts) {
    this.id = id;
    this.request = request;
    this.state = first;
    this.createdAt = createdAt;
    this.folder = folder;
    this.alerts = new KeptAlerts(folder.resolve("alerts.jsonl"), maxAlerts);
  }

  public String id() {
    return id;
  }

  public BacktestRequest request() {
    return request;
  }

  public State state() {
    return state;
  }

  /** By the wall clock, ms. */
  public long createdAt() {
    return createdAt;
  }

  /** By the wall clock, ms; 0 before that. */
  public long startedAt() {
    return startedAt;
  }

  /** Likewise. */
  public long endedAt() {
    return endedAt;
  }

  public BacktestFigures figures() {
    return figures;
  }

  /** Why it has failed, or null. */
  public @Nullable String failure() {
    return failure;
  }

  /** What it has found so far, as far as that is kept. */
  public KeptAlerts alerts() {
    return alerts;
  }

  // ---- its life; under the lock of all jobs, but for what whoever runs it tells

  Path folder() {
    return folder;
  }

  /** The events that were uploaded. */
  @Nullable Path events() {
    return events;
  }

  void uploaded(Path file) {
    events = file;
    state = State.QUEUED;
  }

  void state(State next) {
    state = next;
  }

  void started(long now) {
    startedAt = now;
    state = State.RUNNING;
  }

  void tell(BacktestFigures now) {
    figures = now;
  }

  /** Asks that it ends. */
  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  void ended(State last, @Nullable String why, long now) {
    failure = why;
    endedAt = now;
    state = last;
    ended.countDown();
  }

  void awaitEnd() throws InterruptedException {
    ended.await();
  }
}
