package io.tripline.engine.predicate;

import io.tripline.engine.expression.EventCode;
import io.tripline.engine.expression.EventTests;
import io.tripline.engine.expression.Frame;
import java.util.Arrays;

/** Goes through {@link Checks} for the event at hand. One a thread; allocates nothing per event. */
final class Checker {
  private final Checks checks;
  private final int[] starts;
  private final long[] parts;
  private final EventTests[] code;
  private final EventKeys keys;

  // Outcomes of conditions that several checks have; of this event where the stamp is its.
  private final int[] stamps;
  private final boolean[] outcomes;
  private int stamp;

  private byte[] bytes = {};
  private int base;
  private Frame frame = new Frame();

  /**
   * @param keys of the same event
   */
  Checker(Checks checks, EventKeys keys) {
    this.checks = checks;
    this.starts = checks.starts();
    this.parts = checks.parts();
    this.code = Arrays.stream(checks.code()).map(EventCode::newTests).toArray(EventTests[]::new);
    this.keys = keys;
    this.stamps = new int[checks.remembered()];
    this.outcomes = new boolean[stamps.length];
  }

  /** Turns to an event. */
  void turnTo(byte[] to, int at, Frame ofIt) {
    bytes = to;
    base = at;
    frame = ofIt;
    if (++stamp == 0) {
      Arrays.fill(stamps, 0);
      stamp = 1;
    }
  }

  /** Whether all conditions of a check are true. */
  boolean holds(int check) {
    for (int at = starts[check], end = starts[check + 1]; at < end; at += Checks.WORDS) {
      long what = parts[at];
      if (what >>> 32 != 0) {
        if (!holdsApart(what, (int) parts[at + 1])) {
          return false;
        }
      } else {
        long key = keys.of((int) what);
        if (key < parts[at + 1] || key > parts[at + 2]) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean holdsApart(long what, int index) {
    return what < 0 ? isTrue(index) : isIn(keys.of((int) what), checks.sets()[index]);
  }

  /** Whether a key is in one of the ranges. */
  private static boolean isIn(long key, long[] ranges) {
    int low = 0;
    int high = (ranges.length >> 1) - 1;
    while (low <= high) {
      int middle = low + high >>> 1;
      if (key < ranges[2 * middle]) {
        high = middle - 1;
      } else if (key > ranges[2 * middle + 1]) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  private boolean isTrue(int condition) {
    int memo = checks.memo()[condition];
    if (memo < 0) {
      return test(condition);
    }
    if (stamps[memo] != stamp) {
      stamps[memo] = stamp;
      outcomes[memo] = test(condition);
    }
    return outcomes[memo];
  }

  private boolean test(int condition) {
    return code[checks.classOf()[condition]].test(bytes, base, frame, checks.indexOf()[condition]);
  }
}
