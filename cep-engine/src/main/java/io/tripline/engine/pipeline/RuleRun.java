package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventView;
import io.tripline.engine.match.KeyState;
import io.tripline.engine.match.MatchSink;
import io.tripline.engine.match.RuleMatcher;
import io.tripline.engine.port.StateStore;

/** A rule as one worker runs it. Made by whoever deploys, then owned by the worker. */
final class RuleRun {
  private final RunningRule rule;
  private final int lane;
  private final RuleMatcher matcher;
  private final LimitWatch limit;
  private final KeyedStates states;
  private KeyState spare;

  /**
   * @param lane in whose order the rule sees events; see {@link Lanes}
   * @param limit the counters that the matcher was given
   */
  RuleRun(RunningRule rule, int lane, RuleMatcher matcher, LimitWatch limit, KeyedStates states) {
    this.rule = rule;
    this.lane = lane;
    this.matcher = matcher;
    this.limit = limit;
    this.states = states;
    this.spare = matcher.newState();
  }

  /** The same with the states of an earlier version. */
  RuleRun continuing(RuleRun earlier) {
    return new RuleRun(rule, lane, matcher, limit, earlier.states);
  }

  /** The same without any state; the two share a matcher, so only one may be in use. */
  RuleRun fromNothing(StateStore store) {
    return new RuleRun(rule, lane, matcher, limit, KeyedStates.of(rule, store));
  }

  RunningRule rule() {
    return rule;
  }

  int lane() {
    return lane;
  }

  RuleMatcher matcher() {
    return matcher;
  }

  KeyedStates states() {
    return states;
  }

  /** What takes matches of keys that time has come for. */
  interface TimedSink extends MatchSink {
    /** Says whose matches follow. */
    void key(byte[] key);
  }

  /**
   * Lets time pass for all keys: completes what ends before {@code clock}, key by key.
   *
   * @param clock not less than in any call before
   */
  void onTime(long clock, TimedSink sink) {
    while (states.nextTimer() < clock) {
      KeyEntry entry = states.firstTimer();
      long end = entry.timer;
      KeyState state = states.state(entry, matcher);
      sink.key(entry.key);
      matcher.onTime(state, clock, sink);
      states.changed(entry, state, clock);
      if (entry.timer == end) {
        throw new IllegalStateException("time passed " + end + " and nothing came of it");
      }
    }
  }

  /** One event of a key that is this worker's. */
  void onEvent(EventView event, long hash, EventKey key, long number, long clock, MatchSink sink) {
    KeyEntry entry = states.find(hash, key);
    if (entry != null) {
      KeyState state = states.state(entry, matcher);
      matcher.onEvent(state, event, number, clock, sink);
      states.changed(entry, state, clock);
    } else if (matcher.canStart(event)) {
      // Most rules of one event leave nothing behind; then nothing is made and nothing is stored.
      matcher.onEvent(spare, event, number, clock, sink);
      if (!spare.isEmpty()) {
        states.add(hash, key.bytes(), spare, clock);
        spare = matcher.newState();
      }
    }
    int dropped = limit.take();
    if (dropped > 0) {
      states.limit().struck(dropped, number, clock, key);
    }
  }
}
