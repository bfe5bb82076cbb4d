package io.tripline.engine.pipeline;

/**
 * How an engine runs.
 *
 * @param workers number of match workers, 1 to 64; the alerts do not depend on it
 * @param ringSize slots of the ring, a power of two, at least 2; a slot takes up to 32 KB of events
 *     of one call, or one larger event, so the ring takes up to {@code ringSize × maxEventBytes} of
 *     memory if every event is of the largest size
 * @param checkpointIntervalMillis wall-clock time between two checkpoints; 0 for none but those
 *     asked for
 * @param maxRunsPerKey the most partial matches of one rule for one key
 * @param stateBytes the most bytes of keys and their states in memory, about, of all workers; the
 *     tables in which they are found take a quarter more, and what waits for a time, and what the
 *     store does not have yet, stays past it
 * @param maxEventBytes the largest event taken, flat, in bytes
 * @param idleMillis wall-clock time after which a source that brings nothing holds nothing back any
 *     more; 0 for never, but by {@link Engine#idle}
 * @param maxHeldEvents the most events that wait for their turn, because their type has a lateness;
 *     past it those with the least time go first, and are counted
 * @param maxRememberedIds the most ids of one event type that are remembered to tell duplicates;
 *     past it the oldest are forgotten, and counted
 * @param answersEarly whether who asks what rules say of an event is told once all have seen it;
 *     else once the event is in the journal, too
 * @param checkpointPauseMillis from the end of a checkpoint to the beginning of the next, at least,
 *     unless a caller waits for it
 * @param ruleLimits how much may be deployed
 */
public record EngineSettings(
    int workers,
    int ringSize,
    long checkpointIntervalMillis,
    int maxRunsPerKey,
    long stateBytes,
    int maxEventBytes,
    long idleMillis,
    int maxHeldEvents,
    int maxRememberedIds,
    boolean answersEarly,
    long checkpointPauseMillis,
    RuleLimits ruleLimits) {

  /** The most match workers. */
  public static final int MAX_WORKERS = 64;

  /** How long a source may be silent, usually. */
  public static final long USUAL_IDLE_MILLIS = 30_000;

  /** How many events may wait, usually. */
  public static final int USUAL_HELD_EVENTS = 1_000_000;

  /** How many ids of one event type are remembered, usually. */
  public static final int USUAL_REMEMBERED_IDS = 2_000_000;

  /** Settings without a clock for idle sources, and with room for the usual held events. */
  public EngineSettings(
      int workers,
      int ringSize,
      long checkpointIntervalMillis,
      int maxRunsPerKey,
      long stateBytes,
      int maxEventBytes) {
    this(
        workers,
        ringSize,
        checkpointIntervalMillis,
        maxRunsPerKey,
        stateBytes,
        maxEventBytes,
        0,
        USUAL_HELD_EVENTS,
        USUAL_REMEMBERED_IDS,
        false,
        0,
        RuleLimits.USUAL);
  }

  /** The same with other settings of time. */
  public EngineSettings withTime(long newIdleMillis, int newMaxHeldEvents) {
    return new EngineSettings(
        workers,
        ringSize,
        checkpointIntervalMillis,
        maxRunsPerKey,
        stateBytes,
        maxEventBytes,
        newIdleMillis,
        newMaxHeldEvents,
        maxRememberedIds,
        answersEarly,
        checkpointPauseMillis,
        ruleLimits);
  }

  /** The same with another bound for ids. */
  public EngineSettings withRememberedIds(int most) {
    return new EngineSettings(
        workers,
        ringSize,
        checkpointIntervalMillis,
        maxRunsPerKey,
        stateBytes,
        maxEventBytes,
        idleMillis,
        maxHeldEvents,
        most,
        answersEarly,
        checkpointPauseMillis,
        ruleLimits);
  }

  /** The same with another bound for states in memory. */
  public EngineSettings withStateBytes(long most) {
    return new EngineSettings(
        workers,
        ringSize,
        checkpointIntervalMillis,
        maxRunsPerKey,
        most,
        maxEventBytes,
        idleMillis,
        maxHeldEvents,
        maxRememberedIds,
        answersEarly,
        checkpointPauseMillis,
        ruleLimits);
  }

  /** The same with another ring. */
  public EngineSettings withRingSize(int slots) {
    return new EngineSettings(
        workers,
        slots,
        checkpointIntervalMillis,
        maxRunsPerKey,
        stateBytes,
        maxEventBytes,
        idleMillis,
        maxHeldEvents,
        maxRememberedIds,
        answersEarly,
        checkpointPauseMillis,
        ruleLimits);
  }

  /** The same, with answers that wait for the journal or not. */
  public EngineSettings withEarlyAnswers(boolean early) {
    return new EngineSettings(
        workers,
        ringSize,
        checkpointIntervalMillis,
        maxRunsPerKey,
        stateBytes,
        maxEventBytes,
        idleMillis,
        maxHeldEvents,
        maxRememberedIds,
        early,
        checkpointPauseMillis,
        ruleLimits);
  }

  /** The same with a pause between two checkpoints. */
  public EngineSettings withCheckpointPause(long millis) {
    return new EngineSettings(
        workers,
        ringSize,
        checkpointIntervalMillis,
        maxRunsPerKey,
        stateBytes,
        maxEventBytes,
        idleMillis,
        maxHeldEvents,
        maxRememberedIds,
        answersEarly,
        millis,
        ruleLimits);
  }

  /** The same with other limits of what may be deployed. */
  public EngineSettings withRuleLimits(RuleLimits limits) {
    return new EngineSettings(
        workers,
        ringSize,
        checkpointIntervalMillis,
        maxRunsPerKey,
        stateBytes,
        maxEventBytes,
        idleMillis,
        maxHeldEvents,
        maxRememberedIds,
        answersEarly,
        checkpointPauseMillis,
        limits);
  }

  public EngineSettings {
    require(workers >= 1 && workers <= MAX_WORKERS, "workers", workers);
    require(ringSize >= 2 && Integer.bitCount(ringSize) == 1, "ringSize", ringSize);
    require(checkpointIntervalMillis >= 0, "checkpointIntervalMillis", checkpointIntervalMillis);
    require(checkpointPauseMillis >= 0, "checkpointPauseMillis", checkpointPauseMillis);
    require(maxRunsPerKey >= 1, "maxRunsPerKey", maxRunsPerKey);
    require(stateBytes >= 1, "stateBytes", stateBytes);
    require(maxEventBytes >= 1, "maxEventBytes", maxEventBytes);
    require(idleMillis >= 0, "idleMillis", idleMillis);
    require(maxHeldEvents >= 0, "maxHeldEvents", maxHeldEvents);
    require(maxRememberedIds >= 1, "maxRememberedIds", maxRememberedIds);
  }

  /** A quarter of the memory that Java may have. */
  private static long usualStateBytes() {
    return Math.max(1 << 20, Runtime.getRuntime().maxMemory() / 4);
  }

  private static void require(boolean holds, String name, long value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " cannot be " + value);
    }
  }

  public static EngineSettings defaults() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new EngineSettings(
            Math.max(1, Math.min(16, cores / 2)),
            1 << 10,
            5_000,
            10_000,
            usualStateBytes(),
            1 << 18)
        .withTime(USUAL_IDLE_MILLIS, USUAL_HELD_EVENTS);
  }
}
