package io.tripline.ingest.json;

import static io.tripline.ingest.TestTypes.event;
import static io.tripline.ingest.TestTypes.everyType;
import static io.tripline.ingest.TestTypes.optional;
import static io.tripline.ingest.TestTypes.schema;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick way takes what it should, and only makes of it what the careful way makes. */
final class PlainRecordsTest {
  private static final EventType OTHER =
      event(
          "Other",
          optional("string", Type.Simple.STRING),
          optional("a long name of a field", Type.Simple.INT));
  private static final Schema ONE = schema(1, everyType());
  private static final Schema TWO = schema(1, everyType(), OTHER);
  private static final DecodeLimits TIGHT = new DecodeLimits(700, 3, 12, 8);

  private final List<Decoding[]> pairs =
      List.of(
          pair(ONE, DecodeLimits.defaults()), pair(TWO, DecodeLimits.defaults()), pair(ONE, TIGHT));

  private static Decoding[] pair(Schema schema, DecodeLimits limits) {
    return new Decoding[] {new Decoding(schema, limits, true), new Decoding(schema, limits, false)};
  }

  @Property(tries = 5_000)
  void bothWaysAgree(@ForAll long seed, @ForAll @IntRange(max = 3) int edits) {
    Random random = new Random(seed);
    EventType type = random.nextInt(4) == 0 ? OTHER : everyType();
    byte[] bytes = new RandomEvents(seed).next(type).json().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < edits; i++) {
      bytes = Mutations.mutate(bytes, random);
    }
    agree(bytes);
  }

  /** Plain to begin with, so that each change is met by the quick way. */
  @Property(tries = 10_000)
  void bothWaysAgreeOnWhatIsNearlyPlain(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 2) int edits) {
    Random random = new Random(seed);
    byte[] bytes = PLAIN.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < edits; i++) {
      bytes = Mutations.mutate(bytes, random);
    }
    agree(bytes);
  }

  private void agree(byte[] bytes) {
    for (Decoding[] pair : pairs) {
      // So that the quick way has not been given up on.
      assertThat(pair[0].decode("{\"type\":\"Every\",\"time\":1}")).isNull();
      String text = new String(bytes, StandardCharsets.UTF_8);
      assertThat(pair[0].decode(bytes)).as(text).isEqualTo(pair[1].decode(bytes));
      assertThat(flat(pair[0].writer)).as(text).isEqualTo(flat(pair[1].writer));
    }
  }

  private static byte[] flat(EventWriter writer) {
    return Arrays.copyOf(writer.bytes(), writer.length());
  }

  private static final String PLAIN =
      "{\"type\":\"Every\",\"time\":\"2026-01-31T10:00:00.000Z\",\"string\":\"Zoë and 8 more\","
          + "\"bool\":true,\"int\":-42,\"double\":1.5e3,\"decimal\":\"12.50\",\"enum\":\"ECOM\","
          + "\"duration\":\"10m\",\"ip\":\"192.0.2.1\",\"geo\":{\"lat\":52.5,\"lon\":-13},"
          + "\"timestamp\":1769853600000,\"secret\":null,\"decimal9\":0.000000001}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        PLAIN,
        "{\"type\":\"Other\",\"time\":1}",
        "{ \"type\" : \"Other\" ,\n \"time\" : 1 , \"string\" : \"\" }",
        "{\"type\":\"Other\",\"time\":1,\"string\":\"\",\"a long name of a field\":7}",
        "{\"type\":\"Other\",\"time\":1,\"x\":\"unknown\",\"y\":-1.5e-3,\"z\":null,\"w\":false}"
      })
  void takesPlainRecords(String json) {
    assertThat(takes(json)).isTrue();
    agree(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"time\":1,\"type\":\"Other\"}",
        "{\"type\":\"Another\",\"time\":1}",
        "{\"type\":\"Other\"}",
        "{\"type\":\"Other\",\"time\":1,}",
        "{\"type\":\"Other\",\"time\":1}}",
        "{\"type\":\"Other\",\"time\":01}",
        "{\"type\":\"Other\",\"time\":1,\"string\":\"a\\n\"}",
        "{\"type\":\"Other\",\"time\":1,\"string\":\"a\tb\"}",
        "{\"type\":\"Other\",\"time\":1,\"x\":[1]}",
        "{\"type\":\"Other\",\"time\":1,\"x\":truth}",
        "{\"type\":\"Other\",\"time\":1,\"x\":1.}",
        "{\"type\":\"Other\",\"time\":1,\"string\":\"a\",\"string\":\"b\"}",
        "{\"type\":\"Other\",\"time\":1,\"string\":7}",
        "{\"type\":\"Other\",\"time\":1,\"string\":\"open}",
        "{\"type\":\"Other\",\"time\":1",
        "{",
        "{}"
      })
  void leavesTheRestToTheCarefulWay(String json) {
    assertThat(takes(json)).isFalse();
    agree(json.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean takes(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    PlainRecords plain = new PlainRecords(TWO, new FieldReaders(), 7, DecodeLimits.defaults());
    return plain.decode(bytes, 0, bytes.length, new EventWriter());
  }

  @Test
  void namesThatJsonMustEscapeAreNotComparedByTheirBytes() {
    for (String name : List.of("a\"", "a\\", "a\tb", "type")) {
      EventType.Field odd = new EventType.Field("odd", name, Type.Simple.STRING, true, false);
      Decoding[] pair = pair(schema(1, event("Odd", odd)), DecodeLimits.defaults());
      for (String json :
          List.of(
              "{\"time\":1,\"" + name + "\":\"Odd\"}",
              "{\"time\":1,\"a\\\"\":\"Odd\"}",
              "{\"time\":1,\"a\\\\\":\"Odd\"}",
              "{\"time\":1,\"a\\tb\":\"Odd\"}")) {
        assertThat(pair[0].decode(json)).as(json).isEqualTo(pair[1].decode(json));
        assertThat(flat(pair[0].writer)).as(json).isEqualTo(flat(pair[1].writer));
      }
    }
  }

  @Test
  void aStreamThatIsNeverPlainIsStillDecoded() {
    Decoding decoding = new Decoding(TWO);
    for (int i = 0; i < 100; i++) {
      assertThat(decoding.decode("{\"type\":\"Other\",\"time\":" + i + ",\"x\":[]}")).isNull();
      assertThat(decoding.event().time()).isEqualTo(i);
    }
    assertThat(decoding.decode("{\"type\":\"Other\",\"time\":7}")).isNull();
  }
}
