package io.tripline.engine.match.reference;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Pattern.Greed;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.reference.Words.Letter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The matches of one rule for one key, by enumeration: every word of the pattern, every choice of
 * events for it, then the conditions, gaps, time, and at last the selection.
 */
public final class ReferenceMatcher {
  private final Rule rule;
  private final List<RefEvent> events;
  private final Words words;
  private final Set<List<Bound>> candidates = new LinkedHashSet<>();

  /** An event, as an index into the input, and the variable it is bound to. */
  public record Bound(int event, int variable) {}

  private ReferenceMatcher(Rule rule, List<RefEvent> events) {
    this.rule = rule;
    this.events = events;
    this.words = new Words(rule.pattern(), events.size() + 1);
  }

  /** The matches in the order in which they are emitted. */
  public static List<List<Bound>> match(Rule rule, List<RefEvent> events) {
    ReferenceMatcher matcher = new ReferenceMatcher(rule, events);
    matcher.enumerate(matcher.words.tree, List.of(), null);
    return matcher.select();
  }

  // ------------------------------------------------------------------ candidates

  private void enumerate(Words.Tree tree, List<Bound> bound, @Nullable Letter last) {
    if (tree.isWord) {
      candidates.add(bound);
    }
    int previous = bound.isEmpty() ? -1 : bound.getLast().event;
    for (Letter letter : tree.next.keySet()) {
      for (int e = previous + 1; e < events.size(); e++) {
        if (takes(tree, bound, last, letter, e)) {
          List<Bound> longer = new ArrayList<>(bound);
          longer.add(new Bound(e, letter.variable()));
          Words.Tree next = tree.next.get(letter);
          if (next != null) {
            enumerate(next, List.copyOf(longer), letter);
          }
        }
      }
    }
  }

  /** Whether event e is bound to the letter in some candidate that begins with {@code bound}. */
  private boolean takes(
      Words.Tree tree, List<Bound> bound, @Nullable Letter last, Letter letter, int e) {
    int previous = bound.isEmpty() ? -1 : bound.getLast().event;
    if (!bound.isEmpty()) {
      long first = events.get(bound.getFirst().event).clock();
      if (rule.withinMillis() >= 0 && events.get(e).clock() - first > rule.withinMillis()) {
        return false;
      }
    }
    if (!can(tree, bound, last, letter, e)) {
      return false;
    }
    if (letter.arrow() == Arrow.FOLLOWED_BY) {
      for (int between = previous + 1; between < e; between++) {
        for (int rival : letter.rivals()) {
          if (satisfies(rival, between, bound)) {
            return false;
          }
        }
      }
    }
    for (Letter other : tree.next.keySet()) {
      if (goesOnWhereAvoided(last, other, letter, Greed.GREEDY)
          && can(tree, bound, last, other, e)) {
        return false; // while x can take an event, nothing after x takes it
      }
    }
    return !stopped(tree, bound, last, letter, e);
  }

  /** Whether the letter could take the event as far as shape, condition and adjacency go. */
  private boolean can(
      Words.Tree tree, List<Bound> bound, @Nullable Letter last, Letter letter, int e) {
    int previous = bound.isEmpty() ? -1 : bound.getLast().event;
    if (letter.arrow() == Arrow.NEXT && e != previous + 1) {
      return false;
    }
    if (!satisfies(letter.variable(), e, bound)) {
      return false;
    }
    for (int loop : letter.loops().keySet()) {
      boolean begins = last == null || !isSameLoop(last, letter, loop);
      // "asked of every event from the loop's first one on, that one included"
      for (int asked = begins ? e : previous + 1; asked <= e; asked++) {
        if (ends(loop, asked, bound)) {
          return false;
        }
      }
    }
    if (last != null && e > previous + 1) {
      return !stopped(tree, bound, last, letter, e - 1);
    }
    return true;
  }

  /** Whether a reluctant loop in which the letter goes on was over with some event up to e. */
  private boolean stopped(
      Words.Tree tree, List<Bound> bound, @Nullable Letter last, Letter letter, int e) {
    int previous = bound.isEmpty() ? -1 : bound.getLast().event;
    for (Letter other : tree.next.keySet()) {
      if (goesOnWhereAvoided(last, letter, other, Greed.RELUCTANT)) {
        for (int asked = last == null ? e : previous + 1; asked <= e; asked++) {
          if (can(tree, bound, last, other, asked)) {
            return true; // as soon as what follows x can take an event, x stops
          }
        }
      }
    }
    return false;
  }

  /** Whether one letter goes on in a loop of this greed that the other leaves or passes by. */
  private boolean goesOnWhereAvoided(
      @Nullable Letter last, Letter going, Letter avoiding, Greed greed) {
    for (int loop : going.loops().keySet()) {
      boolean isNewOccurrence =
          last != null && last.loops().containsKey(loop) && !isSameLoop(last, going, loop);
      boolean leaves = last != null && last.loops().containsKey(loop);
      boolean avoids =
          avoiding.passed().contains(loop)
              || leaves && last != null && !isSameLoop(last, avoiding, loop);
      if (words.loops.get(loop).greed() == greed && !isNewOccurrence && avoids) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSameLoop(Letter a, Letter b, int loop) {
    String occurrence = a.loops().get(loop);
    return occurrence != null && occurrence.equals(b.loops().get(loop));
  }

  private boolean satisfies(int variable, int e, List<Bound> bound) {
    Variable v = rule.variables().get(variable);
    if (!v.type().name().equals(events.get(e).type())) {
      return false;
    }
    Expr condition = v.condition();
    return condition == null || new RefEvaluator(events, bound, e).isTrue(condition);
  }

  private boolean ends(int loop, int e, List<Bound> bound) {
    for (Pattern.Until until : words.loops.get(loop).until()) {
      if (until.type().name().equals(events.get(e).type())
          && new RefEvaluator(events, bound, e).isTrue(until.condition())) {
        return true;
      }
    }
    return false;
  }

  // ------------------------------------------------------------------ selection

  private List<List<Bound>> select() {
    List<List<Bound>> ordered = new ArrayList<>(candidates);
    ordered.sort(Comparator.<List<Bound>>comparingInt(c -> c.getLast().event).thenComparing(ORDER));
    List<List<Bound>> matches = new ArrayList<>();
    Set<Integer> usedStarts = new HashSet<>();
    int leastStart = 0;
    for (List<Bound> candidate : ordered) {
      int start = candidate.getFirst().event;
      if (start < leastStart || usedStarts.contains(start)) {
        continue;
      }
      matches.add(candidate);
      switch (rule.skip()) {
        case Skip.None s -> {}
        case Skip.ToNext s -> usedStarts.add(start);
        case Skip.PastLast s -> leastStart = candidate.getLast().event + 1;
        case Skip.ToFirst(int variable) -> {
          usedStarts.add(start);
          leastStart =
              Math.max(
                  leastStart,
                  candidate.stream()
                      .filter(b -> b.variable == variable)
                      .mapToInt(Bound::event)
                      .min()
                      .orElse(0));
        }
        case Skip.ToLast(int variable) -> {
          usedStarts.add(start);
          leastStart =
              Math.max(
                  leastStart,
                  candidate.stream()
                      .filter(b -> b.variable == variable)
                      .mapToInt(Bound::event)
                      .max()
                      .orElse(0));
        }
      }
    }
    return matches;
  }

  private static final Comparator<List<Bound>> ORDER =
      Comparator.<List<Bound>>comparingInt(c -> c.getFirst().event)
          .thenComparing(Comparator.comparingInt((List<Bound> c) -> c.size()).reversed())
          .thenComparing(c -> c.stream().map(Bound::event).toList(), ReferenceMatcher::lexically)
          .thenComparing(
              c -> c.stream().map(Bound::variable).toList(), ReferenceMatcher::lexically);

  private static int lexically(List<Integer> a, List<Integer> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
