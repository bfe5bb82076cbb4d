package io.tripline.engine.pipeline;

import java.util.Arrays;

/**
 * An event that a rule made, on its way from the worker that found the match to all workers, whose
 * rules of higher levels take it.
 *
 * @param index in its slot of the entry that completed the match
 * @param position in its slot, of what completed the match: see {@link Itinerary}
 * @param clock at which it did; the event's time for those who take it
 * @param byTime whether time did, and no event
 * @param completedBy place of the event that did
 * @param rule whose match it is
 * @param key of the match
 * @param event in bytes, of the schema that is in force
 */
record MadeEvent(
    int index,
    int position,
    long clock,
    boolean byTime,
    long completedBy,
    RunningRule rule,
    byte[] key,
    byte[] event)
    implements Comparable<MadeEvent> {

  /**
   * The one order of made events, whatever the number of workers. Those that compare as equal are
   * of one rule and key, so of one worker, and a stable sort keeps the order in which it made them.
   */
  @Override
  public int compareTo(MadeEvent other) {
    int byPosition = Integer.compare(position, other.position);
    if (byPosition != 0) {
      return byPosition;
    }
    int byClock = Long.compare(clock, other.clock);
    if (byClock != 0) {
      return byClock;
    }
    // What time completes is complete once the clock is past its end: behind all events of it.
    int byKind = Boolean.compare(byTime, other.byTime);
    if (byKind != 0) {
      return byKind;
    }
    int byLevel = Integer.compare(rule.level(), other.rule.level());
    if (byLevel != 0) {
      return byLevel;
    }
    int byCompletion = Long.compare(completedBy, other.completedBy);
    if (byCompletion != 0) {
      return byCompletion;
    }
    int byRule = RunningRule.compare(rule, other.rule);
    return byRule != 0 ? byRule : Arrays.compareUnsigned(key, other.key);
  }
}
