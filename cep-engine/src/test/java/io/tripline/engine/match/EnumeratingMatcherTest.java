package io.tripline.engine.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.reference.RandomCases;
import io.tripline.engine.match.reference.RefEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading matches off the events changes what they cost, and nothing else. */
class EnumeratingMatcherTest {
  private static final int CASES = Integer.getInteger("enumerated.cases", 20_000);
  private static final long SEED = Long.getLong("enumerated.seed", 9_000_000L);

  /** The limit of a key in cases so small that it does not matter. */
  private static final Place PLACE = new Place("random.trip", 1, 1, 1);

  @Test
  void theMatchesAreThoseOfRunsFollowedOneByOne() {
    System.out.println("seeds " + SEED + " to " + (SEED + CASES - 1));
    int enumerated = 0;
    int withMatches = 0;
    int withMany = 0;
    int limited = 0;
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      RandomCases.Case random = RandomCases.of(seed, 11);
      Rule rule = all(random.rule(), new SplittableRandom(seed));
      Program program = Program.compile(rule);
      if (!program.isEnumerated()) {
        continue;
      }
      enumerated++;
      MatcherStream followed = stream(program, random.events(), MatcherStream.NOBODY);
      MatcherStream read = stream(program, random.events(), null);
      assertThat(read.matches).as("seed %d%n%s", seed, program).isEqualTo(followed.matches);
      assertThat(read.limited).as("seed %d%n%s", seed, program).isEqualTo(followed.limited);
      withMatches += read.matches.isEmpty() ? 0 : 1;
      withMany += read.matches.size() > 10 ? 1 : 0;
      limited += read.limited > 0 ? 1 : 0;
    }
    assertThat(enumerated).isGreaterThan(CASES / 20);
    assertThat(withMatches).isGreaterThan(enumerated / 5);
    assertThat(withMany).isGreaterThan(enumerated / 50);
    assertThat(limited).isGreaterThan(enumerated / 50);
  }

  /** Every candidate, up to a limit, and an alert that looks at what the variables hold. */
  private static Rule all(Rule rule, SplittableRandom random) {
    List<Template.Part> parts = new ArrayList<>();
    for (Variable variable : rule.variables()) {
      for (Expr.AggregateKind kind :
          List.of(
              Expr.AggregateKind.COUNT,
              Expr.AggregateKind.SUM,
              Expr.AggregateKind.FIRST,
              Expr.AggregateKind.DISTINCT)) {
        Expr field = new Expr.Field(2, Type.Simple.INT, PLACE);
        boolean plain = kind == Expr.AggregateKind.COUNT && random.nextBoolean();
        Expr aggregate =
            new Expr.Aggregate(
                kind, variable.index(), plain ? null : field, Type.Simple.INT, PLACE);
        parts.add(new Template.Hole(aggregate, null));
        parts.add(new Template.Text(" "));
      }
    }
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
        new Skip.None(),
        random.nextInt(3) == 0 ? 1 + random.nextInt(5) : Rule.GREATEST_MATCH_LIMIT,
        random.nextBoolean()
            ? rule.alert()
            : new AlertSpec(new Template(parts), AlertSpec.NO_SCORE, List.of(), AlertSpec.NO_LIMIT),
        rule.emission(),
        rule.decision(),
        rule.place());
  }

  private static MatcherStream stream(
      Program program, List<RefEvent> events, @Nullable TraceListener listener) {
    MatcherStream stream = new MatcherStream(program, 1_000_000, 5, listener);
    for (RefEvent event : events) {
      stream.event(event.type(), event.number(), event.clock(), event.fields());
    }
    return stream;
  }

  /** Loops whose matches are many and long, but not so many that they could not be followed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      textBlock =
          """
          a+ -> c                  : 90
          a{2,} -> c               : 90
          a+ -> b ~> c             : 60
          (a -> b)+ -> c           : 90
          (a -> b){2,} ~> c        : 60
          (a ~> b ~> d) -> c       : 40
          a ~> b ~> c              : 90
          a ~> b -> c              : 90
          a -> b+ -> c             : 90
          a -> b+ greedy -> c      : 90
          a -> b+ until d -> c     : 90
          a -> b+ reluctant -> c   : 90
          (a | b)+ -> c            : 60
          (a | b -> d)+ -> c       : 60
          a => b ~> c              : 90
          a ~> (b & d) -> c        : 60
          a ~> b -> not d -> c     : 90
          a+ consecutive -> c      : 90
          not d -> [9ms] a ~> c    : 90
          a ~> b?                  : 60
          """)
  void longMatchesAreThoseOfRunsFollowedOneByOne(String pattern, int window) {
    for (int limit : List.of(3, 100, 20_000)) {
      Program program = program(pattern + " within " + window + "ms", limit);
      assertThat(program.isEnumerated()).isTrue();
      SplittableRandom random = new SplittableRandom(limit);
      MatcherStream followed =
          new MatcherStream(program, Integer.MAX_VALUE, 50, MatcherStream.NOBODY);
      MatcherStream read = new MatcherStream(program, Integer.MAX_VALUE, 50, null);
      for (int i = 1; i <= 400; i++) {
        long[] fields = {
          i, random.nextInt(30) == 0 ? 2 : random.nextInt(4) % 2 + (i % 9 == 0 ? 3 : 0)
        };
        followed.event("E", i, i, fields);
        read.event("E", i, i, fields);
      }
      assertThat(read.matches).isEqualTo(followed.matches).isNotEmpty();
      assertThat(read.limited).isEqualTo(followed.limited);
    }
  }

  // ---- what it costs

  @Test
  void moreMatchesThanAnyoneCouldCountAreLimited() {
    MatcherStream stream =
        new MatcherStream(
            program("a+ any -> c within 1h", 1_000), 1_000_000, Integer.MAX_VALUE, null);
    for (int i = 1; i <= 5_000; i++) {
      stream.event("E", i, i, new long[] {i, 0});
    }
    stream.event("E", 5_001, 5_001, new long[] {5_001, 2});
    assertThat(stream.matches).hasSize(1_000);
    assertThat(stream.limited).isOne();
    assertThat(stream.matches.getFirst().order()).hasSize(5_001);
    // Of 5,000 `a`s all, then all but one: of those first the ones that go on as long as can be.
    assertThat(stream.matches.get(1).order()).hasSize(5_000).doesNotContain(5_000L);
    assertThat(stream.matches.get(2).order()).hasSize(5_000).doesNotContain(4_999L);
    assertThat(stream.matches.get(1).message()).isEqualTo("4999 from 1");
  }

  /** The steps of the search, for each event of a match that it has told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      textBlock =
          """
          a ~> c            : 1000  : 4
          a ~> c            : 50000 : 4
          a ~> b ~> c       : 1000  : 4
          a ~> b ~> c       : 50000 : 4
          a+ any -> c       : 1000  : 4
          a+ any -> c       : 50000 : 4
          a+ any ~> b ~> c  : 1000  : 4
          a+ any ~> b ~> c  : 10000 : 4
          """)
  void aMatchTakesAsLongAsItIs(String pattern, int events, int most) {
    Program program = program(pattern + " within 1h", 100);
    MatcherStream stream = new MatcherStream(program, 1_000_000, Integer.MAX_VALUE, null);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 1; i <= events; i++) {
      stream.event("E", i, i, new long[] {i, random.nextInt(2)});
    }
    long before = stream.matcher.steps();
    stream.event("E", events + 1, events + 1, new long[] {0, 2});
    long told = stream.matches.stream().mapToLong(match -> match.order().size()).sum();
    assertThat(stream.matches).hasSize(100);
    assertThat(stream.matcher.steps() - before).isLessThan(most * told);
  }

  @Test
  void anEventThatCompletesNothingCostsTheSameInAnyWindow() {
    MatcherStream stream =
        new MatcherStream(
            program("a+ any -> b ~> c within 1h", 10), 1_000_000, Integer.MAX_VALUE, null);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 1; i <= 5_000; i++) {
      stream.event("E", i, i, new long[] {i, random.nextInt(2)});
      assertThat(stream.matcher.runs(stream.state)).isLessThanOrEqualTo(3);
    }
    assertThat(stream.matcher.steps()).isZero();
  }

  @Test
  void anAlertThatOnlyCountsNeedsNothingOfTheEvents() {
    MatcherStream stream =
        new MatcherStream(
            program("a+ any -> b ~> c within 1h", 10), 1_000_000, Integer.MAX_VALUE, null);
    for (int i = 1; i <= 4; i++) {
      stream.event("E", i, i, new long[] {i, i == 4 ? 2 : i / 3});
    }
    assertThat(stream.matches.stream().map(Match::message)).containsExactly("2", "1", "1");
  }

  @Test
  void memoryIsGivenBackWithTime() {
    MatcherStream stream =
        new MatcherStream(program("a ~> b ~> c within 1s", 10), 1_000_000, Integer.MAX_VALUE, null);
    long most = 0;
    for (int i = 1; i <= 20_000; i++) {
      stream.event("E", i, 10L * i, new long[] {i, i % 3});
      assertThat(stream.matcher.keptEvents(stream.state)).isLessThanOrEqualTo(101);
      if (i == 2_000) {
        most = stream.heap.usedBytes();
      }
    }
    assertThat(stream.heap.usedBytes()).isLessThanOrEqualTo(most + most / 10);
    assertThat(stream.matcher.deadline(stream.state)).isEqualTo(199_980 + 1_000);
    stream.event("E", 20_001, 900_000, new long[] {20_001, 7});
    stream.event("E", 20_002, 900_000, new long[] {20_002, 1});
    assertThat(stream.state).isZero();
    assertThat(stream.heap.blocks()).isZero();
  }

  @Test
  void aKeyWithOneEventTakesFewBytes() {
    MatcherStream stream =
        new MatcherStream(program("a ~> b ~> c within 1s", 10), 1_000_000, Integer.MAX_VALUE, null);
    stream.event("E", 1, 1, new long[] {1, 0});
    assertThat(stream.heap.usedBytes()).isLessThanOrEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 100})
  void pastTheLimitOfAKeyTheOldestEventsAreDroppedAndCounted(int limit) {
    MatcherStream stream =
        new MatcherStream(program("a ~> b ~> c within 1h", 1_000), limit, Integer.MAX_VALUE, null);
    for (int i = 1; i <= 1_000; i++) {
      stream.event("E", i, i, new long[] {i, 0});
    }
    assertThat(stream.dropped).isEqualTo(1_000 - limit);
    assertThat(stream.matcher.keptEvents(stream.state)).isEqualTo(limit);
    stream.event("E", 1_001, 1_001, new long[] {1_001, 1});
    stream.event("E", 1_002, 1_002, new long[] {1_002, 2});
    assertThat(stream.matches).hasSize(limit - 1);
  }

  @Test
  void whereAMatchIsFollowedRunByRun() {
    assertThat(program("a ~> c within 1h", 10).isEnumerated()).isTrue();
    assertThat(program("not b -> [1m] a -> c within 1h", 10).isEnumerated()).isTrue();
    assertThat(program("a", 10).isEnumerated()).isFalse();
    assertThat(program("a -> [1m] c within 1h", 10).isEnumerated()).isFalse();
    assertThat(program("a -> [1m] not c", 10).isEnumerated()).isFalse();
  }

  private static Program program(String pattern, int limit) {
    StringBuilder source = new StringBuilder("event E {\n time timestamp @time\n v int\n}\n");
    source.append("rule r {\n by none\n pattern ").append(pattern).append("\n define\n");
    String[] variables = {"a", "b", "c", "d"};
    for (int v = 0; v < variables.length; v++) {
      if (pattern.matches(".*\\b" + variables[v] + "\\b.*")) {
        boolean either = variables[v].equals("d");
        source.append(" ").append(variables[v]).append(": E where v ");
        source.append(either ? ">= 3\n" : "in (" + v + ", " + (v + 3) + ")\n");
      }
    }
    source.append(" after match skip none limit ").append(limit);
    source.append("\n alert \"{count(a)} from {first(a.time)}\" }");
    String text = source.toString().replace("until d", "until v = 4");
    text =
        text.replace("first(a.time)", "first(a.number)")
            .replace(" v int\n", " v int\n number int\n");
    if (pattern.equals("a+ any -> b ~> c within 1h")) {
      text = text.replace(" from {first(a.number)}", "").replace(" number int\n", "");
    }
    if (!pattern.contains("a+")) {
      text = text.replace("{count(a)} from {first(a.number)}", "m");
    }
    if (pattern.contains("until d")) {
      text = text.replace(" d: E where v >= 3\n", "");
    }
    return MatcherStream.program(text);
  }
}
