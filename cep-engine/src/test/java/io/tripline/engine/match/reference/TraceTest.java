package io.tripline.engine.match.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.Match;
import io.tripline.engine.match.TraceListener;
import io.tripline.engine.match.TraceStep;
import io.tripline.engine.match.TraceStep.Closing;
import io.tripline.engine.match.TraceStep.Ending;
import io.tripline.engine.match.TraceStep.Refusal;
import io.tripline.engine.match.reference.ReferenceMatcher.Bound;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a trace tells is what happened, on the random cases of the reference test: partial matches
 * rebuilt from the steps alone are those of the matcher, and each reason given is one.
 */
final class TraceTest {
  private static final int CASES = Integer.getInteger("trace.cases", 20_000);
  private static final long SEED = Long.getLong("trace.seed", 20261121L);

  @Test
  void theTraceTellsWhatHappened() {
    System.out.println("seeds " + SEED + " to " + (SEED + CASES - 1));
    Map<String, Integer> seen = new TreeMap<>();
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      RandomCases.Case random = RandomCases.of(seed);
      List<Match> silent = new ArrayList<>();
      MatcherRun untraced = new MatcherRun(random.rule(), silent::add);
      random.events().forEach(untraced::onEvent);
      untraced.onTime(Long.MAX_VALUE);

      List<Match> matches = new ArrayList<>();
      Rebuilt rebuilt = new Rebuilt("seed " + seed, random, matches, seen);
      MatcherRun traced = new MatcherRun(random.rule(), matches::add, rebuilt);
      SplittableRandom ticks = new SplittableRandom(seed);
      for (int i = 0; i < random.events().size(); i++) {
        traced.onEvent(random.events().get(i));
        assertThat(rebuilt.live.size()).as(rebuilt.name).isEqualTo(traced.runs());
        rebuilt.momentIsOver();
        if (i + 1 < random.events().size() && ticks.nextBoolean()) {
          long from = random.events().get(i).clock();
          tick(traced, ticks.nextLong(from, random.events().get(i + 1).clock() + 1), ticks);
        }
      }
      tick(traced, Long.MAX_VALUE, ticks);
      traced.timePasses(Long.MAX_VALUE);
      rebuilt.momentIsOver();
      assertThat(bindings(matches)).as(rebuilt.name).isEqualTo(bindings(silent));
      assertThat(rebuilt.live).as(rebuilt.name).isEmpty();
    }
    System.out.println(seen);
    // A word of the trace that never comes up was never checked.
    assertThat(seen.keySet())
        .containsExactlyInAnyOrder(
            "Arrived",
            "Closed Forbidden",
            "Closed NotNext",
            "Closed ReluctantLeaves",
            "Closed TakenBy",
            "Closed TimeOver: bound",
            "Closed TimeOver: within",
            "Closed UntilHolds",
            "Ended Complete",
            "Ended NoWayOn",
            "Ended Skipped",
            "Ended TimeOver: bound",
            "Ended TimeOver: within",
            "Matched",
            "Matched by time",
            "OverLimit",
            "OverLimit by time",
            "PassedOver",
            "PassedOver by time",
            "Refused Forbidden",
            "Refused GapBroken",
            "Refused GreedyFirst",
            "Refused NotSatisfied",
            "Refused OutsideGap: early",
            "Refused OutsideGap: late",
            "Refused UntilHolds",
            "Refused WrongType",
            "Remembered",
            "Settled",
            "Spoiled",
            "TimeCame",
            "Took: began",
            "Took: branched off",
            "Took: in a part of &",
            "Took: went on",
            "Waits",
            "Waits: next event only");
  }

  /** Time passes, as the engine tells of it, and perhaps once more. */
  private static void tick(MatcherRun traced, long clock, SplittableRandom ticks) {
    if (ticks.nextBoolean()) {
      traced.timePasses(clock);
    }
    traced.onTime(clock);
    if (ticks.nextBoolean()) {
      traced.timePasses(clock);
    }
  }

  private static List<List<Match.Binding>> bindings(List<Match> matches) {
    return matches.stream().map(Match::bindings).toList();
  }

  /** A partial match as the steps tell of it. */
  private record Partial(
      List<Bound> bound,
      Set<Integer> next,
      Set<Integer> closed,
      List<TraceStep.Waits> waits,
      int needed) {}

  /** Follows the steps, and holds each against the rule and the events. */
  private static final class Rebuilt implements TraceListener {
    private final String name;
    private final Rule rule;
    private final List<RefEvent> events;
    private final Map<String, Integer> seen;
    private final Map<Integer, Partial> live = new HashMap<>();
    private final List<List<Match.Binding>> matched = new ArrayList<>();

    /** Those that were complete at the event at hand. */
    private final Map<Integer, Partial> complete = new HashMap<>();

    /** As they were before the event at hand. */
    private final Map<Integer, Partial> before = new HashMap<>();

    /** Of the matcher; those that the trace has told of are no more in it. */
    private final List<Match> matches;

    /** The event at hand; it stays so until the next one comes. */
    private int event = -1;

    /** When time completes what is complete; null at an event. */
    private @Nullable Long end;

    private int lastNumber;
    private int told;

    Rebuilt(String name, RandomCases.Case random, List<Match> matches, Map<String, Integer> seen) {
      this.name = name;
      this.rule = random.rule();
      this.events = random.events();
      this.matches = matches;
      this.seen = seen;
    }

    /** What was told to be a match is one, and nothing else is. */
    void momentIsOver() {
      List<Match> made = matches.subList(told, matches.size());
      assertThat(TraceTest.bindings(made)).as(name).isEqualTo(matched);
      told = matches.size();
      matched.clear();
    }

    private void count(String what) {
      seen.merge(what, 1, Integer::sum);
    }

    @Override
    public void on(TraceStep step) {
      switch (step) {
        case TraceStep.Arrived arrived -> {
          count("Arrived");
          event++;
          assertThat(arrived.number()).as(name).isEqualTo(events.get(event).number());
          assertThat(arrived.clock()).as(name).isEqualTo(events.get(event).clock());
          end = null;
          complete.clear();
          before.clear();
          before.putAll(live);
        }
        case TraceStep.TimeCame(long time) -> {
          count("TimeCame");
          timeCame(time);
        }
        case TraceStep.Took took -> took(took);
        case TraceStep.Refused refused -> {
          count(
              refused.why() instanceof Refusal.OutsideGap(Pattern.Gap gap, long passed)
                  ? "Refused OutsideGap: " + (passed < gap.leastMillis() ? "early" : "late")
                  : "Refused " + refused.why().getClass().getSimpleName());
          refused(refused);
        }
        case TraceStep.Closed closed -> {
          count(
              "Closed "
                  + closed.why().getClass().getSimpleName()
                  + (closed.why() instanceof Closing.TimeOver over ? cause(over.gap()) : ""));
          closed(closed);
        }
        case TraceStep.Waits waits -> waits(waits);
        case TraceStep.Spoiled spoiled -> spoiled(spoiled);
        case TraceStep.Settled(int run) -> {
          count("Settled");
          Partial partial = known(live, run);
          assertThat(partial.waits).as(name).isNotEmpty();
          assertThat(matched).as(name).contains(bindings(partial));
          partial.waits.clear();
          complete.put(run, partial);
        }
        case TraceStep.Remembered(int variable, long until) -> {
          count("Remembered");
          assertThat(isTrue(variable, List.of())).as(name).isTrue();
          assertThat(until).as(name).isGreaterThanOrEqualTo(events.get(event).clock());
        }
        case TraceStep.Matched(int run) -> {
          count("Matched" + (end == null ? "" : " by time"));
          matched.add(bindings(known(complete, run)));
        }
        case TraceStep.OverLimit(int run) -> {
          count("OverLimit" + (end == null ? "" : " by time"));
          assertThat(complete).as(name).containsKey(run);
        }
        case TraceStep.PassedOver(int run, int by) -> {
          count("PassedOver" + (end == null ? "" : " by time"));
          assertThat(complete).as(name).containsKeys(run, by);
        }
        case TraceStep.Ended(int run, Ending why) -> {
          count(
              "Ended "
                  + why.getClass().getSimpleName()
                  + (why instanceof Ending.TimeOver over ? cause(over.gap()) : ""));
          ended(run, why);
        }
      }
    }

    private static String cause(Pattern.@Nullable Gap gap) {
      return gap == null ? ": within" : ": bound";
    }

    private static Partial known(Map<Integer, Partial> where, int run) {
      Partial partial = where.get(run);
      assertThat(partial).as("partial match %d", run).isNotNull();
      return Objects.requireNonNull(partial);
    }

    private void took(TraceStep.Took took) {
      List<Bound> bound = new ArrayList<>();
      if (took.from() == 0) {
        count("Took: began");
        assertThat(took.run()).as(name).isEqualTo(++lastNumber);
      } else {
        Partial from = known(before, took.from());
        assertThat(from.next).as(name).contains(took.variable());
        bound.addAll(from.bound);
        if (took.run() == took.from()) {
          count("Took: went on");
        } else {
          count("Took: branched off");
          assertThat(took.run()).as(name).isEqualTo(++lastNumber);
        }
      }
      assertThat(isTrue(took.variable(), bound)).as(name).isTrue();
      bound.add(new Bound(event, took.variable()));
      Partial partial =
          new Partial(
              bound, new TreeSet<>(took.next()), new TreeSet<>(), new ArrayList<>(), took.needed());
      parts(took);
      live.put(took.run(), partial);
      if (took.needed() == 0) {
        complete.put(took.run(), partial);
      }
      assertThat(took.needed() == 0 || !took.next().isEmpty()).as(name).isTrue();
      if (took.from() != 0) {
        // One event brings it nearer by one at most.
        assertThat(took.needed())
            .as(name)
            .isGreaterThanOrEqualTo(known(before, took.from()).needed - 1);
      }
    }

    /** Each part that has not begun takes an event. */
    private void parts(TraceStep.Took took) {
      if (!took.parts().isEmpty()) {
        count("Took: in a part of &");
      }
      assertThat(took.needed()).as(name).isGreaterThanOrEqualTo(took.parts().size());
      took.parts().forEach(heads -> assertThat(heads).as(name).isNotEmpty());
    }

    private void waits(TraceStep.Waits waits) {
      count("Waits");
      Partial partial = known(live, waits.run());
      assertThat(partial.needed).as(name).isZero();
      assertThat(partial.bound.getLast().event()).as(name).isEqualTo(event);
      assertThat(waits.end()).as(name).isGreaterThanOrEqualTo(events.get(event).clock());
      long latest = events.get(event).clock();
      for (TraceStep.Waits.Absent absent : waits.absent()) {
        assertThat(absent.until()).as(name).isLessThanOrEqualTo(waits.end());
        latest = Math.max(latest, absent.until());
        if (absent.nextOnly()) {
          count("Waits: next event only");
        }
      }
      assertThat(latest).as(name).isEqualTo(waits.end());
      partial.waits.add(waits);
    }

    /** Whether an absence speaks of an event, and whether it is what must not come. */
    private boolean spoils(TraceStep.Waits.Absent absent, Partial partial, int at) {
      return events.get(at).clock() <= absent.until()
          && (!absent.nextOnly() || at == partial.bound.getLast().event() + 1)
          && isTrue(absent.variable(), partial.bound, at);
    }

    private void spoiled(TraceStep.Spoiled spoiled) {
      count("Spoiled");
      Partial partial = known(live, spoiled.run());
      assertThat(partial.waits)
          .as(name)
          .anyMatch(
              wait ->
                  wait.end() == spoiled.end()
                      && wait.absent().stream()
                          .anyMatch(
                              a ->
                                  a.variable() == spoiled.variable() && spoils(a, partial, event)));
      partial.waits.removeIf(
          wait ->
              wait.end() == spoiled.end()
                  && wait.absent().stream().anyMatch(a -> spoils(a, partial, event)));
    }

    /** All that have waited for it are complete, and nothing has come to any of them. */
    private void timeCame(long time) {
      assertThat(events.get(event).clock()).as(name).isLessThanOrEqualTo(time);
      end = time;
      complete.clear();
      live.forEach(
          (run, partial) -> {
            assertThat(partial.waits).as(name).noneMatch(wait -> wait.end() < time);
            if (partial.waits.removeIf(wait -> wait.end() == time && isQuiet(wait, partial))) {
              partial.waits.clear(); // one binding completes once
              complete.put(run, partial);
            }
          });
      assertThat(complete).as(name).isNotEmpty();
    }

    private boolean isQuiet(TraceStep.Waits wait, Partial partial) {
      for (int at = partial.bound.getLast().event() + 1; at <= event; at++) {
        int i = at;
        assertThat(wait.absent()).as(name).noneMatch(absent -> spoils(absent, partial, i));
      }
      return true;
    }

    private boolean isOfType(int variable) {
      return isOfType(variable, event);
    }

    private boolean isOfType(int variable, int at) {
      return rule.variables().get(variable).type().name().equals(events.get(at).type());
    }

    private boolean isTrue(int variable, List<Bound> bound) {
      return isTrue(variable, bound, event);
    }

    private boolean isTrue(int variable, List<Bound> bound, int at) {
      Expr condition = rule.variables().get(variable).condition();
      return isOfType(variable, at)
          && (condition == null || new RefEvaluator(events, bound, at).isTrue(condition));
    }

    private long clockOfLast(List<Bound> bound) {
      return events.get(bound.getLast().event()).clock();
    }

    private List<Bound> boundOf(int run, int variable) {
      if (run == 0) {
        return List.of();
      }
      Partial partial = known(before, run);
      assertThat(partial.next).as(name).contains(variable);
      return partial.bound;
    }

    private void refused(TraceStep.Refused refused) {
      List<Bound> bound = boundOf(refused.run(), refused.variable());
      boolean holds = isTrue(refused.variable(), bound);
      switch (refused.why()) {
        case Refusal.WrongType() -> assertThat(isOfType(refused.variable())).as(name).isFalse();
        case Refusal.NotSatisfied() -> {
          assertThat(isOfType(refused.variable())).as(name).isTrue();
          assertThat(holds).as(name).isFalse();
        }
        case Refusal.OutsideGap(var gap, long passed) -> {
          assertThat(holds).as(name).isTrue();
          assertThat(passed).as(name).isEqualTo(events.get(event).clock() - clockOfLast(bound));
          assertThat(passed < gap.leastMillis() || passed > gap.mostMillis()).as(name).isTrue();
        }
        case Refusal.Forbidden(int variable, long at, long millis) -> {
          assertThat(holds).as(name).isTrue();
          assertThat(at + millis).as(name).isGreaterThanOrEqualTo(events.get(event).clock());
          assertThat(IntStream.range(0, event))
              .as(name)
              .anyMatch(i -> events.get(i).clock() == at && isTrue(variable, List.of(), i));
        }
        case Refusal.GapBroken() -> assertThat(holds).as(name).isTrue();
        case Refusal.UntilHolds(var until) -> {
          assertThat(holds).as(name).isTrue();
          assertThat(new RefEvaluator(events, bound, event).isTrue(until.condition())).isTrue();
        }
        case Refusal.GreedyFirst(int variable) -> {
          assertThat(holds).as(name).isTrue();
          assertThat(isTrue(variable, bound)).as(name).isTrue();
        }
      }
    }

    private void closed(TraceStep.Closed closed) {
      List<Bound> bound = boundOf(closed.run(), closed.variable());
      known(before, closed.run()).closed.add(closed.variable());
      switch (closed.why()) {
        case Closing.NotNext() -> {}
        case Closing.TimeOver(var gap, long deadline) -> {
          assertThat(deadline).as(name).isEqualTo(deadline(bound, gap));
          assertThat(deadline).as(name).isLessThan(events.get(event).clock());
        }
        case Closing.Forbidden(int variable) ->
            assertThat(isTrue(variable, bound)).as(name).isTrue();
        case Closing.TakenBy(int variable) -> assertThat(isTrue(variable, bound)).as(name).isTrue();
        case Closing.ReluctantLeaves(int variable) ->
            assertThat(isTrue(variable, bound)).as(name).isTrue();
        case Closing.UntilHolds(var until) ->
            assertThat(new RefEvaluator(events, bound, event).isTrue(until.condition())).isTrue();
      }
    }

    private void ended(int run, Ending why) {
      Partial partial = known(live, run);
      live.remove(run);
      switch (why) {
        case Ending.Complete() -> assertThat(complete).as(name).containsKey(run);
        case Ending.NoWayOn() -> {
          assertThat(partial.closed).as(name).containsAll(partial.next);
          assertThat(partial.waits).as(name).isEmpty();
        }
        case Ending.TimeOver(var gap, long deadline) -> {
          assertThat(deadline).as(name).isEqualTo(deadline(partial.bound, gap));
          assertThat(partial.waits).as(name).isEmpty();
        }
        case Ending.Skipped(int by) -> assertThat(complete).as(name).containsKey(by);
        case Ending.TooMany() -> throw new AssertionError("no limit was set");
      }
    }

    /** When a way with this bound, or without one, is over. */
    private long deadline(List<Bound> bound, Pattern.@Nullable Gap gap) {
      return gap == null
          ? events.get(bound.getFirst().event()).clock() + rule.withinMillis()
          : clockOfLast(bound) + gap.mostMillis();
    }

    private List<Match.Binding> bindings(Partial partial) {
      List<Match.Binding> bindings = new ArrayList<>();
      for (Variable v : rule.variables()) {
        List<Long> numbers =
            partial.bound.stream()
                .filter(b -> b.variable() == v.index())
                .map(b -> events.get(b.event()).number())
                .toList();
        bindings.add(
            new Match.Binding(v.name(), numbers, numbers.stream().map(String::valueOf).toList()));
      }
      return bindings;
    }
  }
}
