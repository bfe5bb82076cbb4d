package io.tripline.engine.match;

import io.tripline.dsl.ir.Skip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code after match}: which of the candidates complete at one event are matches, and which partial
 * matches remain. It keeps nothing between events: whatever a match rules out has started by the
 * time at which it is complete, so ruling out is done once, on the runs there are.
 */
final class Selection {
  private final Skip skip;
  private final List<Run> chosen = new ArrayList<>();
  private final Set<Long> usedStarts = new HashSet<>();

  // What starts before an event with this clock and number is ruled out.
  private long leastClock;
  private long leastNumber;

  Selection(Skip skip) {
    this.skip = skip;
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
    candidates.sort(ORDER);
    usedStarts.clear();
    leastClock = Long.MIN_VALUE;
    leastNumber = Long.MIN_VALUE;
    Run before = null;
    for (Run candidate : candidates) {
      // One binding can be reached in several ways; it is one candidate all the same.
      boolean isNew = before == null || ORDER.compare(before, candidate) != 0;
      before = candidate;
      if (!isNew || isRuledOut(candidate)) {
        continue;
      }
      chosen.add(candidate);
      BoundEvent last = candidate.bound;
      switch (skip) {
        case Skip.None none -> {}
        case Skip.ToNext toNext -> usedStarts.add(candidate.start);
        // Of candidates that end with one event only the first can be chosen: all hold that event.
        case Skip.PastLast pastLast -> startFrom(last.clock(), last.number() + 1);
        case Skip.ToFirst(int variable) -> {
          usedStarts.add(candidate.start);
          startFrom(last.firstOf(variable));
        }
        case Skip.ToLast(int variable) -> {
          usedStarts.add(candidate.start);
          startFrom(last.lastOf(variable));
        }
      }
    }
    if (!(skip instanceof Skip.None)) {
      runs.removeIf(this::isRuledOut);
    }
    return chosen;
  }

  private void startFrom(@Nullable BoundEvent event) {
    if (event != null) {
      startFrom(event.clock(), event.number());
    }
  }

  private void startFrom(long clock, long number) {
    if (BoundEvent.compare(clock, number, leastClock, leastNumber) > 0) {
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
        if (compare(run, candidates.get(c)) == 0) {
          run.endings = 0;
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
  static final Comparator<Run> ORDER = Selection::compare;

  private static int compare(Run a, Run b) {
    if (a.start != b.start) {
      return a.startsBefore(b.startTime, b.start) ? -1 : 1;
    }
    if (a.bound.count() != b.bound.count()) {
      return Integer.compare(b.bound.count(), a.bound.count());
    }
    // Equally long chains, walked from the end: the difference seen last is the first one.
    int byEvent = 0;
    int byVariable = 0;
    BoundEvent x = a.bound;
    BoundEvent y = b.bound;
    while (x != y && x != null && y != null) {
      if (x.number() != y.number()) {
        byEvent = BoundEvent.compare(x.clock(), x.number(), y.clock(), y.number());
      } else if (x.variable() != y.variable()) {
        byVariable = Integer.compare(x.variable(), y.variable());
      }
      x = x.before();
      y = y.before();
    }
    return byEvent != 0 ? byEvent : byVariable;
  }
}
