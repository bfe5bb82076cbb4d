package io.tripline.engine.match.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.bound.StateBound;
import io.tripline.engine.expression.RegisterBlocks;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.match.MatchingKind;
import io.tripline.engine.match.Program;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the engine keeps is never more than the bound says, on random rules and streams; and for
 * common shapes there are streams that come near it. Run more with {@code -Dbound.pairs=1000000
 * -Dbound.seed=7}.
 */
class BoundAgainstEngineTest {
  private static final int PAIRS = Integer.getInteger("bound.pairs", 20_000);
  private static final long SEED = Long.getLong("bound.seed", 20261121L);
  private static final long NO_LIMIT = Long.MAX_VALUE;

  /**
   * What a state holds, read from its bytes.
   *
   * @param different events that are held, or kept for what they fit
   */
  private record Kept(int matches, int events, int different, int bytes) {
    static Kept of(MatcherRun run, Program program) {
      if (run.isEmpty()) {
        return new Kept(0, 0, 0, 0);
      }
      byte[] bytes = run.encoded();
      ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      MatchingKind kind = run.matching();
      if (kind == MatchingKind.CHAIN) {
        return ofChain(run, program, in);
      }
      if (kind == MatchingKind.COUNTED) {
        return ofCounted(run, program, in);
      }
      boolean forbids = program.automaton().forbidden().length > 0;
      in.position(1 + 8 * program.automaton().forbidden().length);
      Set<Long> numbers = new HashSet<>();
      int events = in.getInt();
      for (int i = 0; i < events; i++) {
        if (run.isShared() && program.isEnumerated()) {
          enumeratedEvent(in, forbids, numbers);
        } else if (run.isShared()) {
          keptEvent(in, forbids, numbers);
        } else {
          in.getInt(); // the one before
          in.getInt(); // its variable
          numbers.add(in.getLong());
          in.getLong(); // its clock
          assertThat(in.get()).as("no id but the number").isZero();
        }
      }
      assertThat(in.getInt()).isEqualTo(run.runs());
      return new Kept(run.runs(), events, numbers.size(), bytes.length);
    }

    private static Kept ofChain(MatcherRun run, Program program, ByteBuffer in) {
      int size = in.limit();
      in.position(1);
      Set<Long> numbers = new HashSet<>();
      int events = 0;
      int runs = in.getInt();
      int slots = program.chainRegisters();
      RegisterBlocks blocks = program.registers().blocks(slots);
      for (int i = 0; i < runs; i++) {
        in.getLong(); // its first event's clock
        int steps = in.getInt();
        in.position(
            blocks.read(in.array(), in.position(), slots, new byte[slots], 0, new StateHeap()));
        for (int step = 0; step < steps; step++) {
          numbers.add(in.getLong());
          assertThat(in.get()).as("no id but the number").isZero();
        }
        events += steps;
      }
      assertThat(in.remaining()).isZero();
      assertThat(runs).isEqualTo(run.runs());
      return new Kept(runs, events, numbers.size(), size);
    }

    private static Kept ofCounted(MatcherRun run, Program program, ByteBuffer in) {
      in.position(1);
      int events = in.getInt();
      Set<Long> numbers = new HashSet<>();
      for (int i = 0; i < events; i++) {
        in.getLong(); // its clock
        assertThat(in.getLong()).as("what it satisfies").isNotZero();
        numbers.add(in.getLong());
        assertThat(in.get()).as("no id but the number, no fields").isZero();
      }
      assertThat(in.remaining()).isEqualTo(4 * (program.steps() - 1));
      return new Kept(run.runs(), events, numbers.size(), in.limit());
    }

    private static void enumeratedEvent(ByteBuffer in, boolean forbids, Set<Long> numbers) {
      long number = in.getLong();
      in.getLong(); // its clock
      if (in.getLong() != 0) {
        numbers.add(number);
      }
      in.position(in.position() + (forbids ? 8 : 0));
      assertThat(in.get()).as("no id but the number, no fields").isEqualTo((byte) -1);
    }

    private static void keptEvent(ByteBuffer in, boolean forbids, Set<Long> numbers) {
      int end = in.position() + in.getInt();
      in.getInt(); // its type
      long number = in.getLong();
      in.getLong(); // its clock
      if (in.getLong() != 0) {
        numbers.add(number);
      }
      assertThat(end - in.position()).isGreaterThanOrEqualTo(forbids ? 8 : 0);
      in.position(end);
    }
  }

  /** As a trace has it: each partial match is told apart. */
  @Test
  void neverLessThanWhatTheEngineKeeps() {
    System.out.println("seeds " + SEED + " to " + (SEED + PAIRS - 1));
    int reached = 0;
    int many = 0;
    int waiting = 0;
    for (long seed = SEED; seed < SEED + PAIRS; seed++) {
      RandomCases.Case random = RandomCases.of(seed, 12);
      Program program = Program.compile(random.rule());
      StateBound bound = StateBound.ofEach(program);
      MatcherRun run = new MatcherRun(random.rule(), match -> {}, step -> {});
      for (Kept kept : keptAfterEach(random, run, program, bound, seed)) {
        reached += kept.matches > 0 && kept.matches == matches(bound, kept) ? 1 : 0;
        many += kept.matches > 10 ? 1 : 0;
      }
      waiting += run.waits() ? 1 : 0;
    }
    System.out.println(reached + " times the most, " + many + " times many, " + waiting + " wait");
    // Streams that keep little, or a bound that is never reached, would prove nothing.
    assertThat(reached).isGreaterThan(PAIRS / 3);
    assertThat(many).isGreaterThan(PAIRS / 60);
    assertThat(waiting).isGreaterThan(PAIRS / 40);
  }

  /** As the engine has it, where it does not tell each partial match apart. */
  @Test
  void neverLessThanWhatTheEngineShares() {
    Map<MatchingKind, Integer> rules = new EnumMap<>(MatchingKind.class);
    int shared = 0;
    int fewer = 0;
    int reached = 0;
    for (long seed = SEED; seed < SEED + PAIRS; seed++) {
      RandomCases.Case random = RandomCases.of(seed, 12);
      Program program = Program.compile(random.rule());
      rules.merge(program.matching(), 1, Integer::sum);
      if (program.matching() == MatchingKind.EACH) {
        continue;
      }
      shared++;
      StateBound bound = StateBound.of(program);
      MatcherRun run = new MatcherRun(random.rule(), match -> {});
      for (Kept kept : keptAfterEach(random, run, program, bound, seed)) {
        long most = matches(bound, kept);
        reached += kept.matches > 0 && kept.matches == most ? 1 : 0;
        fewer += most < StateBound.ofEach(program).partialMatches().at(kept.different) ? 1 : 0;
      }
    }
    System.out.println(rules + ", " + reached + " times the most");
    for (MatchingKind kind : MatchingKind.values()) {
      assertThat(rules.getOrDefault(kind, 0)).as(kind.name()).isPositive();
    }
    assertThat(reached).isGreaterThan(shared / 2);
    assertThat(fewer).isGreaterThan(shared / 4);
  }

  private static List<Kept> keptAfterEach(
      RandomCases.Case random, MatcherRun run, Program program, StateBound bound, long seed) {
    List<Kept> all = new ArrayList<>();
    for (RefEvent event : random.events()) {
      run.onEvent(event);
      Kept kept = Kept.of(run, program);
      check(
          bound,
          kept,
          () -> "seed " + seed + "\n" + EngineAgainstReferenceTest.text(random) + "\n" + program);
      all.add(kept);
    }
    return all;
  }

  /** n is the least that it can be: the events that are held, and no others. */
  private static void check(StateBound bound, Kept kept, Supplier<String> what) {
    int n = kept.different;
    boolean holds =
        kept.matches <= matches(bound, kept)
            && kept.events <= bound.eventsAt(n, NO_LIMIT)
            && kept.bytes <= bound.bytesAt(n, NO_LIMIT, 0)
            && (bound.shared() || kept.bytes <= bound.bytesAt(n, kept.matches, 0));
    assertThat(holds).as(() -> what.get() + kept + bound).isTrue();
  }

  /** What a limit of partial matches makes of the events that they hold. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {"a{3,} -> b: 3", "a+ -> b: 1", "a -> b -> c: 2", "a+ any -> b: 1"})
  void eventsForEachPartialMatch(String pattern, long events) {
    assertThat(StateBound.ofEach(Program.compile(rule(pattern))).eventsPerMatch())
        .isEqualTo(events);
  }

  private static long matches(StateBound bound, Kept kept) {
    return bound.partialMatchesAt(kept.different, NO_LIMIT);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ':',
      textBlock =
          """
          # pattern; options          : partial matches      : events held           : n : found : bound
          # one event: a match or nothing
          a                           : 0                    : 0                     : 4 : 0  : 0
          a | b                       : 0                    : 0                     : 3 : 0  : 0
          # sequences: where one waits, it waits from any event on
          a -> b                      : n                    : n                     : 5 : 5  : 5
          a -> b; skip none           : n                    : n                     : 5 : 5  : 5
          a -> b -> c                 : n                    : 2n                    : 3 : 3  : 3
          a => b                      : 1                    : 1                     : 5 : 1  : 1
          a => b => c                 : min(n, 2)            : min(2n, 3)            : 4 : 2  : 2
          a => b -> c                 : n                    : 2n                    : 3 : 3  : 3
          a -> b => c                 : n                    : 2n                    : 3 : 3  : 3
          # repetitions: all that hold three are one, unless conditions look back
          a{5,}                       : min(n, 4)            : min(4n, 10)           : 6 : 4  : 4
          a{5,}; skip to next         : min(n, 4)            : min(4n, 10)           : 6 : 4  : 4
          a{3,5}; skip none           : min(n, 4)            : min(4n, 10)           : 6 : 4  : 4
          a{5,}; looking back         : n                    : 4n                    : 5 : 4  : 5
          a{3} consecutive            : min(n, 2)            : min(2n, 3)            : 5 : 2  : 2
          a{3} -> b                   : n                    : 3n                    : 5 : 5  : 5
          a{3,} -> b                  : (n - 2)(n - 3)/2 + n : (n - 2)(n - 3)/2 + 3n : 6 : 12 : 12
          a{2,4} -> b                 : 3n                   : 4n                    : 5 : 10 : 15
          a+ -> b                     : n(n + 1)/2           : n(n + 1)/2            : 5 : 15 : 15
          a+ -> b; skip none          : n(n + 1)/2           : n(n + 1)/2            : 5 : 15 : 15
          a+ greedy -> b              : n(n + 1)/2           : n(n + 1)/2            : 5 : 15 : 15
          a+ reluctant -> b           : n(n + 1)/2           : n(n + 1)/2            : 5 : 15 : 15
          a+ consecutive -> b         : n(n + 1)/2           : n(n + 1)/2            : 5 : 15 : 15
          a+ => b                     : n                    : n(n + 1)/2            : 5 : 5  : 5
          a* -> b                     : n(n + 1)/2           : n(n + 1)/2            : 5 : 15 : 15
          a+ until b = 1 -> b         : n(n + 1)/2           : n(n + 1)/2            : 5 : 15 : 15
          (a+)+ -> b                  : n(n + 1)/2           : n(n + 1)/2            : 5 : 15 : 15
          (a -> b)+ -> c              : n(n + 1)/2           : n(n + 1)/2            : 3 : 4  : 6
          # counts too large to be told apart
          a{1000,}                    : min(n, 999)          : min(999n, 499500)     : 5 : 5  : 5
          a{5000,}                    : n                    : n(n + 1)/2            : 5 : 5  : 5
          a{5000,} -> b               : n(n + 1)/2           : n(n + 1)/2            : 5 : 5  : 15
          # optional parts and alternatives
          a -> b? -> c                : 2n                   : 2n                    : 3 : 5  : 6
          a -> (b | c)                : n                    : n                     : 3 : 3  : 3
          (a | b) -> c                : 2n                   : 2n                    : 3 : 6  : 6
          (a | b) -> c; two types     : n                    : n                     : 3 : 3  : 3
          a -> (b -> c | c -> b)      : 2n                   : 3n                    : 3 : 5  : 6
          # any later event: powers
          a ~> b                      : n                    : n                     : 5 : 5  : 5
          a ~> b -> c                 : n(n + 1)/2           : n(n + 1)/2            : 3 : 6  : 6
          a ~> b ~> c                 : n(n + 1)/2           : n(n + 1)/2            : 3 : 6  : 6
          a{3} any -> b               : C(n, 3) + n(n + 1)/2 : C(n, 3) + n(n + 1)/2  : 5 : 25 : 25
          a+ any -> b                 : 2^n                  : 2^n                   : 5 : 31 : 32
          (a | b)+ any -> c           : 3^n                  : 3^n                   : 3 : 26 : 27
          (a | b)+ -> c               : 4·2^n                : 4·2^n                 : 3 : 22 : 32
          (a | b)+ -> c; two types    : n(n + 1)/2           : n(n + 1)/2            : 3 : 6  : 6
          # what must not come; a bound on an arrow
          a -> [5m] not b             : n                    : n                     : 5 : 5  : 5
          a -> [5m] not a             : 1                    : 1                     : 5 : 1  : 1
          a{2} -> [5m] not a          : min(n, 2)            : min(2n, 3)            : 5 : 2  : 2
          a{2,} -> [5m] not b         : (n - 1)(n - 2)/2 + n : (n - 1)(n - 2)/2 + 2n : 4 : 7  : 7
          a -> b -> not c             : n                    : 2n                    : 3 : 3  : 3
          a -> not b -> c             : n                    : n                     : 3 : 3  : 3
          not b -> [5m] a -> c        : n                    : n                     : 3 : 3  : 3
          a -> [5m] b                 : n                    : n                     : 5 : 5  : 5
          a ~> [5m] b -> c            : n(n + 1)/2           : n(n + 1)/2            : 3 : 6  : 6
          # in any order
          a & b                       : 2n                   : 2n                    : 3 : 3  : 6
          a & b; two types            : n                    : n                     : 3 : 3  : 3
          a & b & c                   : 6n                   : 9n                    : 2 : 9  : 12
          (a & b) -> c                : 2n                   : 4n                    : 3 : 6  : 6
          """)
  void aShapeHasItsFormula(
      String pattern, String matches, String events, int n, int found, int bound) {
    Rule rule = rule(pattern);
    StateBound derived = StateBound.ofEach(Program.compile(rule));
    assertThat(derived.partialMatches().toString()).isEqualTo(matches);
    assertThat(derived.events().toString()).isEqualTo(events);
    assertThat(derived.partialMatchesAt(n, NO_LIMIT)).isEqualTo(bound);
    assertThat(mostKept(rule, n)).isEqualTo(found);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ':',
      value = {
        "a -> b : 1 : n",
        "a => b : 1 : 2n + 1",
        "a+ any -> b : 2 : n",
        "a{3,} -> b : min((n - 2)(n - 3)/2 + n, 5) : n",
        "a{5,} : min(n, 4) : n",
        "a -> b -> c : min(n, 2) : n",
        "a & b & c : min(6n, 15) : n"
      })
  void whatIsSharedHasAsManyPlacesAsThePattern(String pattern, String matches, String events) {
    StateBound derived = StateBound.of(Program.compile(rule(pattern)));
    assertThat(derived.partialMatches().toString()).isEqualTo(matches);
    assertThat(derived.events().toString()).isEqualTo(events);
  }

  /** How long a partial match can be there, in minutes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        "a -> b : 60",
        "a -> [5m] b : 5",
        "a -> [5m] b -> [1m..7m] c : 12",
        "a -> [5m] not b : 5",
        "a -> [5m] b -> [7m] not c : 12",
        "a -> b -> [7m] not c : 67",
        "a -> b -> not c : 60",
        "a{3} -> [7m] not b : 67",
        "a -> [9m] b? -> [5m] c : 14"
      })
  void itIsThereForALimitedTime(String pattern, long minutes) {
    assertThat(StateBound.of(Program.compile(rule(pattern))).spanMillis())
        .isEqualTo(minutes * 60_000);
  }

  /** Over all streams of so many events of the rule's types, each for any of its variables. */
  private static int mostKept(Rule rule, int events) {
    List<RefEvent> choices = new ArrayList<>();
    for (Key.Source source : rule.key().sources()) {
      for (int choice = 0; choice < 1 << rule.variables().size(); choice++) {
        long[] fields = {0, choice & 1, choice >> 1 & 1, choice >> 2};
        choices.add(new RefEvent(0, source.type().name(), 0, fields));
      }
    }
    int most = 0;
    long streams = Math.round(Math.pow(choices.size(), events));
    for (long stream = 0; stream < streams; stream++) {
      MatcherRun run = new MatcherRun(rule, match -> {}, step -> {});
      long left = stream;
      for (int i = 1; i <= events; i++) {
        RefEvent event = choices.get((int) (left % choices.size()));
        run.onEvent(new RefEvent(i, event.type(), event.clock(), event.fields()));
        left /= choices.size();
      }
      most = Math.max(most, run.runs());
    }
    return most;
  }

  private static Rule rule(String text) {
    String[] parts = text.split(";");
    String option = parts.length > 1 ? parts[1].strip() : "";
    StringBuilder source = new StringBuilder();
    for (String type : List.of("E", "F")) {
      source.append("event " + type + " { time timestamp @time\na int\nb int\nc int }\n");
    }
    boolean several = parts[0].matches(".*[->{+*&].*");
    source.append("rule r { by none pattern ").append(parts[0]);
    source.append(several ? " within 1h define " : " define ");
    String variables = parts[0].replaceAll("until . = 1|[a-z]{2,}|\\[.*?]", "");
    for (char v = 'a'; v <= 'c'; v++) {
      if (variables.indexOf(v) >= 0) {
        String type = option.equals("two types") && v == 'b' ? "F" : "E";
        source.append(v + ": " + type + " where " + v + " = 1");
        source.append(option.equals("looking back") && v == 'a' ? " and count(a) < 9\n" : "\n");
      }
    }
    source.append(option.startsWith("skip") ? " after match " + option : "");
    source.append(" alert \"m\" }");
    Compilation compilation =
        RuleCompiler.compile(List.of(new SourceFile("case.trip", source.toString())));
    RuleSet ruleSet = compilation.ruleSet();
    assertThat(compilation.hasErrors()).as(compilation.diagnostics() + "\n" + source).isFalse();
    return Objects.requireNonNull(ruleSet).rules().getFirst();
  }
}
