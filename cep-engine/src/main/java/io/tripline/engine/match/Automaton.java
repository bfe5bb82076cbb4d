package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The position automaton of a pattern (Glushkov 1961): a state for each place where the pattern
 * names a variable, an edge for each pair of places that can follow one another. State {@link
 * #start()} comes before the first event. Immutable.
 *
 * <p>Where the pattern repeats a part a bounded number of times, the loop has a counter, and edges
 * test and set it. {@code &} is a loop over its parts with a counter of its own, which knows those
 * that have begun; so it costs a state a part, not one an order. A {@code not} has no state: it is
 * a mark on the edges that pass it by, or on the ending.
 */
public final class Automaton {
  /** The most edges that leave one state: they are the bits of a long. */
  public static final int MAX_EDGES = 64;

  /** The most states. */
  public static final int MAX_STATES = 1_000;

  /** The most parts that {@code &} joins: they are the bits of a counter. */
  public static final int MAX_PARTS = 31;

  private final State[] states;
  private final Edge[][] edges;
  private final List<Loop> loops;
  private final List<Conjunction> conjunctions;
  private final int counters;
  private final int[] forbidden;

  Automaton(State[] states, Edge[][] edges, List<Loop> loops, List<Conjunction> conjunctions) {
    this.states = states;
    this.edges = edges;
    this.loops = List.copyOf(loops);
    this.conjunctions = List.copyOf(conjunctions);
    int counted = (int) loops.stream().filter(loop -> loop.counter >= 0).count();
    this.counters = counted + conjunctions.size();
    this.forbidden =
        Arrays.stream(edges[states.length])
            .flatMap(edge -> Arrays.stream(edge.marks))
            .mapToInt(Mark::variable)
            .distinct()
            .sorted()
            .toArray();
  }

  /**
   * A place where the pattern names a variable.
   *
   * @param variable that takes the event here
   * @param loops around it, outermost first
   * @param conjunctions of which it is in a part
   * @param endings the ways in which a match can end here; empty if none
   */
  record State(int variable, int[] loops, int[] conjunctions, Ending[] endings) {}

  /**
   * A repetition.
   *
   * @param min the fewest repetitions, 0 or more
   * @param max the most, or {@link Pattern.Repetition#UNBOUNDED}
   * @param counter index of its counter; −1 if its bounds need none
   * @param until conditions that end it, by event type; empty if none
   */
  public record Loop(
      int min, int max, Pattern.Greed greed, int counter, List<Pattern.Until> until) {
    /** Counting further than this makes no difference. */
    public int countLimit() {
      return max == Pattern.Repetition.UNBOUNDED ? min : max;
    }
  }

  /**
   * {@code &}. Its counter holds a bit for each part that has begun.
   *
   * @param parts how many
   * @param counter index of its counter
   */
  public record Conjunction(int parts, int counter) {
    /** The counter when every part has begun. */
    public int all() {
      return (1 << parts) - 1;
    }
  }

  /** A part of a conjunction begins: its bit must not be set, and then is. */
  public record Turn(int conjunction, int part) {
    int bit() {
      return 1 << part;
    }
  }

  /**
   * A {@code not} on the way between two events, or before the first, or after the last.
   *
   * @param millis how long it looks back or waits, for BEFORE and AFTER; {@link #WITHIN} for the
   *     rule's {@code within} from the first event on; 0 otherwise
   */
  public record Mark(Reach reach, int variable, long millis) {
    public static final long WITHIN = -1;
  }

  /** Of which events a {@link Mark} speaks. */
  public enum Reach {
    /** Those between two events; after the last one, those up to the end of the match. */
    BETWEEN,
    /** The one right behind an event, if it is not taken. */
    NEXT,
    /** Those before the first event, up to {@code millis} older than it. */
    BEFORE,
    /** Those after the last event, for {@code millis}. */
    AFTER
  }

  /**
   * A way in which a match can end.
   *
   * @param marks what must not come until then; without any the match ends with its last event
   */
  public record Ending(Mark[] marks) {
    static final Ending AT_ONCE = new Ending(new Mark[0]);

    /** Whether it ends with its last event. */
    public boolean isAtOnce() {
      return marks.length == 0;
    }
  }

  /**
   * A way from one state to another. The sets of edges are bit masks over the edges that leave the
   * same state.
   *
   * @param to the state it leads to
   * @param link what it asks of the events between, and of the time; null from the start state,
   *     where nothing is before
   * @param marks the {@code not}s on it: BEFORE from the start state, BETWEEN and NEXT elsewhere
   * @param rivals variables that an event in between must not satisfy, where the arrow is {@code
   *     ->}
   * @param exits loops that it leaves, innermost last
   * @param enters loops that it enters
   * @param iterates the loop of which it begins another repetition, or −1
   * @param completes conjunctions that it leaves: all their parts must have begun
   * @param turns parts of conjunctions that begin with it, outermost first
   * @param yieldsTo edges that, where they can take the event, keep this one from it: those that
   *     would go on in a greedy loop that this one leaves or passes by
   * @param endsWith edges that, where they can take an event, end this one for good: those that
   *     leave or pass by a reluctant loop that this one stays in or enters
   * @param opens loops with {@code until} in which it begins: the event must not satisfy theirs
   */
  public record Edge(
      int to,
      Pattern.@Nullable Link link,
      Mark[] marks,
      int[] rivals,
      int[] exits,
      int[] enters,
      int iterates,
      int[] completes,
      Turn[] turns,
      long yieldsTo,
      long endsWith,
      int[] opens) {

    /** Null from the start state. */
    public Pattern.@Nullable Arrow arrow() {
      return link == null ? null : link.arrow();
    }

    /** The bound on the time before it, or null. */
    public Pattern.@Nullable Gap gap() {
      return link == null ? null : link.gap();
    }

    private Edge unbound() {
      return new Edge(
          to,
          link,
          marks,
          rivals,
          exits,
          enters,
          iterates,
          new int[0],
          new Turn[0],
          yieldsTo,
          endsWith,
          opens);
    }
  }

  /**
   * The same automaton, in which nothing counts: a part that is repeated some times can be repeated
   * any number of times, and so can the parts of a conjunction. It allows whatever this one allows.
   */
  public Automaton uncounted() {
    List<Loop> free =
        loops.stream()
            .map(l -> new Loop(0, Pattern.Repetition.UNBOUNDED, l.greed, -1, l.until))
            .toList();
    Edge[][] unbound = new Edge[edges.length][];
    for (int s = 0; s < edges.length; s++) {
      unbound[s] = Arrays.stream(edges[s]).map(Edge::unbound).toArray(Edge[]::new);
    }
    State[] same = new State[states.length];
    for (int s = 0; s < same.length; s++) {
      State state = states[s];
      same[s] = new State(state.variable, state.loops, new int[0], state.endings);
    }
    return new Automaton(same, unbound, free, List.of());
  }

  /** The state before the first event. */
  public int start() {
    return states.length;
  }

  /** Number of states, the start not counted: they are 0 to {@code states() - 1}. */
  public int states() {
    return states.length;
  }

  /** The variable that takes the event at a state. */
  public int variable(int state) {
    return states[state].variable;
  }

  /** The loops around a state, outermost first. Not to be written to. */
  public int[] loopsOf(int state) {
    return states[state].loops;
  }

  /** The conjunctions in a part of which a state is. Not to be written to. */
  public int[] conjunctionsOf(int state) {
    return states[state].conjunctions;
  }

  /** The edges that leave a state, by their bit. Not to be written to. */
  public Edge[] edges(int state) {
    return edges[state];
  }

  /** The repetitions of the pattern, outer ones before inner ones. */
  public List<Loop> loops() {
    return loops;
  }

  /** The conjunctions of the pattern, outer ones before inner ones. */
  public List<Conjunction> conjunctions() {
    return conjunctions;
  }

  /** How many loops and conjunctions have a counter. */
  public int counters() {
    return counters;
  }

  /** Whether it matters that an event came that satisfies nothing. */
  public boolean looksAtNext() {
    for (Edge[] from : edges) {
      for (Edge edge : from) {
        if (edge.arrow() == Pattern.Arrow.NEXT) {
          return true;
        }
        for (Mark mark : edge.marks) {
          if (mark.reach == Reach.NEXT) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether a bound stands on any arrow. */
  boolean hasGaps() {
    return Arrays.stream(edges).flatMap(Arrays::stream).anyMatch(edge -> edge.gap() != null);
  }

  /** The variables that must not come before the first event. Not to be written to. */
  public int[] forbidden() {
    return forbidden;
  }

  /** Where a variable stands among {@link #forbidden}. */
  int indexOfForbidden(int variable) {
    return Arrays.binarySearch(forbidden, variable);
  }

  /** The ways in which a match can end at a state, if its counters let it. Not to be written to. */
  public Ending[] endings(int state) {
    return states[state].endings;
  }

  /** Of these, those that time completes, as a bit mask. */
  public long waits(int state) {
    long mask = 0;
    Ending[] endings = states[state].endings;
    for (int i = 0; i < endings.length; i++) {
      mask |= endings[i].isAtOnce() ? 0 : 1L << i;
    }
    return mask;
  }

  /** Whether one of them is with the last event. */
  public boolean endsAtOnce(int state) {
    for (Ending ending : states[state].endings) {
      if (ending.isAtOnce()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a match can end at a state, if its counters let it. */
  public boolean isLast(int state) {
    return states[state].endings.length > 0;
  }

  /** Whether a match can end at a state, with these counters. */
  public boolean accepts(int state, int[] counts) {
    State at = states[state];
    return at.endings.length > 0
        && mayExit(at.loops, counts)
        && areComplete(at.conjunctions, counts);
  }

  private boolean areComplete(int[] left, int[] counts) {
    for (int c : left) {
      Conjunction conjunction = conjunctions.get(c);
      if (counts[conjunction.counter] != conjunction.all()) {
        return false;
      }
    }
    return true;
  }

  private boolean mayExit(int[] exited, int[] counts) {
    for (int l : exited) {
      Loop loop = loops.get(l);
      if (loop.counter >= 0 && counts[loop.counter] < loop.min) {
        return false;
      }
    }
    return true;
  }

  /** The edges of a state that its counters allow, as a bit mask. */
  public long open(int state, int[] counts) {
    long open = 0;
    for (int i = 0; i < edges[state].length; i++) {
      Edge edge = edges[state][i];
      if (mayExit(edge.exits, counts)
          && areComplete(edge.completes, counts)
          && mayIterate(edge.iterates, counts)
          && mayBegin(edge, counts)) {
        open |= 1L << i;
      }
    }
    return open;
  }

  private boolean mayIterate(int l, int[] counts) {
    if (l < 0) {
      return true;
    }
    Loop loop = loops.get(l);
    return loop.counter < 0
        || loop.max == Pattern.Repetition.UNBOUNDED
        || counts[loop.counter] < loop.max;
  }

  private boolean mayBegin(Edge edge, int[] counts) {
    for (Turn turn : edge.turns) {
      boolean begun = (counts[conjunctions.get(turn.conjunction).counter] & turn.bit()) != 0;
      if (begun && !contains(edge.completes, turn.conjunction)) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(int[] values, int value) {
    for (int v : values) {
      if (v == value) {
        return true;
      }
    }
    return false;
  }

  /** The counters after an edge was taken. */
  public int[] count(Edge edge, int[] counts) {
    if (counters == 0) {
      return counts;
    }
    int[] after = new int[counters];
    count(edge, counts, after);
    return after;
  }

  /**
   * The same, for who has room for them.
   *
   * @param after is filled
   */
  void count(Edge edge, int[] counts, int[] after) {
    System.arraycopy(counts, 0, after, 0, counters);
    if (edge.iterates >= 0) {
      Loop loop = loops.get(edge.iterates);
      if (loop.counter >= 0) {
        after[loop.counter] = Math.min(after[loop.counter] + 1, loop.countLimit());
      }
    }
    for (int l : edge.exits) {
      int counter = loops.get(l).counter;
      if (counter >= 0) {
        after[counter] = 0; // so that equal futures look equal
      }
    }
    for (int l : edge.enters) {
      int counter = loops.get(l).counter;
      if (counter >= 0) {
        after[counter] = 1;
      }
    }
    for (int c : edge.completes) {
      after[conjunctions.get(c).counter] = 0;
    }
    for (Turn turn : edge.turns) {
      after[conjunctions.get(turn.conjunction).counter] |= turn.bit();
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int s = 0; s <= states(); s++) {
      text.append(s == start() ? "start" : s + " v" + states[s].variable);
      if (s < states() && isLast(s)) {
        for (Ending ending : states[s].endings) {
          text.append(" last").append(ending.isAtOnce() ? "" : Arrays.toString(ending.marks));
        }
      }
      text.append('\n');
      for (Edge edge : edges[s]) {
        text.append("  ").append(edge.link == null ? "" : edge.link + " ").append(edge.to);
        text.append(edge.marks.length > 0 ? " " + Arrays.toString(edge.marks) : "");
        text.append(edge.rivals.length > 0 ? " rivals " + Arrays.toString(edge.rivals) : "");
        text.append(edge.exits.length > 0 ? " exits " + Arrays.toString(edge.exits) : "");
        text.append(edge.iterates >= 0 ? " iterates " + edge.iterates : "");
        text.append(edge.enters.length > 0 ? " enters " + Arrays.toString(edge.enters) : "");
        text.append(edge.completes.length > 0 ? " all of " + Arrays.toString(edge.completes) : "");
        text.append(edge.turns.length > 0 ? " begins " + Arrays.toString(edge.turns) : "");
        text.append(edge.yieldsTo != 0 ? " yields to " + Long.toBinaryString(edge.yieldsTo) : "");
        text.append(edge.endsWith != 0 ? " ends with " + Long.toBinaryString(edge.endsWith) : "");
        text.append(edge.opens.length > 0 ? " opens " + Arrays.toString(edge.opens) : "");
        text.append('\n');
      }
    }
    for (int l = 0; l < loops.size(); l++) {
      Loop loop = loops.get(l);
      String max = loop.max == Pattern.Repetition.UNBOUNDED ? "" : Integer.toString(loop.max);
      text.append("loop ").append(l).append(" {").append(loop.min).append(',').append(max);
      text.append("} ").append(loop.greed).append(loop.until.isEmpty() ? "" : " until");
      text.append('\n');
    }
    return text.toString();
  }
}
