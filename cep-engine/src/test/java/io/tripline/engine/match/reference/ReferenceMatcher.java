package io.tripline.engine.match.reference;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Pattern.Greed;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.reference.Words.Letter;
import io.tripline.engine.match.reference.Words.Mark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The matches of one rule for one key, by enumeration: every word of the pattern, every choice of
 * events for it, then the conditions, gaps, negations, time, and at last the selection.
 */
public final class ReferenceMatcher {
  private final Rule rule;
  private final List<Rule> versions;
  private final List<RefEvent> events;
  private final int beginning;
  private final RefValues values;
  private final Words words;
  private final Map<List<Bound>, Match> candidates = new LinkedHashMap<>();

  /** An event, as an index into the input, and the variable it is bound to. */
  public record Bound(int event, int variable) {}

  /**
   * What can be a match.
   *
   * @param bound its events, in their order
   * @param clock the time at which it is complete
   * @param byTime whether it is complete when time is past that clock, and not at its last event
   * @param after how many events there are before it is complete, the one that completes it
   *     included
   */
  public record Match(List<Bound> bound, long clock, boolean byTime, int after) {
    int start() {
      return bound.getFirst().event;
    }
  }

  private ReferenceMatcher(
      List<Rule> versions, List<RefEvent> events, RefValues values, int beginning) {
    this.rule = versions.getFirst();
    this.versions = versions;
    this.events = events;
    this.values = values;
    this.beginning = beginning;
    this.words = new Words(rule.pattern(), events.size());
  }

  /** The matches in the order in which they are emitted. Behind the last event time goes on. */
  public static List<Match> match(Rule rule, List<RefEvent> events) {
    return match(rule, events, RefValues.NONE);
  }

  /** The same for a rule that reads windows and features. */
  public static List<Match> match(Rule rule, List<RefEvent> events, RefValues values) {
    return match(Collections.nCopies(Math.max(1, events.size()), rule), events, values);
  }

  /**
   * The same for a rule whose conditions change on the way.
   *
   * @param versions the rule as it is at each event; all of one pattern
   */
  public static List<Match> match(List<Rule> versions, List<RefEvent> events, RefValues values) {
    return match(versions, events, values, events.size());
  }

  /**
   * The same where only the first events begin matches.
   *
   * @param beginning how many of them do
   */
  public static List<Match> match(
      List<Rule> versions, List<RefEvent> events, RefValues values, int beginning) {
    ReferenceMatcher matcher = new ReferenceMatcher(versions, events, values, beginning);
    matcher.enumerate(matcher.words.tree, List.of(), null);
    return matcher.select();
  }

  // ------------------------------------------------------------------ shape

  private void enumerate(Words.Tree tree, List<Bound> bound, @Nullable Letter last) {
    for (List<Mark> marks : tree.ends) {
      complete(bound, marks);
    }
    tree.next.forEach(
        (letter, next) -> {
          int end = bound.isEmpty() ? beginning : events.size();
          for (int e = previous(bound) + 1; e < end; e++) {
            if (takes(tree, bound, last, letter, e)) {
              List<Bound> longer = new ArrayList<>(bound);
              longer.add(new Bound(e, letter.variable()));
              enumerate(next, List.copyOf(longer), letter);
            }
          }
        });
  }

  private static int previous(List<Bound> bound) {
    return bound.isEmpty() ? -1 : bound.getLast().event;
  }

  private long clock(int e) {
    return events.get(e).clock();
  }

  /** Whether event e is bound to the letter in some candidate that begins with {@code bound}. */
  private boolean takes(
      Words.Tree tree, List<Bound> bound, @Nullable Letter last, Letter letter, int e) {
    if (!isWithin(bound, e)
        || !can(tree, bound, last, letter, e)
        || !isFirst(bound, letter, e)
        || !letter.marks().stream().allMatch(mark -> holdsBefore(mark, bound, e))) {
      return false;
    }
    for (Letter other : tree.next.keySet()) {
      if (goesOnWhereAvoided(last, other, letter, Greed.GREEDY)
          && can(tree, bound, last, other, e)) {
        return false; // while x can take an event, nothing after x takes it
      }
    }
    return !stopped(tree, bound, last, letter, e);
  }

  private boolean isWithin(List<Bound> bound, int e) {
    return bound.isEmpty()
        || rule.withinMillis() == Rule.NO_BOUND
        || clock(e) - clock(bound.getFirst().event) <= rule.withinMillis();
  }

  /** "No event between them could have been taken at that point." */
  private boolean isFirst(List<Bound> bound, Letter letter, int e) {
    return !letter.isReachedBy(Arrow.FOLLOWED_BY)
        || IntStream.range(previous(bound) + 1, e)
            .noneMatch(
                between -> letter.rivals().stream().anyMatch(r -> satisfies(r, between, bound)));
  }

  /**
   * Whether the letter could take the event as far as type, condition, adjacency, the arrow's gap,
   * {@code until}, and the reluctance of loops at events before it go.
   */
  private boolean can(
      Words.Tree tree, List<Bound> bound, @Nullable Letter last, Letter letter, int e) {
    int previous = previous(bound);
    if (letter.isReachedBy(Arrow.NEXT) && e != previous + 1) {
      return false;
    }
    if (letter.link() != null && letter.link().gap() != null) {
      long passed = clock(e) - clock(previous);
      Pattern.Gap gap = letter.link().gap();
      if (passed < gap.leastMillis() || passed > gap.mostMillis()) {
        return false;
      }
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
    for (Letter other : tree.next.keySet()) {
      if (goesOnWhereAvoided(last, letter, other, Greed.RELUCTANT)) {
        for (int asked = last == null ? e : previous(bound) + 1; asked <= e; asked++) {
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

  // ------------------------------------------------------------------ conditions

  private boolean satisfies(int variable, int e, List<Bound> bound) {
    Variable v = versions.get(e).variables().get(variable);
    if (!v.type().name().equals(events.get(e).type())) {
      return false;
    }
    Expr condition = v.condition();
    return condition == null || new RefEvaluator(values, events, bound, e).isTrue(condition);
  }

  private boolean ends(int loop, int e, List<Bound> bound) {
    for (Pattern.Until until : words.loops.get(loop).until()) {
      if (until.type().name().equals(events.get(e).type())
          && new RefEvaluator(values, events, bound, e).isTrue(until.condition())) {
        return true;
      }
    }
    return false;
  }

  // ------------------------------------------------------------------ negation and time

  /** Whether what is to be absent before event e, if that is taken next, is so. */
  private boolean holdsBefore(Mark mark, List<Bound> bound, int e) {
    return switch (mark) {
      case Mark.Before(int variable, long millis) ->
          isAbsent(variable, bound, 0, e, n -> clock(n) >= clock(e) - millis);
      case Mark.Between(int variable) ->
          bound.isEmpty() || isAbsent(variable, bound, previous(bound) + 1, e, n -> true);
      case Mark.RightBehind(int variable) ->
          bound.isEmpty()
              || isAbsent(variable, bound, previous(bound) + 1, e, n -> n == previous(bound) + 1);
      case Mark.After after -> throw new IllegalStateException("it stands behind all letters");
    };
  }

  private boolean isAbsent(
      int variable, List<Bound> bound, int from, int to, IntPredicate isMeant) {
    return IntStream.range(from, to).filter(isMeant).noneMatch(n -> satisfies(variable, n, bound));
  }

  /** A candidate, if what is to be absent behind its last event is so. */
  private void complete(List<Bound> bound, List<Mark> marks) {
    int last = previous(bound);
    if (marks.stream().noneMatch(Mark.After.class::isInstance)) {
      // The match ends with its last event, and so does what marks reach to.
      add(new Match(bound, clock(last), false, last + 1));
      return;
    }
    long latest = marks.stream().mapToLong(m -> end(m, bound)).max().orElseThrow();
    for (Mark mark : marks) {
      long end = mark instanceof Mark.After ? end(mark, bound) : latest;
      int reach = mark instanceof Mark.RightBehind ? last + 1 : events.size() - 1;
      if (!isAbsent(
          mark.variable(), bound, last + 1, events.size(), n -> n <= reach && clock(n) <= end)) {
        return;
      }
    }
    int before = (int) events.stream().filter(e -> e.clock() <= latest).count();
    add(new Match(bound, latest, true, before));
  }

  /** When the time of a mark is over. */
  private long end(Mark mark, List<Bound> bound) {
    return mark instanceof Mark.After(int variable, long millis)
        ? millis == Mark.After.WITHIN
            ? clock(bound.getFirst().event) + rule.withinMillis()
            : clock(previous(bound)) + millis
        : Long.MIN_VALUE;
  }

  /** Two ways to the same binding are one candidate, complete as soon as one of them is. */
  private void add(Match match) {
    candidates.merge(match.bound, match, (a, b) -> COMPLETION.compare(a, b) <= 0 ? a : b);
  }

  // ------------------------------------------------------------------ selection

  private List<Match> select() {
    return limited(selected());
  }

  /** Of those that are complete at once, the first so many. */
  private List<Match> limited(List<Match> matches) {
    List<Match> limited = new ArrayList<>();
    for (Match match : matches) {
      long before = limited.stream().filter(m -> COMPLETION.compare(m, match) == 0).count();
      if (before < rule.matchLimit()) {
        limited.add(match);
      }
    }
    return limited;
  }

  private List<Match> selected() {
    List<Match> ordered =
        candidates.values().stream().sorted(COMPLETION.thenComparing(ORDER)).toList();
    List<Match> matches = new ArrayList<>();
    Set<Integer> usedStarts = new HashSet<>();
    int leastStart = 0;
    for (Match candidate : ordered) {
      int start = candidate.start();
      if (start < leastStart || usedStarts.contains(start)) {
        continue;
      }
      matches.add(candidate);
      if (!(rule.skip() instanceof Skip.None)) {
        usedStarts.add(start);
      }
      int from =
          switch (rule.skip()) {
            case Skip.None(), Skip.ToNext() -> 0;
            case Skip.PastLast() -> previous(candidate.bound) + 1;
            case Skip.ToFirst(int v) -> boundTo(v, candidate).findFirst().orElse(0);
            case Skip.ToLast(int v) -> boundTo(v, candidate).reduce((a, b) -> b).orElse(0);
          };
      leastStart = Math.max(leastStart, from);
    }
    return matches;
  }

  private static Stream<Integer> boundTo(int variable, Match match) {
    return match.bound.stream().filter(b -> b.variable == variable).map(Bound::event);
  }

  /** In time; what time completes at a clock comes behind all events at it. */
  private static final Comparator<Match> COMPLETION =
      Comparator.comparingInt(Match::after)
          .thenComparing(Match::byTime)
          .thenComparingLong(Match::clock);

  /** Among those complete at once. */
  private static final Comparator<Match> ORDER =
      Comparator.comparingInt(Match::start)
          .thenComparing(Comparator.comparingInt((Match m) -> m.bound.size()).reversed())
          .thenComparing(m -> m.bound.stream().map(Bound::event).toList(), lexically())
          .thenComparing(m -> m.bound.stream().map(Bound::variable).toList(), lexically());

  private static Comparator<List<Integer>> lexically() {
    return (a, b) ->
        IntStream.range(0, a.size())
            .map(i -> a.get(i).compareTo(b.get(i)))
            .filter(order -> order != 0)
            .findFirst()
            .orElse(0);
  }
}
