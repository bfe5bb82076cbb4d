package io.tripline.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Records of a source that writes its members in one order come out as one by one in the careful
 * way, also where some of them are otherwise.
 */
final class ExpectedMembersPropertyTest {
  private static final String[] NAMES = {
    "string",
    "bool",
    "int",
    "double",
    "decimal",
    "timestamp",
    "duration",
    "enum",
    "ip",
    "geo",
    "decimal0",
    "decimal9",
    "secret",
    "secretInt",
    "unknown",
    "other"
  };
  private static final String[] NUMBERS = {
    "0", "7", "-7", "10", "-0", "007", "1234567", "12345678", "123456789012", "1234567890123456",
    "1.", ".5", "-1.25", "1e3", "1.5E-2", "123456.123456789", "99.999", "1.0000000000", "--1", ""
  };
  private static final String[] TIMES = {
    "1790000000466", "\"2026-01-31T10:00:00Z\"", "\"2026-01-31T10:00:00.25+01:00\"", "0", "-5",
    "0790000000466", "17900000004660", "179000000046", "\"soon\"", "9999999999999"
  };
  private static final String[] PLACES = {
    "{\"lat\":52.5,\"lon\":-13.404954}",
    "{\"lat\":-90.0,\"lon\":180.0}",
    "{\"lat\":90.1,\"lon\":1.0}",
    "{\"lat\":5,\"lon\":13}",
    "{\"lon\":1.5,\"lat\":2.5}",
    "{\"lat\":1.5}",
    "{\"lat\":1.5,\"lon\":181.5}",
    "{\"lat\":-0.0,\"lon\":-0.5}",
    "{\"lat\":01.5,\"lon\":1.5}",
    "{\"lat\":1.12345678,\"lon\":1.5}",
    "{\"lat\":1.5e1,\"lon\":1.5}",
    "{\"lat\":1.5,\"lon\":1.5,\"x\":1}"
  };

  @Property(tries = 1_200)
  void anOrderThatIsExpectedChangesNothing(
      @ForAll long seed, @ForAll @IntRange(max = 4) int schemaAndLimits) {
    Random random = new Random(seed);
    List<String> order = new ArrayList<>(List.of(NAMES));
    Collections.shuffle(order, random);
    List<String> some = order.subList(0, random.nextInt(order.size()));
    boolean spaced = random.nextInt(4) == 0;
    DecodeLimits limits =
        schemaAndLimits == 4 ? new DecodeLimits(700, 3, 12, 8) : DecodeLimits.defaults();
    var schema =
        switch (schemaAndLimits) {
          case 1 -> BothWays.TWO;
          case 2 -> BothWays.HALF;
          case 3 -> BothWays.OTHER_HALF;
          default -> BothWays.ONE;
        };
    Decoding quick = new Decoding(schema, limits, true, 1);
    Decoding careful = new Decoding(schema, limits, false);
    for (int i = 0; i < 8; i++) {
      byte[] record = record(some, spaced, random).getBytes(StandardCharsets.UTF_8);
      // The first ones are as they should be.
      for (int edits = i < 3 ? 0 : random.nextInt(3); edits > 0; edits--) {
        record = Mutations.mutate(record, random);
      }
      String text = new String(record, StandardCharsets.UTF_8);
      assertThat(quick.decodeWithin(record)).as(text).isEqualTo(careful.decode(record));
      assertThat(BothWays.flat(quick)).as(text).isEqualTo(BothWays.flat(careful));
    }
  }

  /**
   * There is room for a text once, and a writer's buffer is not always larger than what it needs.
   */
  @Property(tries = 200)
  void aLongTextBeforeWhatIsNotExpectedIsNoLonger(@ForAll @IntRange(max = 4_000) int length) {
    Decoding quick = new Decoding(BothWays.TWO, DecodeLimits.defaults(), true, 1);
    Decoding careful = new Decoding(BothWays.TWO, DecodeLimits.defaults(), false);
    String expected = "{\"type\":\"Other\",\"time\":1790000000466,\"string\":\"%s\"%s}";
    for (String record :
        List.of(
            expected.formatted("a", ""),
            expected.formatted("a", ""),
            expected.formatted("a".repeat(length), " "),
            expected.formatted("a".repeat(length), "\t,\"x\":1"))) {
      byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
      assertThat(quick.decodeWithin(bytes)).isEqualTo(careful.decode(bytes)).isNull();
      assertThat(BothWays.flat(quick)).isEqualTo(BothWays.flat(careful));
    }
  }

  private static String record(List<String> names, boolean spaced, Random random) {
    List<String> members = new ArrayList<>();
    members.add("\"type\":" + (spaced ? " " : "") + "\"Every\"");
    members.add("\"time\":" + (spaced ? " " : "") + "1790000000" + random.nextInt(100, 1_000));
    for (String name : names) {
      if (random.nextInt(12) > 0) {
        members.add(
            '"'
                + name
                + "\":"
                + (spaced ? " " : "")
                + value(name, random)
                + (random.nextInt(40) == 0 ? " " : ""));
      }
    }
    return "{" + String.join(spaced ? ", " : ",", members) + "}";
  }

  private static String value(String name, Random random) {
    if (random.nextInt(40) == 0) {
      return random.nextBoolean() ? "null" : "[1]";
    }
    return switch (name) {
      case "string", "secret", "other" -> text(random);
      case "bool" -> random.nextBoolean() ? "true" : "false";
      case "timestamp" -> usual("1790000000466", TIMES, random);
      case "duration" -> "\"10m\"";
      case "enum" -> usual("\"ECOM\"", new String[] {"\"POS\"", "\"ATM\"", "\"atm\""}, random);
      case "ip" -> usual("\"192.0.2.1\"", new String[] {"\"2001:db8::1\"", "\"1.2.3\""}, random);
      case "geo" -> usual(PLACES[0], PLACES, random);
      case "unknown" -> "{\"a\":[1,{}]}";
      case "int", "secretInt", "decimal0" ->
          usual(Integer.toString(random.nextInt(-5_000, 50_000)), NUMBERS, random);
      default -> usual(random.nextInt(-500, 5_000) + "." + random.nextInt(100), NUMBERS, random);
    };
  }

  private static String usual(String usual, String[] others, Random random) {
    return random.nextInt(6) > 0 ? usual : others[random.nextInt(others.length)];
  }

  /** Of every length around those that are read at once. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = random.nextInt(30); i > 0; i--) {
      text.append(
          random.nextInt(60) == 0
              ? new String[] {"\\n", "ë", "€", "\\u00eb", "\\\"", "\t"}[random.nextInt(6)]
              : String.valueOf((char) ('a' + random.nextInt(26))));
    }
    return text.append('"').toString();
  }
}
