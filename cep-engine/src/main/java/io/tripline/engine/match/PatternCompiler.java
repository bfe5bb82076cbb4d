package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Pattern.Greed;
import io.tripline.dsl.ir.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes the position automaton of a pattern: first, last and empty of each part, bottom up, and an
 * edge wherever a part's last state meets the next part's first.
 */
final class PatternCompiler {
  private final Place place;
  private final List<Integer> variables = new ArrayList<>();
  private final List<int[]> loopsOf = new ArrayList<>();
  private final List<Automaton.Loop> loops = new ArrayList<>();
  private final List<Set<Step>> steps = new ArrayList<>();
  private int counters;

  private PatternCompiler(Place place) {
    this.place = place;
  }

  /** A way into a part: its state, its rivals by alternation, the loops passed by on the way. */
  private record Entry(int state, Set<Integer> rivals, Set<Integer> passed) {}

  /** A way out of a part: its state, and the loops passed by after it. */
  private record Exit(int state, Set<Integer> passed) {}

  /**
   * What a part looks like from outside.
   *
   * @param empties the ways to take no event: for each the loops passed by
   */
  private record Part(Set<Entry> first, Set<Exit> last, Set<Set<Integer>> empties) {}

  /** An edge while it is being made. */
  private record Step(
      int to,
      @Nullable Arrow arrow,
      Set<Integer> rivals,
      Set<Integer> exits,
      Set<Integer> enters,
      int iterates,
      Set<Integer> passed) {}

  static Automaton compile(Pattern pattern, Place place) {
    return new PatternCompiler(place).build(pattern);
  }

  private Automaton build(Pattern pattern) {
    Part whole = part(pattern, new int[0]);
    int start = variables.size();
    Set<Step> beginnings = new LinkedHashSet<>();
    for (Entry entry : whole.first) {
      beginnings.add(
          new Step(
              entry.state, null, Set.of(), Set.of(), loopsFrom(entry.state, 0), -1, entry.passed));
    }
    steps.add(beginnings);
    boolean[] last = new boolean[start];
    for (Exit exit : whole.last) {
      last[exit.state] = true;
    }
    Automaton.Edge[][] edges = new Automaton.Edge[start + 1][];
    for (int s = 0; s <= start; s++) {
      edges[s] = edges(s);
    }
    return new Automaton(
        variables.stream().mapToInt(v -> v).toArray(),
        loopsOf.toArray(int[][]::new),
        last,
        edges,
        loops);
  }

  private Part part(Pattern pattern, int[] around) {
    return switch (pattern) {
      case Pattern.Single single -> single(single, around);
      case Pattern.Sequence sequence -> sequence(sequence, around);
      case Pattern.Conjunction both -> throw notYet(both);
      case Pattern.Absence absence -> throw notYet(absence);
      case Pattern.Alternation alternation -> alternation(alternation, around);
      case Pattern.Repetition repetition -> repetition(repetition, around);
    };
  }

  /** Rules with such a pattern are refused before they get here. */
  private static IllegalStateException notYet(Pattern pattern) {
    return new IllegalStateException("cannot run yet: " + pattern);
  }

  private Part single(Pattern.Single single, int[] around) {
    int state = variables.size();
    if (state >= Automaton.MAX_STATES) {
      throw new ProgramLimitException(
          "the pattern names more than " + Automaton.MAX_STATES + " variables", single.place());
    }
    variables.add(single.variable());
    loopsOf.add(around);
    steps.add(new LinkedHashSet<>());
    return new Part(
        Set.of(new Entry(state, Set.of(single.variable()), Set.of())),
        Set.of(new Exit(state, Set.of())),
        Set.of());
  }

  private Part alternation(Pattern.Alternation alternation, int[] around) {
    List<Part> branches = new ArrayList<>();
    Set<Integer> heads = new TreeSet<>();
    for (Pattern branch : alternation.branches()) {
      Part part = part(branch, around);
      branches.add(part);
    }
    Set<Entry> first = new LinkedHashSet<>();
    Set<Exit> last = new LinkedHashSet<>();
    Set<Set<Integer>> empties = new LinkedHashSet<>();
    for (Part branch : branches) {
      // "none between satisfies b or c, whichever of them is taken"
      heads.clear();
      for (Part other : branches) {
        if (other != branch) {
          other.first.forEach(entry -> heads.add(variables.get(entry.state)));
        }
      }
      for (Entry entry : branch.first) {
        first.add(new Entry(entry.state, union(entry.rivals, heads), entry.passed));
      }
      last.addAll(branch.last);
      empties.addAll(branch.empties);
    }
    return new Part(first, last, empties);
  }

  private Part sequence(Pattern.Sequence sequence, int[] around) {
    List<Part> parts = new ArrayList<>();
    for (Pattern p : sequence.parts()) {
      parts.add(part(p, around));
    }
    Set<Entry> first = new LinkedHashSet<>();
    Set<Set<Integer>> before = Set.of(Set.of());
    for (Part part : parts) {
      for (Set<Integer> passed : before) {
        for (Entry entry : part.first) {
          first.add(new Entry(entry.state, entry.rivals, union(passed, entry.passed)));
        }
      }
      before = product(before, part.empties);
    }
    Set<Exit> last = new LinkedHashSet<>();
    Set<Set<Integer>> after = Set.of(Set.of());
    for (int i = parts.size() - 1; i >= 0; i--) {
      for (Set<Integer> passed : after) {
        for (Exit exit : parts.get(i).last) {
          last.add(new Exit(exit.state, union(exit.passed, passed)));
        }
      }
      after = product(after, parts.get(i).empties);
    }
    for (int from = 0; from < parts.size(); from++) {
      Set<Set<Integer>> between = Set.of(Set.of());
      for (int to = from + 1; to < parts.size() && !between.isEmpty(); to++) {
        // Of two arrows around a part that took nothing, the one right before the event counts.
        Arrow arrow = sequence.links().get(to - 1).arrow();
        join(parts.get(from), between, parts.get(to), arrow, around.length, -1);
        between = product(between, parts.get(to).empties);
      }
    }
    return new Part(first, last, before);
  }

  private Part repetition(Pattern.Repetition r, int[] around) {
    int loop = loops.size();
    boolean counted = r.min() > 1 || (r.max() > 1 && r.max() != Pattern.Repetition.UNBOUNDED);
    loops.add(
        new Automaton.Loop(r.min(), r.max(), r.greed(), counted ? counters++ : -1, r.until()));
    int[] inside = Arrays.copyOf(around, around.length + 1);
    inside[around.length] = loop;
    Part body = part(r.body(), inside);
    if (r.max() > 1) {
      join(body, Set.of(Set.of()), body, r.join(), inside.length, loop);
    }
    Set<Set<Integer>> empties = r.min() == 0 ? Set.of(Set.of(loop)) : Set.of();
    return new Part(body.first, body.last, empties);
  }

  /**
   * Edges from one part's last states to another's first.
   *
   * @param depth how many loops are around both
   * @param iterates the loop that begins another repetition, or −1
   */
  private void join(
      Part from, Set<Set<Integer>> between, Part to, Arrow arrow, int depth, int iterates) {
    for (Exit exit : from.last) {
      for (Entry entry : to.first) {
        for (Set<Integer> passed : between) {
          steps
              .get(exit.state)
              .add(
                  new Step(
                      entry.state,
                      arrow,
                      entry.rivals,
                      loopsFrom(exit.state, depth),
                      loopsFrom(entry.state, depth),
                      iterates,
                      union(union(exit.passed, passed), entry.passed)));
        }
      }
      if (steps.get(exit.state).size() > Automaton.MAX_EDGES) {
        throw tooManyEdges();
      }
    }
  }

  private ProgramLimitException tooManyEdges() {
    return new ProgramLimitException(
        "more than "
            + Automaton.MAX_EDGES
            + " ways lead on from one place of the pattern; split the rule",
        place);
  }

  private Set<Integer> loopsFrom(int state, int depth) {
    Set<Integer> result = new TreeSet<>();
    int[] all = loopsOf.get(state);
    for (int i = depth; i < all.length; i++) {
      result.add(all[i]);
    }
    return result;
  }

  private Automaton.Edge[] edges(int state) {
    List<Step> from = new ArrayList<>(steps.get(state));
    if (from.size() > Automaton.MAX_EDGES) {
      throw tooManyEdges();
    }
    Automaton.Edge[] result = new Automaton.Edge[from.size()];
    for (int i = 0; i < result.length; i++) {
      Step step = from.get(i);
      result[i] =
          new Automaton.Edge(
              step.to,
              step.arrow,
              ints(step.rivals),
              ints(step.exits),
              ints(step.enters),
              step.iterates,
              blockers(from, step, Greed.GREEDY),
              blockers(from, step, Greed.RELUCTANT),
              opens(step));
    }
    return result;
  }

  /**
   * For GREEDY: the edges that go on in a greedy loop that {@code step} leaves or passes by. For
   * RELUCTANT: the edges that leave or pass by a reluctant loop that {@code step} goes on in.
   */
  private long blockers(List<Step> from, Step step, Greed greed) {
    long mask = 0;
    for (int l = 0; l < loops.size(); l++) {
      if (loops.get(l).greed() != greed) {
        continue;
      }
      for (int i = 0; i < from.size(); i++) {
        Step other = from.get(i);
        boolean blocks =
            greed == Greed.GREEDY
                ? avoids(step, l) && goesOnIn(other, l)
                : goesOnIn(step, l) && avoids(other, l);
        if (blocks) {
          mask |= 1L << i;
        }
      }
    }
    return mask;
  }

  /** Whether a step leaves the loop, or passes it by. */
  private static boolean avoids(Step step, int loop) {
    return step.exits.contains(loop) || step.passed.contains(loop);
  }

  /** Whether a step's event is one more of the loop, or its first. */
  private boolean goesOnIn(Step step, int loop) {
    return !step.exits.contains(loop) && isInside(step.to, loop);
  }

  private boolean isInside(int state, int loop) {
    for (int l : loopsOf.get(state)) {
      if (l == loop) {
        return true;
      }
    }
    return false;
  }

  private int[] opens(Step step) {
    return step.enters.stream()
        .filter(l -> !loops.get(l).until().isEmpty())
        .mapToInt(l -> l)
        .toArray();
  }

  private static int[] ints(Set<Integer> set) {
    return new TreeSet<>(set).stream().mapToInt(i -> i).toArray();
  }

  private static Set<Integer> union(Set<Integer> a, Set<Integer> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? Set.copyOf(b) : Set.copyOf(a);
    }
    Set<Integer> result = new TreeSet<>(a);
    result.addAll(b);
    return Set.copyOf(result);
  }

  private Set<Set<Integer>> product(Set<Set<Integer>> a, Set<Set<Integer>> b) {
    Set<Set<Integer>> result = new LinkedHashSet<>();
    for (Set<Integer> x : a) {
      for (Set<Integer> y : b) {
        result.add(union(x, y));
      }
    }
    if (result.size() > Automaton.MAX_EDGES) {
      throw tooManyEdges();
    }
    return result;
  }
}
