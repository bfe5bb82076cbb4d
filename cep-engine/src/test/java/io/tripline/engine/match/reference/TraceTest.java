package io.tripline.engine.match.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.Expr;
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
import java.util.TreeMap;
import java.util.TreeSet;
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
      RandomCases.Case random = RandomCases.plain(seed, 7);
      List<Match> silent = new ArrayList<>();
      MatcherRun untraced = new MatcherRun(random.rule(), silent::add);
      random.events().forEach(untraced::onEvent);

      Rebuilt rebuilt = new Rebuilt("seed " + seed, random, seen);
      List<Match> matches = new ArrayList<>();
      MatcherRun traced = new MatcherRun(random.rule(), matches::add, rebuilt);
      for (int i = 0; i < random.events().size(); i++) {
        rebuilt.event = i;
        int before = matches.size();
        rebuilt.matched.clear();
        traced.onEvent(random.events().get(i));
        assertThat(rebuilt.live.size()).as(rebuilt.name).isEqualTo(traced.state().runs());
        assertThat(rebuilt.matched)
            .as(rebuilt.name)
            .isEqualTo(
                matches.subList(before, matches.size()).stream().map(Match::bindings).toList());
      }
      assertThat(matches.stream().map(Match::bindings))
          .as(rebuilt.name)
          .isEqualTo(silent.stream().map(Match::bindings).toList());
      traced.timePasses(Long.MAX_VALUE);
      assertThat(rebuilt.live).as(rebuilt.name).isEmpty();
    }
    System.out.println(seen);
    // A word of the trace that never comes up was never checked.
    assertThat(seen.keySet())
        .containsExactlyInAnyOrder(
            "Arrived",
            "Closed NotNext",
            "Closed ReluctantLeaves",
            "Closed TakenBy",
            "Closed UntilHolds",
            "Ended Complete",
            "Ended NoWayOn",
            "Ended Skipped",
            "Ended TimeOver",
            "Matched",
            "PassedOver",
            "Refused GapBroken",
            "Refused GreedyFirst",
            "Refused NotSatisfied",
            "Refused UntilHolds",
            "Refused WrongType",
            "Took: began",
            "Took: branched off",
            "Took: went on");
  }

  /** A partial match as the steps tell of it. */
  private record Partial(List<Bound> bound, Set<Integer> next, Set<Integer> closed, int needed) {}

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

    private int event;
    private int lastNumber;

    Rebuilt(String name, RandomCases.Case random, Map<String, Integer> seen) {
      this.name = name;
      this.rule = random.rule();
      this.events = random.events();
      this.seen = seen;
    }

    private void count(String what, @Nullable Object more) {
      seen.merge(
          what + (more == null ? "" : " " + more.getClass().getSimpleName()), 1, Integer::sum);
    }

    @Override
    public void on(TraceStep step) {
      switch (step) {
        case TraceStep.Arrived arrived -> {
          count("Arrived", null);
          assertThat(arrived.number()).as(name).isEqualTo(events.get(event).number());
          assertThat(arrived.clock()).as(name).isEqualTo(events.get(event).clock());
          complete.clear();
          before.clear();
          before.putAll(live);
        }
        case TraceStep.Took took -> took(took);
        case TraceStep.Refused refused -> {
          count("Refused", refused.why());
          refused(refused);
        }
        case TraceStep.Closed closed -> {
          count("Closed", closed.why());
          closed(closed);
        }
        case TraceStep.Matched(int run) -> {
          count("Matched", null);
          matched.add(bindings(known(complete, run)));
        }
        case TraceStep.PassedOver(int run, int by) -> {
          count("PassedOver", null);
          assertThat(complete).as(name).containsKeys(run, by);
        }
        case TraceStep.Ended(int run, Ending why) -> {
          count("Ended", why);
          ended(run, why);
        }
      }
    }

    private static Partial known(Map<Integer, Partial> where, int run) {
      Partial partial = where.get(run);
      assertThat(partial).as("partial match %d", run).isNotNull();
      return Objects.requireNonNull(partial);
    }

    private void took(TraceStep.Took took) {
      List<Bound> bound = new ArrayList<>();
      if (took.from() == 0) {
        count("Took: began", null);
        assertThat(took.run()).as(name).isEqualTo(++lastNumber);
      } else {
        Partial from = known(before, took.from());
        assertThat(from.next).as(name).contains(took.variable());
        bound.addAll(from.bound);
        if (took.run() == took.from()) {
          count("Took: went on", null);
        } else {
          count("Took: branched off", null);
          assertThat(took.run()).as(name).isEqualTo(++lastNumber);
        }
      }
      assertThat(isTrue(took.variable(), bound)).as(name).isTrue();
      bound.add(new Bound(event, took.variable()));
      Partial partial =
          new Partial(bound, new TreeSet<>(took.next()), new TreeSet<>(), took.needed());
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

    private boolean isOfType(int variable) {
      return rule.variables().get(variable).type().name().equals(events.get(event).type());
    }

    private boolean isTrue(int variable, List<Bound> bound) {
      Expr condition = rule.variables().get(variable).condition();
      return isOfType(variable)
          && (condition == null || new RefEvaluator(events, bound, event).isTrue(condition));
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
        case Refusal.OutsideGap(var gap, long passed) ->
            assertThat(passed >= gap.leastMillis() && passed <= gap.mostMillis()).isFalse();
        case Refusal.Forbidden(int variable) -> assertThat(holds).as(name).isTrue();
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
        case Closing.NotNext(), Closing.TimeOver() -> {}
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
        case Ending.NoWayOn() -> assertThat(partial.closed).as(name).containsAll(partial.next);
        case Ending.TimeOver(long deadline) -> {
          long start = events.get(partial.bound.getFirst().event()).clock();
          assertThat(deadline).as(name).isEqualTo(start + rule.withinMillis());
        }
        case Ending.Skipped(int by) -> assertThat(complete).as(name).containsKey(by);
        case Ending.TooMany() -> throw new AssertionError("no limit was set");
      }
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
