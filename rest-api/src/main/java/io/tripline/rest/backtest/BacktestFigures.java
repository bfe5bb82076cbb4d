package io.tripline.rest.backtest;

import io.tripline.engine.pipeline.Backtest.Filled;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How far a backtest has come.
 *
 * @param progress of all that is to be read, 0 to 1
 * @param events that came
 * @param unreadable events of the journal that the rules take, but that do not fit their
 *     declarations
 * @param stateBytes of memory that the rules take
 * @param alerts that are told, by rule
 * @param alertsKept of them, to be read
 * @param rejected lines of an upload that are no events, by the code of the reason
 * @param rules what is counted of each; empty before the end
 * @param since event time, ms: what of the journal came after it; empty if that is all
 * @param complete whether the journal reached back to the first event
 * @param filled what lists and tables began with
 */
public record BacktestFigures(
    double progress,
    long events,
    long unreadable,
    long stateBytes,
    Map<String, Long> alerts,
    long alertsKept,
    Map<String, Rejections> rejected,
    List<RuleStats> rules,
    OptionalLong since,
    boolean complete,
    List<Filled> filled) {

  /** Before anything was read. */
  static final BacktestFigures NONE =
      new BacktestFigures(
          0, 0, 0, 0, Map.of(), 0, Map.of(), List.of(), OptionalLong.empty(), true, List.of());

  /**
   * Lines that were rejected for one reason.
   *
   * @param firstLine number of the first one
   * @param firstReason its sentence
   */
  public record Rejections(long count, long firstLine, String firstReason) {
    Rejections oneMore() {
      return new Rejections(count + 1, firstLine, firstReason);
    }
  }
}
