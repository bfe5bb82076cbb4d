package io.tripline.engine.match;

import io.tripline.engine.event.EventView;
import java.util.Arrays;

/**
 * Tells the matches that the last event of a log completes, in the order of the language reference,
 * section 6, up to a limit: start by start, from the longest to the shortest, by a search in depth
 * over {@link Ways} that goes no way in vain. Not thread-safe.
 */
final class Enumeration {
  private final KeptLog log;
  private final StepSets sets;
  private final Ways ways;
  private final Assignments assignments;
  private final Telling telling;
  private final int longest;
  private final int limit;
  private final long startVariables;

  // The match at hand: its events, the spots behind the first, which variables can take each.
  private int[] events = new int[16];
  private int[] spots = new int[16];
  private long[] takers = new long[16];
  private int[] variables = new int[16];

  private EventView event = new EventView();
  private MatchSink sink = match -> {};
  private int told;
  private boolean more;

  /**
   * @param longest the most events of a match, or {@link Integer#MAX_VALUE}
   * @param limit the most matches
   * @param startVariables those that can take the first event
   */
  Enumeration(
      KeptLog log,
      StepSets sets,
      Ways ways,
      Assignments assignments,
      Telling telling,
      int longest,
      int limit,
      long startVariables) {
    this.log = log;
    this.sets = sets;
    this.ways = ways;
    this.assignments = assignments;
    this.telling = telling;
    this.longest = longest;
    this.limit = limit;
    this.startVariables = startVariables;
  }

  /**
   * Tells them.
   *
   * @param from no match begins with an earlier event
   * @return whether there are more than the limit
   */
  boolean tell(int from, EventView completing, MatchSink into) {
    event = completing;
    sink = into;
    told = 0;
    more = false;
    ways.begin();
    int last = log.end() - 1;
    for (int start = log.next(startVariables, from, last);
        start < last && !more;
        start = log.next(startVariables, start + 1, last)) {
      if (!log.mayBegin(start)) {
        continue;
      }
      StepSets.Taking taking = sets.start(log.starts(start), log.answers(start));
      if (taking.set() != StepSets.NONE) {
        events[0] = start;
        takers[0] = taking.variables();
        from(ways.spot(taking.set(), start + 1), last - start);
      }
    }
    if (!more && log.mayBegin(last)) {
      StepSets.Taking taking = sets.start(log.starts(last), log.answers(last));
      if (taking.completing() != 0) {
        events[0] = last;
        takers[0] = taking.completing();
        match(1);
      }
    }
    telling.release(0);
    return more;
  }

  /** Those that go on from a spot, where there are so many events. */
  private void from(int spot, int available) {
    int most = Math.min(available, ways.longest(spot, longest - 1));
    int least = ways.shortest(spot);
    for (int length = most; length >= least && !more; length--) {
      search(spot, length);
    }
  }

  private void search(int from, int length) {
    reserve(length + 1);
    int depth = 0;
    int at = from;
    while (!more) {
      int left = length - depth;
      int spot = ways.next(at, left);
      if (spot != Ways.NONE) {
        spots[depth] = spot;
        events[depth + 1] = ways.event(spot);
        StepSets.Taking taking = ways.taking(spot);
        takers[depth + 1] = left == 1 ? taking.completing() : taking.variables();
        if (left > 1) {
          at = ways.take(spot);
          depth++;
          continue;
        }
        match(length + 1);
      }
      depth--;
      if (depth < 0) {
        return;
      }
      at = ways.pass(spots[depth]);
    }
  }

  private void reserve(int count) {
    if (count > events.length) {
      int room = Math.max(count, 2 * events.length);
      events = Arrays.copyOf(events, room);
      spots = Arrays.copyOf(spots, room);
      takers = Arrays.copyOf(takers, room);
      variables = Arrays.copyOf(variables, room);
    }
  }

  private void match(int count) {
    boolean plain = true;
    for (int i = 0; i < count; i++) {
      variables[i] = Long.numberOfTrailingZeros(takers[i]);
      plain &= (takers[i] & takers[i] - 1) == 0;
    }
    if (plain) {
      take(variables, count);
    } else {
      assignments.each(events, count, chosen -> take(chosen, count));
    }
  }

  private boolean take(int[] chosen, int count) {
    if (told == limit) {
      more = true;
      return false;
    }
    told++;
    sink.accept(telling.match(events, chosen, count, event));
    return true;
  }
}
