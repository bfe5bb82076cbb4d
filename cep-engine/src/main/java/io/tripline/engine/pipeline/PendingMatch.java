package io.tripline.engine.pipeline;

import io.tripline.engine.match.Match;
import java.util.Arrays;

/**
 * A match on its way from a match worker to the alert handler.
 *
 * @param index in its slot of the entry that completed it, or let the time pass that did
 * @param completedBy place of the event that did, see {@link EventPlace}; or {@link Match#TIME}
 * @param rule whose match it is
 * @param key not to be changed
 * @param inShadow whether nobody is told of it: it decides nothing, and its alert is only stored
 */
record PendingMatch(
    int index, long completedBy, RunningRule rule, byte[] key, Match match, boolean inShadow)
    implements Comparable<PendingMatch> {

  /** What {@link #event} says of a match that is no event's doing. */
  static final long NO_EVENT = 0;

  /**
   * The number of the event from outside that completed it, itself or by what rules have made of it
   * at once; {@link #NO_EVENT} if time did, or if its rule waits for late events.
   */
  long event() {
    return completedBy == Match.TIME || EventPlace.isByTime(completedBy) || rule.lateness() > 0
        ? NO_EVENT
        : EventPlace.number(completedBy);
  }

  /**
   * The one order of alerts, whatever the number of workers. Matches that compare as equal are of
   * one rule and key, so of one worker, and a stable sort keeps the order in which it found them.
   */
  @Override
  public int compareTo(PendingMatch other) {
    int byArrival = Integer.compare(index, other.index);
    if (byArrival != 0) {
      return byArrival;
    }
    int byClock = Long.compare(match.clock(), other.match.clock());
    if (byClock != 0) {
      return byClock;
    }
    // Time counts as later than every event.
    int byCompletion = Long.compare(completedBy, other.completedBy);
    if (byCompletion != 0) {
      return byCompletion;
    }
    int byRule = RunningRule.compare(rule, other.rule);
    return byRule != 0 ? byRule : Arrays.compareUnsigned(key, other.key);
  }
}
