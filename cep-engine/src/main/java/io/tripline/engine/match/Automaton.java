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
 * test and set it.
 */
public final class Automaton {
  /** The most edges that leave one state: they are the bits of a long. */
  public static final int MAX_EDGES = 64;

  /** The most states. */
  public static final int MAX_STATES = 1_000;

  private final int[] variables;
  private final int[][] loopsOf;
  private final boolean[] last;
  private final Edge[][] edges;
  private final List<Loop> loops;
  private final int counters;

  Automaton(int[] variables, int[][] loopsOf, boolean[] last, Edge[][] edges, List<Loop> loops) {
    this.variables = variables;
    this.loopsOf = loopsOf;
    this.last = last;
    this.edges = edges;
    this.loops = List.copyOf(loops);
    this.counters = (int) loops.stream().filter(loop -> loop.counter >= 0).count();
  }

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
   * A way from one state to another. The sets of edges are bit masks over the edges that leave the
   * same state.
   *
   * @param to the state it leads to
   * @param arrow what it asks of the events between; null from the start state, where nothing is
   *     before
   * @param rivals variables that an event in between must not satisfy, where the arrow is {@code
   *     ->}
   * @param exits loops that it leaves, innermost last
   * @param enters loops that it enters
   * @param iterates the loop of which it begins another repetition, or −1
   * @param yieldsTo edges that, where they can take the event, keep this one from it: those that
   *     would go on in a greedy loop that this one leaves or passes by
   * @param endsWith edges that, where they can take an event, end this one for good: those that
   *     leave or pass by a reluctant loop that this one stays in or enters
   * @param opens loops with {@code until} in which it begins: the event must not satisfy theirs
   */
  public record Edge(
      int to,
      Pattern.@Nullable Arrow arrow,
      int[] rivals,
      int[] exits,
      int[] enters,
      int iterates,
      long yieldsTo,
      long endsWith,
      int[] opens) {}

  /**
   * The same automaton, in which no loop counts: a part that is repeated some times can be repeated
   * any number of times. It allows whatever this one allows.
   */
  public Automaton uncounted() {
    List<Loop> free =
        loops.stream()
            .map(l -> new Loop(0, Pattern.Repetition.UNBOUNDED, l.greed, -1, l.until))
            .toList();
    return new Automaton(variables, loopsOf, last, edges, free);
  }

  /** The state before the first event. */
  public int start() {
    return variables.length;
  }

  /** Number of states, the start not counted: they are 0 to {@code states() - 1}. */
  public int states() {
    return variables.length;
  }

  /** The variable that takes the event at a state. */
  public int variable(int state) {
    return variables[state];
  }

  /** The loops around a state, outermost first. Not to be written to. */
  public int[] loopsOf(int state) {
    return loopsOf[state];
  }

  /** The edges that leave a state, by their bit. Not to be written to. */
  public Edge[] edges(int state) {
    return edges[state];
  }

  /** The repetitions of the pattern, outer ones before inner ones. */
  public List<Loop> loops() {
    return loops;
  }

  /** How many of them have a counter. */
  public int counters() {
    return counters;
  }

  /** Whether a match can end at a state, if its counters let it. */
  public boolean isLast(int state) {
    return last[state];
  }

  /** Whether a match can end at a state, with these counters. */
  public boolean accepts(int state, int[] counts) {
    if (!last[state]) {
      return false;
    }
    return mayExit(loopsOf[state], counts);
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
      if (!mayExit(edge.exits, counts)) {
        continue;
      }
      if (edge.iterates >= 0) {
        Loop loop = loops.get(edge.iterates);
        if (loop.counter >= 0
            && loop.max != Pattern.Repetition.UNBOUNDED
            && counts[loop.counter] >= loop.max) {
          continue;
        }
      }
      open |= 1L << i;
    }
    return open;
  }

  /** The counters after an edge was taken. */
  public int[] count(Edge edge, int[] counts) {
    if (counters == 0) {
      return counts;
    }
    int[] after = counts.clone();
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
    return after;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int s = 0; s <= states(); s++) {
      text.append(s == start() ? "start" : s + " v" + variables[s] + (last[s] ? " last" : ""));
      text.append('\n');
      for (Edge edge : edges[s]) {
        text.append("  ").append(edge.arrow == null ? "" : edge.arrow + " ").append(edge.to);
        text.append(edge.rivals.length > 0 ? " rivals " + Arrays.toString(edge.rivals) : "");
        text.append(edge.exits.length > 0 ? " exits " + Arrays.toString(edge.exits) : "");
        text.append(edge.iterates >= 0 ? " iterates " + edge.iterates : "");
        text.append(edge.enters.length > 0 ? " enters " + Arrays.toString(edge.enters) : "");
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
