package io.tripline.dsl.function;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What to write in place of functions that people know from SQL and other rule languages. */
public final class ForeignFunctions {
  private static final String CLOCK =
      "nothing reads the clock; when an event happened says its @time field";

  private static final Map<String, String> HINTS =
      Map.ofEntries(
          ours("len", "length"),
          ours("char_length", "length"),
          ours("substr", "substring"),
          ours("lcase", "lower"),
          ours("tolower", "lower"),
          ours("ucase", "upper"),
          ours("toupper", "upper"),
          ours("instr", "contains"),
          ours("position", "contains"),
          ours("startswith", "starts_with"),
          ours("endswith", "ends_with"),
          ours("ceiling", "ceil"),
          ours("isnull", "coalesce"),
          ours("ifnull", "coalesce"),
          ours("nvl", "coalesce"),
          ours("mean", "avg"),
          ours("average", "avg"),
          ours("std", "stddev"),
          ours("stdev", "stddev"),
          ours("stddev_samp", "stddev"),
          ours("quantile", "percentile"),
          ours("percentile_cont", "percentile"),
          ours("count_distinct", "distinct"),
          ours("lag", "prev"),
          ours("previous", "prev"),
          ours("haversine", "distance"),
          ours("st_distance", "distance"),
          ours("dayofweek", "weekday"),
          ours("dayofmonth", "day"),
          Map.entry("now", CLOCK),
          Map.entry("current_timestamp", CLOCK),
          Map.entry("getdate", CLOCK),
          Map.entry("datediff", "the time between two timestamps is their difference: `b - a`"),
          Map.entry("timediff", "the time between two timestamps is their difference: `b - a`"),
          Map.entry("dateadd", "a duration is added to a timestamp: `time + 30d`"),
          Map.entry("mod", "the remainder is `a % b`"),
          Map.entry("if", "write `case when … then … else … end`"),
          Map.entry("iif", "write `case when … then … else … end`"),
          Map.entry("regexp_like", "write `text matches 'regex'`"),
          Map.entry("concat", "texts are put together in the alert only: `\"{a} {b}\"`"));

  private ForeignFunctions() {}

  private static Map.Entry<String, String> ours(String theirs, String ours) {
    return Map.entry(theirs, "did you mean `" + ours + "`?");
  }

  /** A hint for somebody who wrote this name, in whatever case. */
  public static Optional<String> hint(String name) {
    return Optional.ofNullable(HINTS.get(name.toLowerCase(Locale.ROOT)));
  }
}
