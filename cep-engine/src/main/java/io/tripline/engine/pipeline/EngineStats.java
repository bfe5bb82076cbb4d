package io.tripline.engine.pipeline;

import java.util.List;

/**
 * Figures of a running engine.
 *
 * @param lastSequence of the ring's last entry
 * @param events taken since the store was made (survives restarts); also the number of the last one
 * @param late events that were older than the watermark
 * @param watermark event time, ms; {@code Long.MIN_VALUE} before the first event
 * @param ringUsed slots in use, of {@code ringSize}
 * @param keyStates key states with something pending
 * @param lastCheckpointSequence −1 before the first
 * @param lastCheckpointMillis how long the last checkpoint took
 * @param checkpoints taken since the start
 * @param recoveredEntries journal entries replayed at the start
 * @param failure why the engine stopped, or null
 */
public record EngineStats(
    long lastSequence,
    long events,
    long late,
    long watermark,
    int ringUsed,
    int ringSize,
    long keyStates,
    long lastCheckpointSequence,
    long lastCheckpointMillis,
    long checkpoints,
    long recoveredEntries,
    long alerts,
    List<RuleStats> rules,
    @org.jspecify.annotations.Nullable String failure) {

  /**
   * Figures of a rule, since the process started.
   *
   * @param matches found, suppressed ones included
   * @param suppressed by {@code once per}
   * @param runs partial matches pending
   * @param evaluationErrors conditions that became unknown by a run-time error
   * @param errorSample the latest such error, or null
   * @param runsDropped partial matches dropped by the limit
   */
  public record RuleStats(
      String ruleSet,
      String rule,
      long matches,
      long suppressed,
      long runs,
      long evaluationErrors,
      @org.jspecify.annotations.Nullable String errorSample,
      long runsDropped) {}
}
