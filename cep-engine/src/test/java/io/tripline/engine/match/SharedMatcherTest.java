package io.tripline.engine.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Skip;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.match.reference.RandomCases;
import io.tripline.engine.match.reference.RefEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sharing runs changes what a match costs, and nothing else. */
class SharedMatcherTest {
  private static final int CASES = Integer.getInteger("shared.cases", 60_000);
  private static final long SEED = Long.getLong("shared.seed", 4_000_000L);

  /** A listener has every run followed one by one; it hears nothing else. */
  private static final TraceListener NOBODY = step -> {};

  @Test
  void theMatchesAreThoseOfRunsFollowedOneByOne() {
    System.out.println("seeds " + SEED + " to " + (SEED + CASES - 1));
    int shared = 0;
    int withMatches = 0;
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      RandomCases.Case random = RandomCases.of(seed, 14);
      Rule rule = pastLast(random.rule());
      Program program = Program.compile(rule);
      if (!program.isShared()) {
        continue;
      }
      shared++;
      List<Match> expected = matches(program, random.events(), NOBODY);
      withMatches += expected.isEmpty() ? 0 : 1;
      assertThat(matches(program, random.events(), null))
          .as("seed %d%n%s", seed, program)
          .isEqualTo(expected);
    }
    assertThat(shared).isGreaterThan(CASES / 20);
    assertThat(withMatches).isGreaterThan(shared / 5);
  }

  private static Rule pastLast(Rule rule) {
    return new Rule(
        rule.name(),
        rule.title(),
        rule.doc(),
        rule.severity(),
        rule.tags(),
        rule.key(),
        rule.variables(),
        rule.pattern(),
        rule.withinMillis(),
        new Skip.PastLast(),
        rule.matchLimit(),
        rule.alert(),
        rule.emission(),
        rule.decision(),
        rule.place());
  }

  private static List<Match> matches(
      Program program, List<RefEvent> events, @Nullable TraceListener l) {
    Stream stream = new Stream(program, 1_000_000, l);
    for (RefEvent event : events) {
      stream.event(event.type(), event.number(), event.clock(), event.fields());
    }
    stream.matcher.free(stream.state);
    assertThat(stream.heap.blocks()).as("blocks that nobody knows").isZero();
    return stream.matches;
  }

  // ---- what is kept

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      textBlock =
          """
          a -> b -> c        : 10
          a ~> b ~> c        : 10
          a+ any -> c        : 10
          a{3,} -> c         : 10
          a -> (b & b) -> c  : 10
          a ~> b -> not d -> c : 10
          """)
  void partialMatchesDoNotGrowWithTheWindow(String pattern, int most) {
    Program program = program(pattern + " within 1h");
    assertThat(program.isShared()).isTrue();
    Stream stream = new Stream(program, 1_000_000, null);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 1; i <= 3_000; i++) {
      stream.event("E", i, i, new long[] {i, random.nextInt(2)});
      assertThat(stream.matcher.runs(stream.state)).isLessThanOrEqualTo(most);
    }
    assertThat(stream.matches).isEmpty();
    stream.event("E", 3_001, 3_001, new long[] {3_001, 2});
    assertThat(stream.matches).hasSize(1);
    assertThat(stream.state).isZero();
    assertThat(stream.heap.blocks()).isZero();
    assertThat(stream.matcher.keptEvents(stream.state)).isZero();
  }

  @Test
  void theMatchHoldsTheEarliestStartStillInTheWindowAndAllThatCanBeTaken() {
    Stream stream = new Stream(program("a+ any -> c within 1s"), 1_000_000, null);
    for (int i = 1; i <= 5_000; i++) {
      stream.event("E", i, i, new long[] {i, 0});
    }
    stream.event("E", 5_001, 5_001, new long[] {5_001, 2});
    Match match = stream.matches.getFirst();
    List<Long> a = match.bindings().getFirst().numbers();
    assertThat(a).hasSize(1_000).startsWith(4_001L).endsWith(5_000L);
    assertThat(match.message()).isEqualTo("1000 from 4001");
  }

  @Test
  void whatIsOlderThanTheWindowIsNotKept() {
    Stream stream = new Stream(program("a -> c within 1s"), 1_000_000, null);
    for (int i = 1; i <= 5_000; i++) {
      stream.event("E", i, 10 * i, new long[] {10 * i, 0});
      assertThat(stream.matcher.keptEvents(stream.state)).isLessThanOrEqualTo(101);
    }
    assertThat(stream.matcher.deadline(stream.state)).isEqualTo(51_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 100})
  void pastTheLimitTheOldestStartsAreDroppedAndCounted(int limit) {
    Stream stream = new Stream(program("a ~> b ~> c within 1h"), limit, null);
    for (int i = 1; i <= 1_000; i++) {
      stream.event("E", i, i, new long[] {i, 0});
    }
    assertThat(stream.dropped).isEqualTo(1_000 - limit);
    assertThat(stream.matcher.keptEvents(stream.state)).isEqualTo(limit);
    stream.event("E", 1_001, 1_001, new long[] {1_001, 1});
    stream.event("E", 1_002, 1_002, new long[] {1_002, 2});
    if (limit > 1) {
      assertThat(stream.matches.getFirst().bindings().getFirst().numbers())
          .containsExactly(1_001L - (limit - 1));
    } else {
      assertThat(stream.matches).isEmpty();
    }
  }

  @Test
  void aRuleThatLooksBackIsFollowedRunByRun() {
    assertThat(program("a -> c within 1h", "v = 2 and time > a.time").isShared()).isFalse();
    assertThat(program("a -> [1m] c within 1h").isShared()).isFalse();
    assertThat(program("a -> [1m] not c").isShared()).isFalse();
    assertThat(program("a").isShared()).isFalse();
    assertThat(program("a -> c within 1h").isShared()).isTrue();
    assertThat(program("not b -> [1m] a -> c within 1h").isShared()).isTrue();
  }

  private static Program program(String pattern) {
    return program(pattern, "v = 2");
  }

  private static Program program(String pattern, String last) {
    StringBuilder source = new StringBuilder("event E {\n time timestamp @time\n v int\n}\n");
    source.append("rule r {\n by none\n pattern ").append(pattern).append("\n define\n");
    source.append(" a: E where v = 0\n");
    source.append(pattern.contains("b") ? " b: E where v = 1\n" : "");
    source.append(pattern.contains("c") ? " c: E where " + last + "\n" : "");
    source.append(pattern.contains("d") ? " d: E where v = 3\n" : "");
    source.append(
        pattern.contains("a+") ? " alert \"{count(a)} from {first(a.time)}\" }" : "alert \"m\" }");
    String text = source.toString().replace("first(a.time)", "first(a.number)");
    text = text.replace(" v int\n", " v int\n number int\n");
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("case.trip", text)));
    RuleSet ruleSet = compilation.runnable();
    assertThat(compilation.hasErrors()).as(compilation.diagnostics() + "\n" + text).isFalse();
    return Program.compile(Objects.requireNonNull(ruleSet).rules().getFirst());
  }

  /** The events of one key, given to a matcher; its state goes through bytes now and then. */
  private static final class Stream implements RuleCounters {
    private final Schema schema;
    private final RuleMatcher matcher;
    private final boolean followed;
    private final EventWriter writer = new EventWriter();
    private final EventView view = new EventView();
    private final List<Match> matches = new ArrayList<>();
    private final StateHeap heap = new StateHeap();
    private int state;
    private int dropped;

    Stream(Program program, int limit, @Nullable TraceListener listener) {
      Rule rule = program.rule();
      schema =
          Schema.of(
              1,
              List.of(
                  new RuleSet(
                      rule.key().sources().stream().map(s -> s.type()).toList(), List.of(rule))),
              Schema.Fields.READ);
      matcher = new RuleMatcher(program, schema, limit, this, new Workbench(heap), listener);
      followed = listener != null;
    }

    void event(String type, long number, long clock, long[] fields) {
      writer.clear();
      EventLayout layout = schema.get(type);
      writer.begin(layout);
      for (int f = 0; f < fields.length; f++) {
        writer.setLong(f, fields[f]);
      }
      if (layout.type().indexOf("number") >= 0) {
        writer.setLong(layout.type().indexOf("number"), number);
      }
      writer.end(0, new byte[0], 0, 0);
      state = matcher.onEvent(state, view.wrap(writer.bytes(), 0), number, clock, matches::add);
      if (!followed && number % 16 == 0) {
        byte[] bytes = matcher.encode(state);
        matcher.free(state);
        assertThat(heap.blocks()).isZero();
        state = matcher.decode(bytes);
        assertThat(matcher.encode(state)).isEqualTo(bytes);
      }
    }

    @Override
    public void evaluationError(Place place, String what) {
      throw new AssertionError(what + " at " + place);
    }

    @Override
    public void matchesLimited() {}

    @Override
    public void runsDropped(int count) {
      dropped += count;
    }
  }
}
