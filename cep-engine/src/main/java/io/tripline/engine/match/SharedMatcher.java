package io.tripline.engine.match;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.RegisterBlocks;
import io.tripline.engine.expression.RegisterUpdate;
import io.tripline.engine.expression.RegisterValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Matching with {@code skip past last} where no condition looks back: two runs that are at the same
 * place of the automaton then have the same future, except that the one that began earlier is over
 * earlier. So of those only the one that began last is kept, which tells whether there is a match;
 * there are never more runs than places, however many events the window holds. Which match it is,
 * is found when there is one: the events since the earliest possible start are gone over again, and
 * of the runs at one place only the best is kept. A match rules all of these events out, so that
 * each is gone over again once at most, whatever the window. Not thread-safe.
 */
final class SharedMatcher {
  private static final int FEW = 16;

  private final Automaton automaton;
  private final Deadlines deadlines;
  private final int maxEvents;
  private final RuleCounters counters;
  private final Conditions conditions;
  private final Absences absences;
  private final Advance advance;
  private final Advance replay;
  private final Projection projection;
  private final RegisterUpdate[] updates;
  private final Frame frame;
  private final RegisterBlocks blocks;
  private final Run nothing;
  private final boolean seesBetween;
  private final List<Run> replayed = new ArrayList<>();
  // Made once, so that an event allocates nothing for them.
  private final Advance.Branching alone = this::withoutEvents;
  private final Advance.Branching whole = this::withEvents;

  // The event at hand.
  private long number;
  private long clock;
  private EventView event = new EventView();
  private KeptEvent kept = KeptEvent.between(0, 0);

  /**
   * @param maxEvents the most events that are kept of one key; past it the oldest are dropped, with
   *     the partial matches that began with them, and counted
   */
  SharedMatcher(
      Program program,
      Schema schema,
      int maxEvents,
      RuleCounters counters,
      Conditions conditions,
      Untils untils,
      Absences absences,
      RegisterUpdate[] updates,
      Frame frame,
      Run nothing) {
    this.automaton = program.automaton();
    this.deadlines = program.deadlines();
    this.maxEvents = maxEvents;
    this.counters = counters;
    this.conditions = conditions;
    this.absences = absences;
    this.advance = new Advance(program, conditions, untils, absences, null);
    this.replay = new Advance(program, conditions, untils, absences, null);
    this.projection = new Projection(program, schema);
    this.updates = updates;
    this.frame = frame;
    this.blocks = program.registers().blocks();
    this.nothing = nothing;
    this.seesBetween = automaton.looksAtNext();
  }

  /**
   * Takes the next event of the key's input.
   *
   * @return the match that it completes, or null; valid until the next call
   */
  @Nullable Run onEvent(KeyState state, EventView at, long number, long clock) {
    this.event = at;
    this.number = number;
    this.clock = clock;
    conditions.event(at);
    conditions.bound(nothing.registers);
    long answers = conditions.askAll();
    long starts = absences.mayStart(state, clock);
    forget(state);
    advance.begin();
    for (int i = 0; i < state.runs.size(); i++) {
      Run run = state.runs.get(i);
      if (deadlines.within(run.startTime) >= clock) {
        advance.run(run, clock, alone);
      }
    }
    advance.start(nothing, starts, clock, alone);
    if (automaton.forbidden().length > 0) {
      absences.remember(state, clock);
    }
    state.runs.clear();
    if (!advance.candidates.isEmpty()) {
      keep(state, answers, starts);
      Run match = find(state);
      state.kept.clear();
      return match;
    }
    onePerPlace(advance.next, state.runs, SharedMatcher::laterStart);
    if (state.runs.isEmpty()) {
      state.kept.clear();
    } else {
      keep(state, answers, starts);
      limit(state);
    }
    return null;
  }

  /** Drops events that no match can begin with any more; they are no part of one either. */
  private void forget(KeyState state) {
    while (!state.kept.isEmpty() && deadlines.within(state.kept.getFirst().clock()) < clock) {
      state.kept.removeFirst();
    }
  }

  private void keep(KeyState state, long answers, long starts) {
    if (answers != 0) {
      int type = projection.typeOf(event);
      String id = event.id(projection.layout(type), number);
      state.kept.addLast(
          new KeptEvent(number, clock, answers, starts, type, id, projection.take(event, type)));
    } else if (seesBetween && !(state.kept.isEmpty() || state.kept.getLast().isBetween())) {
      state.kept.addLast(KeptEvent.between(number, clock));
    }
  }

  private void limit(KeyState state) {
    int dropped = 0;
    while (state.kept.size() > maxEvents) {
      state.kept.removeFirst();
      dropped++;
    }
    if (dropped > 0) {
      counters.runsDropped(dropped);
      KeptEvent first = state.kept.getFirst();
      state.runs.removeIf(run -> run.startsBefore(first.clock(), first.number()));
      if (state.runs.isEmpty()) {
        state.kept.clear();
      }
    }
  }

  private Run withoutEvents(Run from, int to, int[] counts, long open, long waits) {
    boolean isStart = from == nothing;
    return new Run(
        to,
        counts,
        nothing.registers,
        nothing.bound,
        isStart ? number : from.start,
        isStart ? clock : from.startTime,
        clock,
        open,
        waits);
  }

  // ---- which match it is

  private Run find(KeyState state) {
    replayed.clear();
    for (KeptEvent each : state.kept) {
      kept = each;
      conditions.remember(each.answers());
      replay.begin();
      for (int i = 0; i < replayed.size(); i++) {
        replay.run(replayed.get(i), each.clock(), whole);
      }
      replay.start(nothing, each.starts(), each.clock(), whole);
      replayed.clear();
      onePerPlace(replay.next, replayed, SharedMatcher::better);
    }
    Run best = replay.candidates.getFirst();
    for (Run candidate : replay.candidates) {
      best = better(best, candidate);
    }
    replayed.clear();
    replay.begin();
    return best;
  }

  private Run withEvents(Run from, int to, int[] counts, long open, long waits) {
    boolean isStart = from == nothing;
    int variable = automaton.variable(to);
    RegisterValues registers = from.registers;
    if (updates[variable].changesAny()) {
      frame.event(projection.event(kept));
      registers = from.registers;
      registers = new RegisterValues(registers.bytes().clone(), 0, registers.heap());
      blocks.copy(registers.bytes(), 0, registers.heap());
      updates[variable].apply(frame.registers(registers));
      conditions.reportFailure();
    }
    return new Run(
        to,
        counts,
        registers,
        BoundEvent.after(
            isStart ? null : from.bound, variable, kept.number(), kept.clock(), kept.id()),
        isStart ? kept.number() : from.start,
        isStart ? kept.clock() : from.startTime,
        kept.clock(),
        open,
        waits);
  }

  // ---- one run a place

  /** Of two runs at one place, the one to keep. */
  private interface Choice {
    Run of(Run a, Run b);
  }

  private static Run laterStart(Run a, Run b) {
    return a.startsBefore(b.startTime, b.start) ? b : a;
  }

  private static Run better(Run a, Run b) {
    return Selection.ORDER.compare(b, a) < 0 ? b : a;
  }

  /** All that a run's future depends on, its start and what it has bound apart. */
  private record Place(int state, List<Integer> counts, long open, long alive, boolean fresh) {}

  private void onePerPlace(List<Run> runs, List<Run> kept, Choice choice) {
    if (runs.size() <= FEW) {
      for (Run run : runs) {
        addOrChoose(run, kept, choice);
      }
      return;
    }
    Map<Place, Integer> places = new HashMap<>();
    for (Run run : runs) {
      Place place =
          new Place(
              run.state,
              Arrays.stream(run.counts).boxed().toList(),
              run.open,
              run.alive,
              run.fresh && seesBetween);
      Integer known = places.putIfAbsent(place, kept.size());
      if (known == null) {
        kept.add(run);
      } else {
        kept.set(known, choice.of(kept.get(known), run));
      }
    }
  }

  private void addOrChoose(Run run, List<Run> kept, Choice choice) {
    for (int i = 0; i < kept.size(); i++) {
      if (isSamePlace(kept.get(i), run)) {
        kept.set(i, choice.of(kept.get(i), run));
        return;
      }
    }
    kept.add(run);
  }

  private boolean isSamePlace(Run a, Run b) {
    return a.state == b.state
        && a.open == b.open
        && a.alive == b.alive
        && (a.fresh == b.fresh || !seesBetween)
        && Arrays.equals(a.counts, b.counts);
  }
}
