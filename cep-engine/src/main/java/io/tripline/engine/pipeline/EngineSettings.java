package io.tripline.engine.pipeline;

/**
 * How an engine runs.
 *
 * @param workers number of match workers, 1 to 64; the alerts do not depend on it
 * @param ringSize slots of the ring, a power of two
 * @param checkpointIntervalMillis wall-clock time between two checkpoints; 0 for none but those
 *     asked for
 * @param maxRunsPerKey the most partial matches of one rule for one key
 * @param cachedKeys the most key states a worker keeps in memory, about
 * @param maxEventBytes the largest event taken, flat, in bytes
 */
public record EngineSettings(
    int workers,
    int ringSize,
    long checkpointIntervalMillis,
    int maxRunsPerKey,
    int cachedKeys,
    int maxEventBytes) {

  public static EngineSettings defaults() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new EngineSettings(
        Math.max(1, Math.min(16, cores / 2)), 1 << 14, 5_000, 10_000, 1_000_000, 1 << 20);
  }
}
