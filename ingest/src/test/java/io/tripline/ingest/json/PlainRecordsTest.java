package io.tripline.ingest.json;

import static io.tripline.ingest.TestTypes.event;
import static io.tripline.ingest.TestTypes.schema;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick way takes what it should, and leaves the rest. */
final class PlainRecordsTest {
  private final BothWays bothWays = new BothWays();

  static final String PLAIN =
      "{\"type\":\"Every\",\"time\":\"2026-01-31T10:00:00.000Z\",\"string\":\"Zoë and 8 more\","
          + "\"bool\":true,\"int\":-42,\"double\":1.5e3,\"decimal\":\"12.50\",\"enum\":\"ECOM\","
          + "\"duration\":\"10m\",\"ip\":\"192.0.2.1\",\"geo\":{\"lat\":52.5,\"lon\":-13},"
          + "\"timestamp\":1769853600000,\"secret\":null,\"decimal9\":0.000000001}";

  /** Plain too, with escapes and with what no field has. */
  static final String PLAIN_TOO =
      "{\"time\": 1769853600000, \"x\": {\"a\": [1, -2.5e3, {}, [], \"\\u00e9\"], \"b\": null},"
          + " \"type\": \"Every\", \"string\": \"a \\\"b\\\" \\\\ \\/ \\b\\f\\n"
          + "\\r"
          + "\\t \\u0000\\u00eb\\u20ac\\uD83D\\uDE00 and more\", \"double\":"
          + " 123456789012345678901e-3, \"ip\": \"2001:db8::1\", \"decimal0\": 7.000, \"duration\":"
          + " 60000, \"timestamp\": \"2026-01-31T10:00:00+01:00\", \"y\": [true, false]}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        PLAIN,
        PLAIN_TOO,
        "{\"time\":1,\"type\":\"Other\"}",
        "{\"type\":\"Other\",\"time\":1,\"string\":\"a\\n\"}",
        "{\"type\":\"Other\",\"time\":1,\"x\":[1]}",
        "{\"type\":\"Other\",\"time\":1,\"x\":{\"y\":{\"z\":[[],{}]}}}",
        "{\"type\":\"Other\",\"time\":1}",
        "{ \"type\" : \"Other\" ,\n \"time\" : 1 , \"string\" : \"\" }",
        "{\"type\":\"Other\",\"time\":1,\"string\":\"\",\"a long name of a field\":7}",
        "{\"type\":\"Other\",\"time\":1,\"x\":\"unknown\",\"y\":-1.5e-3,\"z\":null,\"w\":false}"
      })
  void takesPlainRecords(String json) {
    assertThat(takes(json)).isTrue();
    bothWays.agree(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"Another\",\"time\":1}",
        "{\"type\":\"Other\"}",
        "{\"type\":\"Other\",\"time\":1,}",
        "{\"type\":\"Other\",\"time\":1}}",
        "{\"type\":\"Other\",\"time\":01}",
        "{\"type\":\"Other\",\"time\":1,\"string\":\"a\\x\"}",
        "{\"type\":\"Other\",\"time\":1,\"string\":\"\\ud83d\"}",
        "{\"type\":\"Other\",\"time\":1,\"string\":\"\\u12g4\"}",
        "{\"type\":\"Other\",\"time\":1,\"string\":\"a\tb\"}",
        "{\"type\":\"Other\",\"time\":1,\"x\":[1,]}",
        "{\"type\":\"Other\",\"time\":1,\"x\":[1}}",
        "{\"type\":\"Other\",\"time\":1,\"x\":{\"y\"}}",
        "{\"type\":\"Other\",\"time\":1,\"\\u0078\":1}",
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
    bothWays.agree(json.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean takes(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    PlainRecords plain =
        new PlainRecords(
            BothWays.TWO, new FieldReaders(), 7, DecodeLimits.defaults(), PlainSpace.all(), 1);
    return plain.decode(bytes, 0, bytes.length, new EventWriter()) == bytes.length;
  }

  @Test
  void namesThatJsonMustEscapeAreNotComparedByTheirBytes() {
    for (String name : List.of("a\"", "a\\", "a\tb", "type")) {
      EventType.Field odd = new EventType.Field("odd", name, Type.Simple.STRING, true, false);
      BothWays odds = new BothWays(schema(1, event("Odd", odd)));
      for (String json :
          List.of(
              "{\"time\":1,\"" + name + "\":\"Odd\"}",
              "{\"time\":1,\"a\\\"\":\"Odd\"}",
              "{\"time\":1,\"a\\\\\":\"Odd\"}",
              "{\"time\":1,\"a\\tb\":\"Odd\"}")) {
        odds.agree(json.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void aStreamThatIsNeverPlainIsStillDecoded() {
    Decoding decoding = new Decoding(BothWays.TWO);
    for (int i = 0; i < 100; i++) {
      assertThat(decoding.decode("{\"type\":\"Other\",\"time\":" + i + ",\"x\":[]}")).isNull();
      assertThat(decoding.event().time()).isEqualTo(i);
    }
    assertThat(decoding.decode("{\"type\":\"Other\",\"time\":7}")).isNull();
  }
}
