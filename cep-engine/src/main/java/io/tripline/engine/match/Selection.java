package io.tripline.engine.match;

import io.tripline.dsl.ir.Skip;
import io.tripline.engine.heap.StateHeap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code after match}: which of the candidates complete at one event are matches, and which partial
 * matches remain. It keeps nothing between events: whatever a match rules out has started by the
 * time at which it is complete, so ruling out is done once, on the runs there are.
 */
final class Selection {
  private final Skip skip;
  private final BoundEvents bounds;

  /** See {@link #compare}. */
  private final Comparator<Run> order;

  private final List<Run> chosen = new ArrayList<>();
  private final Set<Long> usedStarts = new HashSet<>();

  // What starts before an event with this clock and number is ruled out.
  private long leastClock;
  private long leastNumber;

  Selection(Skip skip, BoundEvents bounds) {
    this.skip = skip;
    this.bounds = bounds;
    this.order = (a, b) -> compare(a, b, bounds);
  }

  /**
   * Chooses among candidates complete at the same event or time, and takes away from {@code runs}
   * what can no longer become a match. The candidates' own runs may be among {@code runs}.
   *
   * @param candidates not empty; sorted on return
   * @return the matches, in order; valid until the next call
   */
  List<Run> choose(List<Run> candidates, List<Run> runs) {
    chosen.clear();
    candidates.sort(order);
    usedStarts.clear();
    leastClock = Long.MIN_VALUE;
    leastNumber = Long.MIN_VALUE;
    Run before = null;
    for (Run candidate : candidates) {
      // One binding can be reached in several ways; it is one candidate all the same.
      boolean isNew = before == null || compare(before, candidate, bounds) != 0;
      before = candidate;
      if (!isNew || isRuledOut(candidate)) {
        continue;
      }
      chosen.add(candidate);
      int last = candidate.bound;
      switch (skip) {
        case Skip.None none -> {}
        case Skip.ToNext toNext -> usedStarts.add(candidate.start);
        // Of candidates that end with one event only the first can be chosen: all hold that event.
        case Skip.PastLast pastLast -> startFrom(bounds.clock(last), bounds.number(last) + 1);
        case Skip.ToFirst(int variable) -> {
          usedStarts.add(candidate.start);
          startFrom(bounds.firstOf(last, variable));
        }
        case Skip.ToLast(int variable) -> {
          usedStarts.add(candidate.start);
          startFrom(bounds.lastOf(last, variable));
        }
      }
    }
    if (!(skip instanceof Skip.None)) {
      runs.removeIf(this::isRuledOut);
    }
    return chosen;
  }

  private void startFrom(int event) {
    if (event != StateHeap.NONE) {
      startFrom(bounds.clock(event), bounds.number(event));
    }
  }

  private void startFrom(long clock, long number) {
    if (EventOrder.compare(clock, number, leastClock, leastNumber) > 0) {
      leastClock = clock;
      leastNumber = number;
    }
  }

  private boolean isRuledOut(Run run) {
    return run.startsBefore(leastClock, leastNumber) || usedStarts.contains(run.start);
  }

  /**
   * Takes away from {@code runs} what waits to be complete with a binding that is complete already:
   * in {@code a | a -> [1m] not n} the first branch is.
   */
  void completeOnce(List<Run> candidates, List<Run> runs) {
    if (!(skip instanceof Skip.None)) {
      return; // those of the same start are gone
    }
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      for (int c = 0; run.endings != 0 && c < candidates.size(); c++) {
        if (compare(run, candidates.get(c), bounds) == 0) {
          run.endings = 0;
          run.changed = true;
        }
      }
    }
    runs.removeIf(run -> !run.isPending());
  }

  /**
   * The order of candidates complete at one event: the earliest start, then the most events, then
   * the earlier event at the first difference, then the earlier variable at the first event bound
   * differently. 0 only for equal bindings.
   */
  static int compare(Run a, Run b, BoundEvents bounds) {
    if (a.start != b.start) {
      return a.startsBefore(b.startTime, b.start) ? -1 : 1;
    }
    int events = bounds.count(a.bound);
    if (events != bounds.count(b.bound)) {
      return Integer.compare(bounds.count(b.bound), events);
    }
    // Equally long chains, walked from the end: the difference seen last is the first one.
    int byEvent = 0;
    int byVariable = 0;
    int x = a.bound;
    int y = b.bound;
    while (x != y) {
      if (bounds.number(x) != bounds.number(y)) {
        byEvent =
            EventOrder.compare(
                bounds.clock(x), bounds.number(x), bounds.clock(y), bounds.number(y));
      } else if (bounds.variable(x) != bounds.variable(y)) {
        byVariable = Integer.compare(bounds.variable(x), bounds.variable(y));
      }
      x = bounds.before(x);
      y = bounds.before(y);
    }
    return byEvent != 0 ? byEvent : byVariable;
  }
}
