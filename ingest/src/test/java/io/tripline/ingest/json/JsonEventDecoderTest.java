package io.tripline.ingest.json;

import static io.tripline.ingest.TestTypes.event;
import static io.tripline.ingest.TestTypes.field;
import static io.tripline.ingest.TestTypes.optional;
import static io.tripline.ingest.TestTypes.pii;
import static io.tripline.ingest.TestTypes.schema;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What surrounds the values: the object, its type, its bytes, and the limits. */
final class JsonEventDecoderTest {
  private static final EventType PAYMENT =
      event("Payment", field("card", Type.Simple.STRING), optional("amount", new Type.Decimal(2)));
  private static final EventType LOGIN = event("Login", optional("user", Type.Simple.STRING));

  private final Decoding one = new Decoding(schema(1, PAYMENT));
  private final Decoding two = new Decoding(schema(1, PAYMENT, LOGIN));

  @Test
  void keepsTimeSourceTypeAndRecord() {
    String json = "{\"type\":\"Payment\", \"time\":5,\"card\":\"c1\",\"extra\":{\"a\":[1,{}]}}";
    accepted(two, "\uFEFF \t" + json + " \r\n");
    EventView event = two.event();
    assertThat(event.time()).isEqualTo(5);
    assertThat(event.source()).isEqualTo(7);
    assertThat(event.schemaId()).isEqualTo(1);
    assertThat(two.schema.layoutOf(event).type()).isEqualTo(PAYMENT);
    assertThat(event.raw()).asString().isEqualTo(json);
    assertThat(two.values()).containsOnlyKeys("time", "card").containsEntry("card", "c1");
  }

  @Test
  void findsTheTypeWhereverItStands() {
    accepted(
        two, "{\"time\":5,\"nested\":{\"type\":\"Payment\"},\"type\":\"Login\",\"user\":\"u\"}");
    assertThat(two.schema.layoutOf(two.event()).type()).isEqualTo(LOGIN);
    assertThat(two.values()).containsEntry("user", "u");
    accepted(two, "{\"\\u0074ype\":\"Log\\u0069n\",\"time\":5}");
  }

  @Test
  void needsNoTypeIfThereIsOnlyOne() {
    accepted(one, "{\"time\":5,\"card\":\"c\"}");
    accepted(one, "{\"time\":5,\"card\":\"c\",\"type\":\"Payment\"}");
    accepted(one, "{\"time\":5,\"card\":\"c\",\"type\":null}");
    rejected(
        one,
        "{\"time\":5,\"card\":\"c\",\"type\":\"Pament\"}",
        "unknown_type",
        "There is no event type \"Pament\"; declared are Payment.");
  }

  @Test
  void saysWhatIsWrongWithTheType() {
    rejected(two, "{}", "missing_type", "The event has no \"type\"; declared are Login, Payment.");
    rejected(
        two,
        "{\"type\":null}",
        "missing_type",
        "The event has no \"type\"; declared are Login, Payment.");
    rejected(
        two,
        "{\"a\":1,\"type\":\"Refund\"}",
        "unknown_type",
        "There is no event type \"Refund\"; declared are Login, Payment.");
    rejected(two, "{\"type\":3}", "wrong_type", "The event's \"type\" must be a string.");
    rejected(
        two,
        "{\"type\":\"Login\",\"time\":1,\"type\":\"Payment\"}",
        "unknown_type",
        "The event has two types, \"Login\" and \"Payment\".");
    rejected(
        new Decoding(Schema.EMPTY),
        "{\"type\":\"Login\"}",
        "unknown_type",
        "There is no event type \"Login\"; no rule set that declares one is deployed.");
  }

  @Test
  void aFieldMayItselfBeCalledType() {
    Decoding decoding =
        new Decoding(schema(1, event("Login", field("type", Type.Simple.STRING)), PAYMENT));
    accepted(decoding, "{\"type\":\"Login\",\"time\":1}");
    assertThat(decoding.values()).containsEntry("type", "Login");
    accepted(decoding, "{\"time\":1,\"type\":\"Login\"}");
    assertThat(decoding.values()).containsEntry("type", "Login");
  }

  @Test
  void aMandatoryFieldMustHaveAValue() {
    rejected(one, "{\"time\":5}", "missing_field", "Field card (string) is missing.");
    rejected(
        one,
        "{\"time\":5,\"card\":null}",
        "missing_field",
        "Field card (string) must not be null.");
    rejected(one, "{}", "missing_field", "Field time (timestamp) is missing.");
  }

  @Test
  void manyFieldsAreAllLookedAt() {
    EventType.Field[] fields = new EventType.Field[150];
    StringBuilder json = new StringBuilder("{\"time\":1");
    for (int i = 0; i < fields.length; i++) {
      fields[i] = field("f" + i, Type.Simple.INT);
      json.append(",\"f").append(i).append("\":").append(i);
    }
    Decoding decoding = new Decoding(schema(1, event("Wide", fields)));
    accepted(decoding, json + "}");
    assertThat(decoding.values()).hasSize(151).containsEntry("f130", 130L);
    rejected(
        decoding,
        json.toString().replace("\"f130\"", "\"g130\"") + "}",
        "missing_field",
        "Field f130 (int) is missing.");
  }

  @Test
  void theLastOfARepeatedFieldCounts() {
    accepted(one, "{\"time\":5,\"card\":\"a\",\"amount\":1,\"card\":\"bc\",\"amount\":2}");
    assertThat(one.values()).containsEntry("card", "bc").containsEntry("amount", 200L);
    accepted(one, "{\"time\":5,\"card\":null,\"amount\":1,\"card\":\"a\",\"amount\":null}");
    assertThat(one.values()).containsEntry("card", "a").doesNotContainKey("amount");
    rejected(
        one,
        "{\"time\":5,\"card\":\"a\",\"card\":null}",
        "missing_field",
        "Field card (string) must not be null.");
  }

  @Test
  void readsFieldsByTheirNameInJson() {
    EventType.Field card =
        new EventType.Field("card", "card_número", Type.Simple.STRING, false, false);
    Decoding decoding = new Decoding(schema(1, event("Payment", card)));
    accepted(decoding, "{\"time\":5,\"card_número\":\"c\"}");
    assertThat(decoding.values()).containsEntry("card", "c");
    rejected(
        decoding,
        "{\"time\":5,\"card\":\"c\"}",
        "missing_field",
        "Field card (string, \"card_número\" in JSON) is missing.");
  }

  @Test
  void whatIsNotAnObject() {
    String notAnObject = "An event must be a JSON object, in braces.";
    for (String json : List.of("[]", "[{}]", "12 ", "\"x\"", "null", "true")) {
      rejected(one, json, "not_an_object", notAnObject);
    }
  }

  @Test
  void whatIsNotJson() {
    rejected(one, "", "unparseable", "There is nothing to read.");
    rejected(one, " \r\n", "unparseable", "There is nothing to read.");
    rejected(one, "{\"time\":5", "unparseable", "The JSON ends before it is complete.");
    rejected(one, "{\"time\":5,", "unparseable", "The JSON ends before it is complete.");
    rejected(one, "{\"card\":\"c", "unparseable", "The JSON ends before it is complete.");
    rejected(one, "{\"time\" 5}", "unparseable", "The JSON is broken near byte 9.");
    rejected(one, "{'time':5}", "unparseable", "The JSON is broken near byte 2.");
    rejected(one, "{\"time\":5,}", "unparseable", "The JSON is broken near byte 11.");
    rejected(one, "{\"time\":NaN}", "unparseable", "The JSON is broken near byte 12.");
    rejected(one, "{\"time\":05}", "unparseable", "The JSON is broken near byte 10.");
    rejected(one, "{\"card\":\"a\nb\"}", "unparseable", "The JSON is broken near byte 11.");
    rejected(
        one,
        "{\"time\":5,\"card\":\"c\"} {}",
        "unparseable",
        "Something follows after the end of the JSON object.");
  }

  @Test
  void theWholeRecordMustBeUtf8() {
    String json = "{\"time\":5,\"card\":\"c\",\"x\":\"?\"}";
    for (int[] bad :
        new int[][] {
          {0x80},
          {0xC0, 0x80},
          {0xC3},
          {0xED, 0xA0, 0x80},
          {0xF4, 0x90, 0x80, 0x80},
          {0xFF},
          {0xE2, 0x82}
        }) {
      byte[] bytes = withBytes(json, bad);
      assertThat(one.decode(bytes))
          .isEqualTo(
              new Rejection(
                  "unparseable", String.format("Byte 27 (0x%02X) is not UTF-8.", bad[0])));
    }
    assertThat(one.decode(withBytes(json, 0xF0, 0x9F, 0x98, 0x80))).isNull();
    assertThat(one.decode(json.getBytes(StandardCharsets.UTF_16BE))).isNotNull();
  }

  private static byte[] withBytes(String json, int... bytes) {
    StringBuilder latin = new StringBuilder();
    for (int b : bytes) {
      latin.append((char) b);
    }
    return json.replace("?", latin).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void limitsAreKept() {
    DecodeLimits limits = new DecodeLimits(1_000, 4, 20, 30);
    Decoding decoding = new Decoding(schema(1, PAYMENT), limits);
    String start = "{\"time\":5,\"card\":\"c\",\"x\":";
    accepted(decoding, start + "[[[]]]}");
    accepted(decoding, start + "1" + "0".repeat(19) + "}");
    accepted(decoding, start + "{\"" + "n".repeat(30) + "\":1}}");
    String beyond =
        "The event is nested more than 4 levels deep, or has a number of more than 20 characters"
            + " or a name of more than 30 bytes.";
    rejected(decoding, start + "[[[[]]]]}", "too_large", beyond);
    rejected(decoding, start + "1" + "0".repeat(20) + "}", "too_large", beyond);
    rejected(decoding, start + "{\"" + "n".repeat(60) + "\":1}}", "too_large", beyond);
    String large = "The event is larger than 1000 bytes.";
    String record = start + "\"" + "x".repeat(1000) + "\"}";
    rejected(decoding, record, "too_large", large);
    int overhead = flatLength(decoding, start + "\"\"}");
    accepted(decoding, start + "\"" + "x".repeat(1000 - overhead) + "\"}");
    assertThat(decoding.event().length()).isEqualTo(1000);
    rejected(decoding, start + "\"" + "x".repeat(1001 - overhead) + "\"}", "too_large", large);
  }

  private static int flatLength(Decoding decoding, String json) {
    accepted(decoding, json);
    return decoding.event().length();
  }

  @Test
  void aRejectionLeavesTheEventsBeforeAndAfterAlone() {
    EventWriter out = new EventWriter();
    List<@Nullable String> codes = new ArrayList<>();
    for (String json :
        List.of(
            "{\"time\":1,\"card\":\"a\"}",
            "{\"time\":2,\"card\":\"b\",\"amount\":\"x\"}",
            "{\"time\":3,\"card\":\"c\"",
            "{\"time\":4,\"card\":\"d\"}}",
            "{\"time\":5,\"card\":\"e\"}")) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      Rejection rejection = one.decoder.decode(bytes, 0, bytes.length, out);
      codes.add(rejection == null ? null : rejection.code());
    }
    assertThat(codes).containsExactly(null, "wrong_type", "unparseable", "unparseable", null);
    assertThat(out.count()).isEqualTo(2);
    EventView first = new EventView().wrap(out.bytes(), 0);
    EventView second = new EventView().wrap(out.bytes(), first.length());
    assertThat(first.time()).isEqualTo(1);
    assertThat(second.time()).isEqualTo(5);
    assertThat(first.length() + second.length()).isEqualTo(out.length());
  }

  @Test
  void noReasonHoldsAHiddenValue() {
    Decoding decoding =
        new Decoding(
            schema(1, event("Payment", pii("card", Type.Simple.INT), pii("at", Type.Simple.GEO))));
    String secret = "4111111111111111";
    for (String value :
        List.of(
            "\"" + secret + "\"",
            secret + ".5",
            secret + "4111111111111111",
            secret + "x",
            "{\"a\":" + secret + "}",
            "[" + secret + "]")) {
      for (String name : List.of("card", "at")) {
        Rejection rejection = decoding.decode("{\"time\":1,\"" + name + "\":" + value + "}");
        assertThat(rejection).isNotNull();
        assertThat(rejection.reason()).doesNotContain("4111");
      }
    }
  }

  @Test
  void staysRightForMoreRecordsThanOneParserReads() {
    for (int i = 0; i < 20_000; i++) {
      accepted(one, "{\"time\":" + i + ",\"card\":\"c\",\"unknown-" + i + "\":{\"k" + i + "\":1}}");
      assertThat(one.event().time()).isEqualTo(i);
    }
  }

  private static void accepted(Decoding decoding, String json) {
    assertThat(decoding.decode(json)).isNull();
    assertThat(decoding.writer.count()).isEqualTo(1);
  }

  private static void rejected(Decoding decoding, String json, String code, String reason) {
    assertThat(decoding.decode(json)).isEqualTo(new Rejection(code, reason));
    assertThat(decoding.writer.count()).isZero();
    assertThat(decoding.writer.length()).isZero();
  }
}
