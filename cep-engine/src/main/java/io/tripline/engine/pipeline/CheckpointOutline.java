package io.tripline.engine.pipeline;

import java.util.List;

/**
 * What a checkpoint says of the whole engine, for people.
 *
 * @param events that had come, also the number of the last one
 * @param clock the greatest event time so far, ms; see {@link EngineStats}
 * @param alerts that had been raised
 * @param sources of events
 * @param rules that were running
 * @param windows that were kept for them
 */
public record CheckpointOutline(
    long events,
    long clock,
    long alerts,
    List<EngineStats.SourceStats> sources,
    List<RuleOutline> rules,
    List<WindowOutline> windows) {
  public CheckpointOutline {
    sources = List.copyOf(sources);
    rules = List.copyOf(rules);
    windows = List.copyOf(windows);
  }

  /**
   * A rule.
   *
   * @param name as {@code set.rule}
   * @param version of its rule set
   * @param stateId under which its states are stored
   */
  public record RuleOutline(String name, int version, long stateId, String mode, boolean paused) {}

  /** A series of windows. */
  public record WindowOutline(String name, long stateId) {}

  static CheckpointOutline of(Meta meta, Running running) {
    return new CheckpointOutline(
        meta.time().events(),
        meta.time().clock(),
        meta.ordinal(),
        meta.time().stats().sources(),
        running.rules().stream()
            .map(
                rule ->
                    new RuleOutline(
                        StoredStates.name(rule),
                        rule.version(),
                        rule.stateId(),
                        rule.mode().text(),
                        rule.paused()))
            .toList(),
        running.features().series().stream()
            .map(series -> new WindowOutline(series.text(), series.stateId()))
            .toList());
  }
}
