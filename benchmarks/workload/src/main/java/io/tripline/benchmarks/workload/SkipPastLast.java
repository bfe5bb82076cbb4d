package io.tripline.benchmarks.workload;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Selects from the candidates of one rule as {@code after match skip past last} does, for engines
 * that have no such selection, or another: of those complete at one event the one that takes the
 * earlier event at the first difference; after a match, none that contains an event at or before
 * its last one. Candidates of a key have to come in the order of their last events; all of one
 * event before {@link #flush}, or the next candidate of that key. What this costs is paid by
 * candidate, not by event.
 */
public final class SkipPastLast {
  private static final class Key {
    long[] best = {};
    long lastEnd;
  }

  private final String rule;
  private final Tally tally;
  private final Map<String, Key> keys = new HashMap<>();

  public SkipPastLast(String rule, Tally tally) {
    this.rule = rule;
    this.tally = tally;
  }

  /**
   * Takes a candidate.
   *
   * @param events their numbers, in order; not copied
   */
  public void candidate(String key, long... events) {
    Key of = keys.computeIfAbsent(key, k -> new Key());
    if (of.best.length > 0 && of.best[of.best.length - 1] != events[events.length - 1]) {
      emit(key, of);
    }
    if (events[0] > of.lastEnd && (of.best.length == 0 || Arrays.compare(events, of.best) < 0)) {
      of.best = events;
    }
  }

  /** The input is over. */
  public void flush() {
    keys.forEach(this::emit);
  }

  private void emit(String key, Key of) {
    if (of.best.length > 0) {
      tally.alert(rule, key);
      for (long number : of.best) {
        tally.event(number);
      }
      tally.end();
      of.lastEnd = of.best[of.best.length - 1];
      of.best = new long[0];
    }
  }
}
