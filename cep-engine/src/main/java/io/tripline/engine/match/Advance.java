package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the automaton: takes runs over the event at hand, one after another. What is left of
 * them, and what branches off, is collected in {@link #next} and {@link #candidates}. Not
 * thread-safe.
 */
final class Advance {
  private final Automaton automaton;
  private final Deadlines deadlines;
  private final Conditions conditions;
  private final Untils untils;
  private final Absences absences;
  private final @Nullable Tracer tracer;
  private final int[] scratch;

  /** Runs that may go on, in the order of making. */
  final List<Run> next = new ArrayList<>();

  /** Runs that are complete with the event. */
  final List<Run> candidates = new ArrayList<>();

  /** Makes what branches off a run; counters are copied. */
  interface Branching {
    /**
     * A run that has taken the event at hand.
     *
     * @param from the run that it branches off; of the start state where it begins
     * @param waits the endings for which it waits
     */
    Run branch(Run from, int state, int[] counts, long open, long waits);
  }

  Advance(
      Program program,
      Conditions conditions,
      Untils untils,
      Absences absences,
      @Nullable Tracer tracer) {
    this.automaton = program.automaton();
    this.deadlines = program.deadlines();
    this.conditions = conditions;
    this.untils = untils;
    this.absences = absences;
    this.tracer = tracer;
    this.scratch = new int[automaton.counters()];
  }

  /** Before the first run of an event. */
  void begin() {
    next.clear();
    candidates.clear();
  }

  /**
   * Takes a run over the event: branches off what takes it, keeps the run if it may wait on.
   *
   * @param clock of the event; the run's deadline has not passed
   */
  void run(Run run, long clock, Branching branching) {
    if (tracer != null) {
      tracer.offer(run);
    }
    Automaton.Edge[] edges = automaton.edges(run.state);
    long over = untils.over(run.state, conditions) | deadlines.over(run, clock);
    long open = run.open & ~over;
    long alive = run.alive & ~over;
    long can = takers(edges, open, run, clock);
    long left = withoutReluctant(edges, can);
    open &= left;
    alive &= left;
    long unbroken = unbroken(edges, alive, run.fresh);
    long endings = absences.unspoiled(run, clock);
    run.changed |= run.fresh || open != run.open || unbroken != run.alive || endings != run.endings;
    run.open = open;
    run.alive = unbroken;
    run.endings = endings;
    run.fresh = false;
    if (run.isPending()) {
      next.add(run);
    }
    branches(run, edges, can, open, alive, clock, branching);
    if (tracer != null) {
      tracer.offered(run);
    }
  }

  /**
   * Begins matches with the event.
   *
   * @param nothing the run of the start state
   * @param allowed the edges over which one may begin, as far as the events before go
   */
  void start(Run nothing, long allowed, long clock, Branching branching) {
    if (tracer != null) {
      tracer.start(nothing, allowed);
    }
    Automaton.Edge[] edges = automaton.edges(nothing.state);
    long open = nothing.open & allowed;
    long can = takers(edges, open, nothing, clock);
    open &= withoutReluctant(edges, can);
    branches(nothing, edges, can, open, open, clock, branching);
    if (tracer != null) {
      tracer.offered(nothing);
    }
  }

  /** The open edges over which the event could be taken. */
  private long takers(Automaton.Edge[] edges, long open, Run run, long clock) {
    long can = 0;
    for (long left = open; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      if (canTake(edges[i], run, clock)) {
        can |= 1L << i;
      }
    }
    return can;
  }

  /** The edges that are not ended for good by what can take the event. */
  private static long withoutReluctant(Automaton.Edge[] edges, long can) {
    long left = -1;
    if (can != 0) {
      for (int i = 0; i < edges.length; i++) {
        if ((edges[i].endsWith() & can) != 0) {
          left &= ~(1L << i);
        }
      }
    }
    return left;
  }

  private void branches(
      Run run,
      Automaton.Edge[] edges,
      long can,
      long open,
      long alive,
      long clock,
      Branching branching) {
    long take = can & alive;
    for (long left = take; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      if ((edges[i].yieldsTo() & can) != 0) {
        take &= ~(1L << i);
      }
    }
    if (tracer != null) {
      tracer.decided(run, can, open, take);
    }
    int firstBranch = next.size();
    for (long left = take; left != 0; left &= left - 1) {
      branch(run, edges[Long.numberOfTrailingZeros(left)], firstBranch, branching);
    }
  }

  /**
   * Whether the event could be taken over an edge, as far as shape, conditions, time and adjacency
   * go; whether an arrow's gap was broken earlier is not looked at, see the language reference on
   * {@code greedy}.
   */
  private boolean canTake(Automaton.Edge edge, Run run, long clock) {
    if (edge.arrow() == Pattern.Arrow.NEXT && !run.fresh) {
      return false;
    }
    return Deadlines.isInside(edge.gap(), run.lastTime, clock)
        && conditions.satisfied(automaton.variable(edge.to()))
        && (edge.opens().length == 0 || !Untils.anyEnds(edge.opens(), conditions));
  }

  /** Of the edges alive before this event, those that it does not break. */
  private long unbroken(Automaton.Edge[] edges, long alive, boolean fresh) {
    long unbroken = alive;
    for (long left = alive; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      Pattern.Arrow arrow = edges[i].arrow();
      if (arrow == Pattern.Arrow.NEXT
          || arrow == Pattern.Arrow.FOLLOWED_BY && conditions.anySatisfied(edges[i].rivals())
          || absences.breaks(edges[i], fresh)) {
        unbroken &= ~(1L << i);
      }
    }
    return unbroken;
  }

  private void branch(Run run, Automaton.Edge edge, int firstBranch, Branching branching) {
    int to = edge.to();
    int[] counts = scratch;
    automaton.count(edge, run.counts, counts);
    long open = automaton.open(to, counts);
    long waits = 0;
    boolean complete = false;
    if (automaton.accepts(to, counts)) {
      waits = automaton.waits(to);
      complete = automaton.endsAtOnce(to);
    }
    if (open == 0 && waits == 0 && !complete) {
      return;
    }
    // Two edges can lead to the same place with the same counts (nested loops): one run will do.
    for (int i = firstBranch; i < next.size(); i++) {
      Run other = next.get(i);
      if (other.state == to && Arrays.equals(other.counts, counts)) {
        return;
      }
    }
    Run branch = branching.branch(run, to, counts, open, waits);
    if (tracer != null) {
      tracer.took(run, branch);
    }
    if (complete) {
      candidates.add(branch);
    }
    if (branch.isPending()) {
      next.add(branch);
    }
  }
}
