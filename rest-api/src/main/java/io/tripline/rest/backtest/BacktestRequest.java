package io.tripline.rest.backtest;

import io.tripline.dsl.ir.RuleSet;

/**
 * What a backtest is to do.
 *
 * @param name of the rule set
 * @param version that its alerts have
 * @param source where the events come from
 * @param contentsAsNow whether lists and tables are as they are now; else as they were
 * @param from event time, ms: alerts of before are not told
 * @param to event time, ms: nor are those from it on
 */
public record BacktestRequest(
    String name,
    int version,
    RuleSet ruleSet,
    Source source,
    boolean contentsAsNow,
    long from,
    long to) {

  /** Where events come from. */
  public enum Source {
    JOURNAL,
    UPLOAD
  }
}
