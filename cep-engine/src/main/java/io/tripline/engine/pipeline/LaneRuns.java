package io.tripline.engine.pipeline;

import java.util.List;

/** The rules of one lane in one worker, and the time that they have come to. */
final class LaneRuns {
  final RuleRun[] runs;

  /** The greatest clock so far. */
  long clock;

  /** Not later than the earliest end that any of them waits for. */
  long nextTimer;

  /** Not later than the first time at which a state of any of them can be removed. */
  long nextExpiry;

  LaneRuns(List<RuleRun> all, int lane, long clock) {
    runs = all.stream().filter(run -> run.lane() == lane).toArray(RuleRun[]::new);
    this.clock = clock;
    update();
  }

  /** After one of them has taken an event, or was given a state. */
  void changed(RuleRun run) {
    nextTimer = Math.min(nextTimer, run.states().nextTimer());
    nextExpiry = Math.min(nextExpiry, run.states().nextExpiry());
  }

  /** Removes what can no longer become a match. */
  void expire() {
    for (RuleRun run : runs) {
      run.states().expire(clock);
    }
    update();
  }

  /** After time has completed what ends before the clock. */
  void update() {
    nextTimer = Long.MAX_VALUE;
    nextExpiry = Long.MAX_VALUE;
    for (RuleRun run : runs) {
      changed(run);
    }
  }
}
