package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Pattern.Gap;
import io.tripline.dsl.ir.Pattern.Greed;
import io.tripline.dsl.ir.Pattern.Link;
import io.tripline.dsl.ir.Place;
import io.tripline.engine.match.Automaton.Ending;
import io.tripline.engine.match.Automaton.Mark;
import io.tripline.engine.match.Automaton.Reach;
import io.tripline.engine.match.Automaton.Turn;
import java.util.ArrayList;
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
  private final List<List<Scope>> scopes = new ArrayList<>();
  private final List<Automaton.Loop> loops = new ArrayList<>();
  private final List<Automaton.Conjunction> conjunctions = new ArrayList<>();
  private final List<Set<Step>> steps = new ArrayList<>();
  private int counters;

  private PatternCompiler(Place place) {
    this.place = place;
  }

  /** What a state can be inside of. */
  private sealed interface Scope {
    record InLoop(int loop) implements Scope {}

    record InPart(int conjunction, int part) implements Scope {}
  }

  /** What is passed by without an event: loops that take nothing, and {@code not}s. */
  private record Way(Set<Integer> loops, Set<Mark> marks) {
    static final Way DIRECT = new Way(Set.of(), Set.of());

    Way then(Way other) {
      return new Way(union(loops, other.loops), union(marks, other.marks));
    }

    Mark[] marks(Set<Reach> reaches) {
      return marks.stream().filter(m -> reaches.contains(m.reach())).toArray(Mark[]::new);
    }
  }

  /** A way into a part: its state, its rivals by alternation, and what is passed before. */
  private record Entry(int state, Set<Integer> rivals, Way way) {}

  /** A way out of a part: its state, and what is passed after it. */
  private record Exit(int state, Way way) {}

  /**
   * What a part looks like from outside.
   *
   * @param empties the ways to take no event
   */
  private record Part(Set<Entry> first, Set<Exit> last, Set<Way> empties) {}

  /** An edge while it is being made. */
  private record Step(
      int to,
      @Nullable Link link,
      Set<Integer> rivals,
      List<Scope> left,
      List<Scope> entered,
      int iterates,
      Way way) {

    boolean leaves(int loop) {
      return left.contains(new Scope.InLoop(loop));
    }
  }

  static Automaton compile(Pattern pattern, Place place) {
    return new PatternCompiler(place).build(pattern);
  }

  private Automaton build(Pattern pattern) {
    Part whole = part(pattern, List.of());
    int start = variables.size();
    Set<Step> beginnings = new LinkedHashSet<>();
    for (Entry entry : whole.first) {
      beginnings.add(
          new Step(entry.state, null, Set.of(), List.of(), scopes.get(entry.state), -1, entry.way));
    }
    steps.add(beginnings);
    Automaton.State[] states = new Automaton.State[start];
    for (int s = 0; s < start; s++) {
      states[s] =
          new Automaton.State(
              variables.get(s),
              loops(scopes.get(s)),
              conjunctions(scopes.get(s)),
              endings(whole, s));
    }
    Automaton.Edge[][] edges = new Automaton.Edge[start + 1][];
    for (int s = 0; s <= start; s++) {
      edges[s] = edges(s);
    }
    return new Automaton(states, edges, loops, conjunctions);
  }

  /** A mark that reaches to the end says nothing where the match ends with its last event. */
  private Ending[] endings(Part whole, int state) {
    Set<Set<Mark>> ways = new LinkedHashSet<>();
    for (Exit exit : whole.last) {
      if (exit.state == state) {
        Set<Mark> marks = exit.way.marks;
        boolean waits = marks.stream().anyMatch(m -> m.reach() == Reach.AFTER);
        ways.add(waits ? marks : Set.of());
      }
    }
    if (ways.size() > Automaton.MAX_EDGES) {
      throw tooManyEdges();
    }
    return ways.stream()
        .map(marks -> marks.isEmpty() ? Ending.AT_ONCE : new Ending(marks.toArray(Mark[]::new)))
        .toArray(Ending[]::new);
  }

  private Part part(Pattern pattern, List<Scope> around) {
    return switch (pattern) {
      case Pattern.Single single -> single(single, around);
      case Pattern.Sequence sequence -> sequence(sequence, around);
      case Pattern.Conjunction both -> conjunction(both, around);
      case Pattern.Absence absence ->
          throw new IllegalStateException("a `not` outside of a sequence: " + absence.place());
      case Pattern.Alternation alternation -> alternation(alternation, around);
      case Pattern.Repetition repetition -> repetition(repetition, around);
    };
  }

  private Part single(Pattern.Single single, List<Scope> around) {
    int state = variables.size();
    if (state >= Automaton.MAX_STATES) {
      throw new ProgramLimitException(
          "the pattern names more than " + Automaton.MAX_STATES + " variables", single.place());
    }
    variables.add(single.variable());
    scopes.add(around);
    steps.add(new LinkedHashSet<>());
    return new Part(
        Set.of(new Entry(state, Set.of(single.variable()), Way.DIRECT)),
        Set.of(new Exit(state, Way.DIRECT)),
        Set.of());
  }

  private Part alternation(Pattern.Alternation alternation, List<Scope> around) {
    List<Part> branches = new ArrayList<>();
    for (Pattern branch : alternation.branches()) {
      branches.add(part(branch, around));
    }
    return choice(branches);
  }

  /** "None between satisfies b or c, whichever of them is taken." */
  private Part choice(List<Part> branches) {
    Set<Entry> first = new LinkedHashSet<>();
    Set<Exit> last = new LinkedHashSet<>();
    Set<Way> empties = new LinkedHashSet<>();
    for (Part branch : branches) {
      Set<Integer> heads = new TreeSet<>();
      for (Part other : branches) {
        if (other != branch) {
          other.first.forEach(entry -> heads.add(variables.get(entry.state)));
        }
      }
      for (Entry entry : branch.first) {
        first.add(new Entry(entry.state, union(entry.rivals, heads), entry.way));
      }
      last.addAll(branch.last);
      empties.addAll(branch.empties);
    }
    return new Part(first, last, empties);
  }

  /**
   * A choice between the orders of the parts, so whatever stands before looks at the heads of all
   * of them; and from the end of each part a way to each other one.
   */
  private Part conjunction(Pattern.Conjunction both, List<Scope> around) {
    int parts = both.parts().size();
    if (parts > Automaton.MAX_PARTS) {
      throw new ProgramLimitException(
          "`&` joins more than " + Automaton.MAX_PARTS + " parts", both.place());
    }
    int c = conjunctions.size();
    conjunctions.add(new Automaton.Conjunction(parts, counters++));
    List<Part> made = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      made.add(part(both.parts().get(p), inside(around, new Scope.InPart(c, p))));
    }
    for (Part from : made) {
      for (Part to : made) {
        if (from != to) {
          join(from, Set.of(Way.DIRECT), to, Link.of(Arrow.FOLLOWED_BY), around.size(), -1);
        }
      }
    }
    return choice(made);
  }

  private Part sequence(Pattern.Sequence sequence, List<Scope> around) {
    List<Part> parts = new ArrayList<>();
    List<Mark> marks = marks(sequence);
    for (int i = 0; i < sequence.parts().size(); i++) {
      Mark mark = marks.get(i);
      parts.add(
          mark == null
              ? part(sequence.parts().get(i), around)
              : new Part(Set.of(), Set.of(), Set.of(new Way(Set.of(), Set.of(mark)))));
    }
    Set<Entry> first = new LinkedHashSet<>();
    Set<Way> before = Set.of(Way.DIRECT);
    for (Part part : parts) {
      for (Way way : before) {
        for (Entry entry : part.first) {
          first.add(new Entry(entry.state, entry.rivals, way.then(entry.way)));
        }
      }
      before = product(before, part.empties);
    }
    Set<Exit> last = new LinkedHashSet<>();
    Set<Way> after = Set.of(Way.DIRECT);
    for (Part part : parts.reversed()) {
      for (Way way : after) {
        for (Exit exit : part.last) {
          last.add(new Exit(exit.state, exit.way.then(way)));
        }
      }
      after = product(part.empties, after);
    }
    for (int from = 0; from < parts.size(); from++) {
      Set<Way> between = Set.of(Way.DIRECT);
      for (int to = from + 1; to < parts.size() && !between.isEmpty(); to++) {
        // Of two arrows around a part that took nothing, the one right before the event counts.
        Link link = sequence.links().get(to - 1);
        join(parts.get(from), between, parts.get(to), link, around.size(), -1);
        between = product(between, parts.get(to).empties);
      }
    }
    return new Part(first, last, before);
  }

  /** For each part that is a {@code not} what it says; null for the others. */
  private static List<@Nullable Mark> marks(Pattern.Sequence sequence) {
    List<Pattern> parts = sequence.parts();
    int first = 0;
    while (parts.get(first) instanceof Pattern.Absence) {
      first++;
    }
    int last = parts.size() - 1;
    while (parts.get(last) instanceof Pattern.Absence) {
      last--;
    }
    List<@Nullable Mark> marks = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (!(parts.get(i) instanceof Pattern.Absence(int variable, Place at))) {
        marks.add(null);
      } else if (i < first) {
        Gap gap = sequence.links().get(i).gap();
        if (gap == null) {
          throw new IllegalStateException("a `not` at the start without a bound: " + at);
        }
        marks.add(new Mark(Reach.BEFORE, variable, gap.mostMillis()));
      } else if (i > last) {
        Gap gap = sequence.links().get(i - 1).gap();
        marks.add(new Mark(Reach.AFTER, variable, gap == null ? Mark.WITHIN : gap.mostMillis()));
      } else {
        boolean next = sequence.links().get(i - 1).arrow() == Arrow.NEXT;
        marks.add(new Mark(next ? Reach.NEXT : Reach.BETWEEN, variable, 0));
      }
    }
    return marks;
  }

  private Part repetition(Pattern.Repetition r, List<Scope> around) {
    int loop = loops.size();
    boolean counted = r.min() > 1 || (r.max() > 1 && r.max() != Pattern.Repetition.UNBOUNDED);
    loops.add(
        new Automaton.Loop(r.min(), r.max(), r.greed(), counted ? counters++ : -1, r.until()));
    List<Scope> inside = inside(around, new Scope.InLoop(loop));
    Part body = part(r.body(), inside);
    if (r.max() > 1) {
      join(body, Set.of(Way.DIRECT), body, Link.of(r.join()), inside.size(), loop);
    }
    Set<Way> empties = r.min() == 0 ? Set.of(new Way(Set.of(loop), Set.of())) : Set.of();
    return new Part(body.first, body.last, empties);
  }

  private static List<Scope> inside(List<Scope> around, Scope scope) {
    List<Scope> inside = new ArrayList<>(around);
    inside.add(scope);
    return List.copyOf(inside);
  }

  /**
   * Edges from one part's last states to another's first.
   *
   * @param depth how many scopes are around both
   * @param iterates the loop that begins another repetition, or −1
   */
  private void join(Part from, Set<Way> between, Part to, Link link, int depth, int iterates) {
    for (Exit exit : from.last) {
      List<Scope> left = deeper(exit.state, depth);
      for (Entry entry : to.first) {
        List<Scope> entered = deeper(entry.state, depth);
        for (Way way : between) {
          Way all = exit.way.then(way).then(entry.way);
          steps
              .get(exit.state)
              .add(new Step(entry.state, link, entry.rivals, left, entered, iterates, all));
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

  private List<Scope> deeper(int state, int depth) {
    List<Scope> all = scopes.get(state);
    return all.subList(depth, all.size());
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
              step.link,
              // With no event before it, a `not` in the middle has nothing to speak of.
              step.way.marks(
                  step.link == null ? Set.of(Reach.BEFORE) : Set.of(Reach.BETWEEN, Reach.NEXT)),
              ints(step.rivals),
              loops(step.left),
              loops(step.entered),
              step.iterates,
              completes(step),
              turns(step),
              blockers(from, step, Greed.GREEDY),
              blockers(from, step, Greed.RELUCTANT),
              opens(step));
    }
    return result;
  }

  /** From one part of a conjunction to another its conjunction goes on. */
  private static int[] completes(Step step) {
    Set<Integer> goesOn = new TreeSet<>();
    if (isTurn(step)) {
      goesOn.add(conjunctions(step.left)[0]);
    }
    Set<Integer> left = new TreeSet<>();
    for (int c : conjunctions(step.left)) {
      left.add(c);
    }
    left.removeAll(goesOn);
    return ints(left);
  }

  private static boolean isTurn(Step step) {
    return step.iterates < 0
        && !step.left.isEmpty()
        && !step.entered.isEmpty()
        && step.left.getFirst() instanceof Scope.InPart(int from, int part)
        && step.entered.getFirst() instanceof Scope.InPart(int to, int other)
        && from == to;
  }

  private static Turn[] turns(Step step) {
    List<Turn> turns = new ArrayList<>();
    for (Scope scope : step.entered) {
      if (scope instanceof Scope.InPart(int conjunction, int part)) {
        turns.add(new Turn(conjunction, part));
      }
    }
    return turns.toArray(Turn[]::new);
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
    return step.leaves(loop) || step.way.loops.contains(loop);
  }

  /** Whether a step's event is one more of the loop, or its first. */
  private boolean goesOnIn(Step step, int loop) {
    return !step.leaves(loop) && scopes.get(step.to).contains(new Scope.InLoop(loop));
  }

  private int[] opens(Step step) {
    return java.util.Arrays.stream(loops(step.entered))
        .filter(l -> !loops.get(l).until().isEmpty())
        .toArray();
  }

  private static int[] loops(List<Scope> scopes) {
    return scopes.stream()
        .mapToInt(s -> s instanceof Scope.InLoop(int loop) ? loop : -1)
        .filter(l -> l >= 0)
        .toArray();
  }

  private static int[] conjunctions(List<Scope> scopes) {
    return scopes.stream()
        .mapToInt(s -> s instanceof Scope.InPart(int conjunction, int part) ? conjunction : -1)
        .filter(c -> c >= 0)
        .toArray();
  }

  private static int[] ints(Set<Integer> set) {
    return new TreeSet<>(set).stream().mapToInt(i -> i).toArray();
  }

  private static <T> Set<T> union(Set<T> a, Set<T> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    Set<T> result = new LinkedHashSet<>(a);
    result.addAll(b);
    return result;
  }

  private Set<Way> product(Set<Way> a, Set<Way> b) {
    Set<Way> result = new LinkedHashSet<>();
    for (Way x : a) {
      for (Way y : b) {
        result.add(x.then(y));
      }
    }
    if (result.size() > Automaton.MAX_EDGES) {
      throw tooManyEdges();
    }
    return result;
  }
}
