package io.tripline.engine.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Skip;
import io.tripline.engine.match.reference.RandomCases;
import io.tripline.engine.match.reference.RefEvent;
import java.util.List;
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
      List<Match> expected = matches(program, random.events(), MatcherStream.NOBODY);
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
    MatcherStream stream = new MatcherStream(program, 1_000_000, 16, l);
    for (RefEvent event : events) {
      stream.event(event.type(), event.number(), event.clock(), event.fields());
    }
    stream.end();
    assertThat(stream.errors).isZero();
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
    MatcherStream stream = new MatcherStream(program, 1_000_000, 16, null);
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
    MatcherStream stream = new MatcherStream(program("a+ any -> c within 1s"), 1_000_000, 16, null);
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
    MatcherStream stream = new MatcherStream(program("a -> c within 1s"), 1_000_000, 16, null);
    for (int i = 1; i <= 5_000; i++) {
      stream.event("E", i, 10 * i, new long[] {10 * i, 0});
      assertThat(stream.matcher.keptEvents(stream.state)).isLessThanOrEqualTo(101);
    }
    assertThat(stream.matcher.deadline(stream.state)).isEqualTo(51_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 100})
  void pastTheLimitTheOldestStartsAreDroppedAndCounted(int limit) {
    MatcherStream stream = new MatcherStream(program("a ~> b ~> c within 1h"), limit, 16, null);
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
    return MatcherStream.program(text);
  }
}
