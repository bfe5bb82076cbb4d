package io.tripline.ingest.json;

import static io.tripline.ingest.TestTypes.everyType;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The quick way makes of a record what the careful way makes of it. */
final class PlainRecordsPropertyTest {
  // jqwik makes an instance for each try.
  private static final BothWays BOTH_WAYS = new BothWays();
  private static final Decoding WHOLE = new Decoding(BothWays.ONE);
  private static final Decoding HALF = new Decoding(BothWays.HALF);
  private static final Decoding OTHER_HALF = new Decoding(BothWays.OTHER_HALF);
  private static final byte[][] END_OF_LINE = {{'\n'}, {'\r', '\n'}, {' ', '\n', '\n'}, {}};

  @Property(tries = 1_500)
  void bothWaysAgree(@ForAll long seed, @ForAll @IntRange(max = 3) int edits) {
    Random random = new Random(seed);
    EventType type = random.nextInt(4) == 0 ? BothWays.OTHER : everyType();
    byte[] bytes = new RandomEvents(seed).next(type).json().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < edits; i++) {
      bytes = Mutations.mutate(bytes, random);
    }
    BOTH_WAYS.agree(bytes);
  }

  /** What no rule reads is checked all the same, and what is read comes out the same. */
  @Property(tries = 1_500)
  void fieldsThatNoRuleReadsAreLeftOutAndNothingElse(
      @ForAll long seed, @ForAll @IntRange(max = 2) int edits) {
    Random random = new Random(seed);
    byte[] bytes = new RandomEvents(seed).next(everyType()).json().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < edits; i++) {
      bytes = Mutations.mutate(bytes, random);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    Rejection rejection = WHOLE.decode(bytes);
    for (Decoding part : List.of(HALF, OTHER_HALF)) {
      assertThat(part.decode(bytes)).as(text).isEqualTo(rejection);
      if (rejection == null) {
        Map<String, Object> expected = WHOLE.values();
        EventLayout layout = part.schema.get("Every");
        expected.keySet().removeIf(field -> !layout.hasSlot(layout.type().indexOf(field)));
        assertThat(part.values()).as(text).isEqualTo(expected);
        assertThat(part.event().raw()).isEqualTo(WHOLE.event().raw());
      }
    }
  }

  /** Numbers are read eight digits at once, twice before the point, so every length is another. */
  @Property(tries = 1_000)
  void bothWaysAgreeOnNumbersOfEveryLength(
      @ForAll long seed,
      @ForAll @IntRange(max = 20) int whole,
      @ForAll @IntRange(max = 12) int fraction) {
    Random random = new Random(seed);
    String number =
        (random.nextBoolean() ? "-" : "")
            + digits(random, whole)
            + (fraction == 0 ? "" : "." + digits(random, fraction))
            + (random.nextInt(8) == 0 ? "e" + random.nextInt(-4, 5) : "");
    for (String field : List.of("int", "double", "decimal", "decimal9", "timestamp", "unknown")) {
      String json = "{\"type\":\"Every\",\"time\":1,\"" + field + "\":" + number + "}";
      BOTH_WAYS.agree(json.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String digits(Random random, int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  /** Plain to begin with, so that each change is met by the quick way. */
  @Property(tries = 3_000)
  void bothWaysAgreeOnWhatIsNearlyPlain(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 2) int edits) {
    Random random = new Random(seed);
    String plain = random.nextBoolean() ? PlainRecordsTest.PLAIN : PlainRecordsTest.PLAIN_TOO;
    byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < edits; i++) {
      bytes = Mutations.mutate(bytes, random);
    }
    BOTH_WAYS.agree(bytes);
  }

  /**
   * Lines one after another, each taken up to its end by what it holds, are what they are alone.
   */
  @Property(tries = 1_000)
  void aLineEndsWhereItsLineFeedIs(@ForAll long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int i = random.nextInt(6); i >= 0; i--) {
      byte[] line = PlainRecordsTest.PLAIN.getBytes(StandardCharsets.UTF_8);
      for (int edits = random.nextInt(3); edits > 0; edits--) {
        line = Mutations.mutate(line, random);
      }
      lines.writeBytes(line);
      lines.writeBytes(END_OF_LINE[random.nextInt(END_OF_LINE.length)]);
    }
    int length = lines.size();
    lines.writeBytes(new byte[JsonEventDecoder.READS_BEYOND]);
    byte[] bytes = lines.toByteArray();
    Decoding quick = new Decoding(BothWays.TWO);
    Decoding careful = new Decoding(BothWays.TWO, DecodeLimits.defaults(), false);
    List<Rejection> rejections = new ArrayList<>();
    List<Rejection> expected = new ArrayList<>();
    int expectedAt = 0;
    for (int at = 0; at < length; ) {
      assertThat(at).isEqualTo(expectedAt);
      at = quick.decoder.decodeLine(bytes, at, length, quick.writer);
      if (quick.decoder.rejection() != null) {
        rejections.add(quick.decoder.rejection());
      }
      int end = Bytes.indexOf(bytes, (byte) '\n', expectedAt, length);
      if (JsonSpace.skip(bytes, expectedAt, end) < end) {
        Rejection why = careful.decoder.decode(bytes, expectedAt, end - expectedAt, careful.writer);
        if (why != null) {
          expected.add(why);
        }
      }
      expectedAt = Math.min(end + 1, length);
    }
    assertThat(rejections).isEqualTo(expected);
    assertThat(BothWays.flat(quick)).isEqualTo(BothWays.flat(careful));
  }
}
