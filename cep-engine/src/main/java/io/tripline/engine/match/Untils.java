package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Node;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The {@code until} conditions of a program's loops. Not thread-safe. */
final class Untils {
  /** By loop and type; null where the loop has none for the type. */
  private final @Nullable Node[][] conditions;

  private final Pattern.@Nullable Until[][] sources;

  /** For each state, its loops that have {@code until}. */
  private final int[][] loopsOf;

  /** For each state and each of those loops, the edges that stay in it. */
  private final long[][] staying;

  Untils(Automaton automaton, ExprCompiler compiler, Schema schema) {
    int loops = automaton.loops().size();
    conditions = new @Nullable Node[loops][schema.layouts().size()];
    sources = new Pattern.@Nullable Until[loops][schema.layouts().size()];
    for (int l = 0; l < loops; l++) {
      for (Pattern.Until until : automaton.loops().get(l).until()) {
        EventLayout layout = schema.get(until.type().name());
        conditions[l][layout.typeId()] = compiler.compile(until.condition(), layout);
        sources[l][layout.typeId()] = until;
      }
    }
    loopsOf = new int[automaton.states()][];
    staying = new long[automaton.states()][];
    for (int s = 0; s < automaton.states(); s++) {
      loopsOf[s] =
          Arrays.stream(automaton.loopsOf(s))
              .filter(l -> !automaton.loops().get(l).until().isEmpty())
              .toArray();
      staying[s] = new long[loopsOf[s].length];
      for (int i = 0; i < staying[s].length; i++) {
        staying[s][i] = staying(automaton, s, loopsOf[s][i]);
      }
    }
  }

  private static long staying(Automaton automaton, int state, int loop) {
    long mask = 0;
    Automaton.Edge[] edges = automaton.edges(state);
    for (int i = 0; i < edges.length; i++) {
      if (contains(automaton.loopsOf(edges[i].to()), loop) && !contains(edges[i].exits(), loop)) {
        mask |= 1L << i;
      }
    }
    return mask;
  }

  private static boolean contains(int[] values, int value) {
    for (int v : values) {
      if (v == value) {
        return true;
      }
    }
    return false;
  }

  /** The condition that ends a loop at an event of this type, or null. */
  @Nullable Node condition(int loop, int type) {
    return conditions[loop][type];
  }

  /** The same as the rule has it. */
  Pattern.@Nullable Until of(int loop, int type) {
    return sources[loop][type];
  }

  /** The loops with {@code until} that an edge of a state stays in. */
  int[] stayedIn(int state, int edge) {
    return IntStream.range(0, staying[state].length)
        .filter(i -> (staying[state][i] >>> edge & 1) != 0)
        .map(i -> loopsOf[state][i])
        .toArray();
  }

  /** The edges of a state that are over with an event of this type, as a bit mask. */
  long over(int state, int type, Predicate<Node> holds) {
    long mask = 0;
    for (int i = 0; i < loopsOf[state].length; i++) {
      Node condition = conditions[loopsOf[state][i]][type];
      if (condition != null && holds.test(condition)) {
        mask |= staying[state][i];
      }
    }
    return mask;
  }

  /** Whether the event ends one of these loops before it began. */
  boolean anyHolds(int[] loops, int type, Predicate<Node> holds) {
    for (int l : loops) {
      Node condition = conditions[l][type];
      if (condition != null && holds.test(condition)) {
        return true;
      }
    }
    return false;
  }
}
