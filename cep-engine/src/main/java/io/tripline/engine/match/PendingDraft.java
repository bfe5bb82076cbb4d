package io.tripline.engine.match;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.alert.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link PendingState} that a matcher tells of. Not thread-safe. */
final class PendingDraft {
  private final Program program;
  private final int most;
  private final boolean showPii;

  private final List<PendingState.Partial> partialMatches = new ArrayList<>();
  private final List<PendingState.Taken> events = new ArrayList<>();
  private final List<PendingState.Taken> kept = new ArrayList<>();
  private final List<PendingState.Forbidding> forbidding = new ArrayList<>();
  private int partialMatchCount;
  private int keptCount;

  /**
   * @param most of partial matches, of events of one, and of kept events that are told
   */
  PendingDraft(Program program, int most, boolean showPii) {
    this.program = program;
    this.most = most;
    this.showPii = showPii;
  }

  /** The most events of a partial match that are told. */
  int most() {
    return most;
  }

  /** Counts one more partial match; whether it is to be told. */
  boolean wantsPartial() {
    return partialMatchCount++ < most;
  }

  /** An event of the partial match that is told next. */
  void took(int variable, long place, EventId id, @Nullable Long clock) {
    events.add(taken(1L << variable, place, id, clock));
  }

  /**
   * Tells a partial match, with the events that were told before.
   *
   * @param next variables, as a bit mask
   * @param eventCount how many events it has
   */
  void partial(long next, long began, long until, long completedAt, int eventCount) {
    partialMatches.add(
        new PendingState.Partial(names(next), began, until, completedAt, events, eventCount));
    events.clear();
  }

  /** Tells a run; what it has taken only where it has bound that. */
  void partial(Run run, BoundEvents bounds, Deadlines deadlines) {
    int count = bounds.count(run.bound);
    for (int e = run.bound; e != 0; e = bounds.before(e)) {
      if (bounds.count(e) <= most) {
        took(bounds.variable(e), bounds.number(e), bounds.id(e), bounds.clock(e));
      }
    }
    List<PendingState.Taken> inOrder = List.copyOf(events.reversed());
    events.clear();
    events.addAll(inOrder);
    partial(
        next(run.state, run.alive),
        run.startTime,
        deadlines.of(run),
        deadlines.nextEnd(run),
        count);
  }

  /** The variables that edges of a state lead to, as a bit mask. */
  long next(int state, long edges) {
    Automaton automaton = program.automaton();
    long next = 0;
    for (long left = edges; left != 0; left &= left - 1) {
      int to = automaton.edges(state)[Long.numberOfTrailingZeros(left)].to();
      next |= 1L << automaton.variable(to);
    }
    return next;
  }

  /** Counts one more kept event; whether it is to be told. */
  boolean wantsKept() {
    return keptCount++ < most;
  }

  /**
   * Tells a kept event.
   *
   * @param answers the variables that it satisfies, as a bit mask; what is above them is no matter
   */
  void kept(long answers, long place, EventId id, long clock) {
    kept.add(taken(answers, place, id, clock));
  }

  /** Tells what keeps matches from beginning. */
  void seen(SeenTimes seen) {
    int[] variables = program.automaton().forbidden();
    for (int i = 0; i < variables.length; i++) {
      if (seen.wasSeen(i)) {
        String name = program.rule().variables().get(variables[i]).name();
        forbidding.add(new PendingState.Forbidding(name, seen.last(i)));
      }
    }
  }

  PendingState done() {
    return new PendingState(partialMatches, partialMatchCount, kept, keptCount, forbidding);
  }

  private PendingState.Taken taken(long variables, long place, EventId id, @Nullable Long clock) {
    String text = isMasked(variables, id) ? Value.MASKED : id.text(place);
    return new PendingState.Taken(names(variables), place, false, text, clock);
  }

  /** An event that is no variable's has no id but its number. */
  private boolean isMasked(long variables, EventId id) {
    if (showPii || id.form == EventId.NUMBER) {
      return false;
    }
    boolean isKnown = false;
    for (Variable variable : program.rule().variables()) {
      if ((variables >>> variable.index() & 1) != 0) {
        EventType type = variable.type();
        isKnown = true;
        if (type.idField() != EventType.NO_ID && type.fields().get(type.idField()).pii()) {
          return true;
        }
      }
    }
    return !isKnown;
  }

  private List<String> names(long variables) {
    return program.rule().variables().stream()
        .filter(v -> v.index() < Long.SIZE && (variables >>> v.index() & 1) != 0)
        .map(Variable::name)
        .toList();
  }
}
