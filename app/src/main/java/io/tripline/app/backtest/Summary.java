package io.tripline.app.backtest;

import io.tripline.app.cli.LimitText;
import io.tripline.app.events.Rejections;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.engine.pipeline.EngineStats.Limited;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import java.util.List;
import java.util.Locale;

/** What a backtest says at its end. */
final class Summary {
  private final StringBuilder out = new StringBuilder();

  private Summary() {}

  /**
   * The summary, of several lines.
   *
   * @param reasonsAreWritten whether every rejected line is in a file, so that none is shown here
   */
  static String of(
      Backtest.Result result,
      List<Rejections.Reason> reasons,
      boolean reasonsAreWritten,
      long peakBytes) {
    Summary summary = new Summary();
    EngineStats stats = result.stats();
    summary.count("events", result.progress().events());
    summary.count("rejected", result.progress().rejected());
    for (Rejections.Reason reason : reasons) {
      summary.reason(reason, !reasonsAreWritten);
    }
    summary.time(stats.time());
    summary.duplicates(stats);
    summary.alerts(stats.rules());
    if (result.decides()) {
      summary.decisions(stats.decisions());
    }
    summary.troubles(stats.rules());
    double seconds = Math.max(result.nanos(), 1) / 1e9;
    summary.line(
        "elapsed",
        String.format(
            Locale.ROOT, "%.2f s, %,.0f events/s", seconds, result.progress().events() / seconds));
    summary.line("peak memory", String.format(Locale.ROOT, "%,d MB", peakBytes >> 20));
    return summary.out.toString();
  }

  private void reason(Rejections.Reason reason, boolean withFirst) {
    String first = reason.first().file() + ":" + reason.first().line();
    line(
        "  " + reason.code(),
        String.format(Locale.ROOT, "%,d", reason.count())
            + (withFirst ? "  first: " + first + ": " + reason.first().reason() : ""));
  }

  private void time(EngineStats.TimeStats time) {
    count("late", time.late());
    if (time.diverted() > 0) {
      line("  diverted", String.format(Locale.ROOT, "%,d", time.diverted()));
    }
    if (time.dropped() > 0) {
      line("  dropped", String.format(Locale.ROOT, "%,d", time.dropped()));
    }
    if (time.releasedEarly() > 0) {
      line(
          "matched too early",
          String.format(Locale.ROOT, "%,d", time.releasedEarly())
              + "  events: more waited than --max-held-events allows");
    }
  }

  private void duplicates(EngineStats stats) {
    if (stats.ids().isEmpty()) {
      return;
    }
    count("duplicates", stats.time().duplicates());
    for (EngineStats.IdStats ids : stats.ids()) {
      if (ids.forgottenEarly() > 0) {
        line(
            "forgotten ids",
            String.format(Locale.ROOT, "%,d", ids.forgottenEarly())
                + "  of "
                + ids.type()
                + ": more than --max-remembered-ids; duplicates may have been matched");
      }
    }
  }

  private void alerts(List<RuleStats> rules) {
    count("alerts", rules.stream().mapToLong(RuleStats::alerts).sum());
    for (RuleStats rule : rules) {
      line(
          "  " + rule.rule(),
          String.format(Locale.ROOT, "%,d", rule.alerts())
              + (rule.suppressed() == 0
                  ? ""
                  : String.format(
                      Locale.ROOT, "  and %,d held back by once per", rule.suppressed())));
    }
  }

  /** Each event that rules decide on counts once, by the most severe decision. */
  private void decisions(EngineStats.DecisionStats decisions) {
    count("decisions", decisions.decline() + decisions.review() + decisions.approve());
    count("  decline", decisions.decline());
    count("  review", decisions.review());
    count("  approve", decisions.approve());
  }

  private void troubles(List<RuleStats> rules) {
    for (RuleStats rule : rules) {
      if (rule.evaluationErrors() > 0) {
        line(
            "evaluation errors",
            String.format(Locale.ROOT, "%,d", rule.evaluationErrors())
                + "  in "
                + rule.rule()
                + (rule.errorSample() == null ? "" : ", such as: " + rule.errorSample()));
      }
      if (rule.eventsLimited() > 0) {
        line(
            "limited events",
            String.format(Locale.ROOT, "%,d", rule.eventsLimited())
                + "  of "
                + rule.rule()
                + ": each completed more matches than the limit of one event");
      }
      Limited limited = rule.limited();
      if (limited != null) {
        line(
            "dropped partial matches",
            String.format(Locale.ROOT, "%,d", limited.dropped())
                + "  of "
                + rule.rule()
                + ": more than a key may have, first at "
                + LimitText.since(limited)
                + "; alerts may be missing");
      }
    }
  }

  private void count(String what, long count) {
    line(what, String.format(Locale.ROOT, "%,d", count));
  }

  private void line(String what, String value) {
    out.append(String.format(Locale.ROOT, "%-28s %s%n", what, value));
  }
}
