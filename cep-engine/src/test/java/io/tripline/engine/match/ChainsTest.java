package io.tripline.engine.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains are matched with less, and to the same matches as everything else. */
class ChainsTest {
  private static final String TYPE =
      """
      event E {
        time timestamp @time
        kind int
        amount int?
        name string
      }
      """;

  private static final String RISING =
      TYPE
          + """
          rule r {
            by none
            pattern a -> b  within 1h
            define
              a: E where kind = 0
              b: E where kind = 1 and amount > a.amount
            alert "x"
          }
          """;

  private static final int CASES = Integer.getInteger("chains.cases", 3_000);
  private static final long SEED = Long.getLong("chains.seed", 7_000_000L);

  private static final String[] NAMES = {"", "short", "seven b", "eight by", "a name of 16 byt"};
  private static final int NO_LIMIT = 1_000_000;

  @ParameterizedTest
  @ValueSource(strings = {"", "id int @id", "id string @id"})
  void theMatchesAreThoseOfPartialMatchesFollowedOneByOne(String idField) {
    System.out.println("seeds " + SEED + " to " + (SEED + CASES - 1));
    Map<MatchingKind, Integer> rules = new EnumMap<>(MatchingKind.class);
    Map<MatchingKind, Integer> matched = new EnumMap<>(MatchingKind.class);
    Map<MatchingKind, Integer> left = new EnumMap<>(MatchingKind.class);
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String text = rule(random, idField);
      Program program = program(text);
      int limit = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : NO_LIMIT;
      // Under a limit, what is kept is counted in another way where partial matches are counted.
      limit = program.matching() == MatchingKind.CHAIN ? limit : NO_LIMIT;
      boolean isDisordered = program.matching() == MatchingKind.CHAIN && random.nextBoolean();
      MatcherStream expected = stream(program, limit, MatcherStream.NOBODY);
      MatcherStream found = stream(program, limit, null);
      long eventSeed = random.nextLong();
      send(expected, new SplittableRandom(eventSeed), isDisordered);
      send(found, new SplittableRandom(eventSeed), isDisordered);
      assertThat(found.matches).as("seed %d%n%s", seed, text).isEqualTo(expected.matches);
      assertThat(found.dropped).as("seed %d%n%s", seed, text).isEqualTo(expected.dropped);
      rules.merge(program.matching(), 1, Integer::sum);
      matched.merge(program.matching(), expected.matches.isEmpty() ? 0 : 1, Integer::sum);
      left.merge(program.matching(), found.left > 0 ? 1 : 0, Integer::sum);
    }
    System.out.println(rules + ", with matches " + matched + ", left as they were " + left);
    for (MatchingKind kind : List.of(MatchingKind.CHAIN, MatchingKind.COUNTED)) {
      assertThat(rules.get(kind)).as(kind.name()).isGreaterThan(CASES / 8);
      assertThat(matched.get(kind)).as(kind.name()).isGreaterThan(CASES / 30);
      assertThat(left.get(kind)).as(kind.name()).isGreaterThan(CASES / 30);
    }
  }

  private static void send(MatcherStream stream, SplittableRandom random, boolean isDisordered) {
    long clock = 0;
    for (int i = 1; i <= 60; i++) {
      clock += random.nextInt(4);
      // An event that was held back has an earlier number than some at the same clock.
      long number = 10 + 4L * i - (isDisordered && random.nextBoolean() ? 5 : 0);
      String name = NAMES[random.nextInt(NAMES.length)];
      event(stream, number, clock, random.nextInt(3), random.nextInt(4) - 1, name);
    }
    stream.end();
  }

  private static String rule(SplittableRandom random, String idField) {
    int parts = 1 + random.nextInt(4);
    boolean looksBack = random.nextBoolean();
    StringBuilder pattern = new StringBuilder();
    StringBuilder define = new StringBuilder();
    StringBuilder alert = new StringBuilder("m");
    for (int i = 0; i < parts; i++) {
      String name = "v" + i;
      int times = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
      pattern.append(i == 0 ? "" : random.nextInt(5) == 0 ? " => " : " -> ").append(name);
      pattern.append(times == 1 ? "" : "{" + times + "}");
      define.append("    ").append(name).append(": E where kind ");
      define.append(random.nextBoolean() ? ">= " : "= ").append(random.nextInt(3));
      if (looksBack && i > 0) {
        String before = "last(v" + random.nextInt(i);
        define.append(
            switch (random.nextInt(3)) {
              case 0 -> " and name != " + before + ".name)";
              case 1 -> " and amount >= " + before + ".amount)";
              default -> " and 10 / amount > 0";
            });
      } else if (random.nextInt(6) == 0) {
        define.append(" and 10 / amount >= 0"); // an error where it is 0
      }
      define.append('\n');
      alert.append(
          switch (random.nextInt(4)) {
            case 0 -> " {sum(" + name + ".amount)}";
            case 1 -> " {first(" + name + ".name)}";
            case 2 -> " {distinct(" + name + ".name)}";
            default -> "";
          });
    }
    return """
    event E {
      time timestamp @time
      kind int
      amount int?
      name string
      %s
    }
    rule r {
      by none
      pattern %s  within %dms
      define
    %s
      alert "%s"
    }
    """
        .formatted(idField, pattern, 1 + random.nextInt(60), define, alert);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      textBlock =
          """
          a -> b -> c     : COUNTED
          a{3}            : COUNTED
          a{3} -> b       : COUNTED
          a -> b => c     : SHARED
          a ~> b          : SHARED
          a -> b? -> c    : SHARED
          a+ -> c         : SHARED
          a{2,3} -> c     : SHARED
          a -> (b & c)    : SHARED
          a               : CHAIN
          a -> [1s] b     : EACH
          a -> not b -> c : SHARED
          a -> [1s] not b : EACH
          a{65}           : SHARED
          a{64}           : COUNTED
          """)
  void whatIsAChain(String pattern, MatchingKind kind) {
    StringBuilder define = new StringBuilder();
    for (String variable : List.of("a", "b", "c")) {
      if (pattern.contains(variable)) {
        define.append(variable).append(": E where v = '").append(variable).append("'\n");
      }
    }
    String text =
        """
        event E {
          time timestamp @time
          v string
        }
        rule r {
          by none
          pattern %s  within 1m
          define
            %s
          %s
          alert "m"
        }
        """;
    assertThat(program(text.formatted(pattern, define, "")).matching()).isEqualTo(kind);
    assertThat(program(text.formatted(pattern, define, "after match skip to next")).matching())
        .isEqualTo(MatchingKind.EACH);
  }

  @Test
  void whatIsKeptIsWhatCanStillBecomeAMatch() {
    MatcherStream stream =
        stream(program("a{3} -> b  within 1s", "{first(a.name)} {sum(a.amount)}"), NO_LIMIT, null);
    for (int i = 1; i <= 5_000; i++) {
      event(stream, i, 10L * i, 0, i, "a name of more than 7 bytes");
      assertThat(stream.matcher.keptEvents(stream.state)).isLessThanOrEqualTo(101);
      assertThat(stream.matcher.runs(stream.state)).isLessThanOrEqualTo(3);
    }
    assertThat(stream.matcher.deadline(stream.state)).isEqualTo(51_000);
    event(stream, 5_001, 50_001, 1, 0, "");
    assertThat(stream.matches.getFirst().message()).isEqualTo("a name of more than 7 bytes 14706");
    assertThat(stream.state).isZero();
    stream.end();
  }

  @Test
  void pastTheLimitTheOldestEventsAreDroppedAndCounted() {
    MatcherStream stream = stream(program("a -> b  within 1h", "{a.amount}"), 10, null);
    for (int i = 1; i <= 1_000; i++) {
      event(stream, i, i, 0, i, "x");
    }
    assertThat(stream.dropped).isEqualTo(990);
    event(stream, 1_001, 1_001, 1, 0, "x");
    assertThat(stream.matches.getFirst().message()).isEqualTo("991");
  }

  @Test
  void aStateOfAHigherLimitComesUnderTheNewOne() {
    MatcherStream before = stream(program(RISING), 10, null);
    for (int i = 1; i <= 8; i++) {
      event(before, i, i, 0, i, "x");
    }
    assertThat(before.matcher.runs(before.state)).isEqualTo(8);
    MatcherStream after = stream(program(RISING), 3, null);
    after.state = after.matcher.decode(before.matcher.encode(before.state));
    event(after, 9, 9, 0, 9, "x");
    assertThat(after.matcher.runs(after.state)).isEqualTo(3);
    assertThat(after.dropped).isEqualTo(6);
  }

  @Test
  void nothingStaysBehindOfAStateThatCannotBeRead() {
    MatcherStream stream = stream(program(RISING), NO_LIMIT, null);
    for (int i = 1; i <= 6; i++) {
      event(stream, i, i, 0, i, "x");
    }
    byte[] bytes = stream.matcher.encode(stream.state);
    // What is free now holds what it held before.
    stream.end();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException().isThrownBy(() -> stream.matcher.decode(cut));
      assertThat(stream.heap.blocks()).as("blocks that nobody knows").isZero();
    }
  }

  private static Program program(String pattern, String alert) {
    return program(
        TYPE
            + """
            rule r {
              by none
              pattern %s
              define
                a: E where kind = 0
                b: E where kind = 1
              alert "%s"
            }
            """
                .formatted(pattern, alert));
  }

  private static Program program(String text) {
    return MatcherStream.program(text);
  }

  private static MatcherStream stream(Program program, int limit, @Nullable TraceListener l) {
    return new MatcherStream(program, limit, 7, l);
  }

  private static void event(
      MatcherStream stream, long number, long clock, int kind, int amount, String name) {
    EventWriter writer = stream.begin("E");
    writer.setLong(0, clock);
    writer.setLong(1, kind);
    if (amount >= 0) {
      writer.setLong(2, amount);
    }
    text(writer, 3, name);
    EventType type = stream.layout("E").type();
    if (type.idField() != EventType.NO_ID) {
      if (type.fields().get(type.idField()).type() == Type.Simple.STRING) {
        text(writer, type.idField(), "event " + "x".repeat((int) (number % 20)) + number);
      } else {
        writer.setLong(type.idField(), 1_000_000 * number);
      }
    }
    stream.offer(number, clock);
  }

  private static void text(EventWriter writer, int field, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writer.setText(field, utf8, 0, utf8.length);
  }
}
