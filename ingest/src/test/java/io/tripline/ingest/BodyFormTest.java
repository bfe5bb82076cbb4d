package io.tripline.ingest;

import static io.tripline.ingest.TestTypes.event;
import static io.tripline.ingest.TestTypes.field;
import static io.tripline.ingest.TestTypes.optional;
import static io.tripline.ingest.TestTypes.schema;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.ingest.cloudevents.Envelope;
import io.tripline.ingest.json.JsonEventDecoder;
import io.tripline.ingest.json.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in other forms than JSON objects. */
final class BodyFormTest {
  private static final EventType PAYMENT =
      event("Payment", field("card", Type.Simple.STRING), optional("amount", Type.Simple.INT));
  private static final EventType LOGIN = event("Login", optional("user", Type.Simple.STRING));
  private static final Schema ONE = schema(1, PAYMENT);
  private static final Schema BOTH = schema(2, PAYMENT, LOGIN);

  /** What records come to: the JSON of events, and the reasons why others are none. */
  private static List<String> read(BodyForm form, Schema schema, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    byte[] room = Arrays.copyOf(bytes, bytes.length + 3);
    Arrays.fill(room, bytes.length, room.length, (byte) '}'); // is none of it
    BodyForm.Records records = form.records(room, bytes.length);
    RecordForm.Decoder decoder = records.form().decoder(new JsonEventDecoder(schema, 0));
    EventWriter out = new EventWriter(true);
    List<String> read = new ArrayList<>();
    BodyRecords bounds = records.bounds();
    while (bounds.next()) {
      String broken = bounds.broken();
      if (broken != null) {
        read.add("broken: " + broken);
        continue;
      }
      int length = bounds.end() - bounds.start();
      Rejection rejection = decoder.decode(room, bounds.start(), length, out);
      read.add(rejection == null ? "event" : rejection.code() + ": " + rejection.reason());
    }
    FakeEngine engine = new FakeEngine(schema);
    engine.publish(out, schema.id(), Duration.ZERO);
    List<String> raw = new ArrayList<>(engine.records());
    return read.stream().map(each -> each.equals("event") ? raw.removeFirst() : each).toList();
  }

  @Test
  void rowsAreEventsByTheirFirstRow() {
    String csv = "time,card,amount\n1,c1,5\n\n2,\"c,\n2\",\r\n3,c3,x\n4,c4\n";
    assertThat(read(BodyForm.CSV, ONE, csv))
        .satisfiesExactly(
            each -> assertThat(each).isEqualTo("{\"time\":1,\"card\":\"c1\",\"amount\":5}"),
            each -> assertThat(each).isEqualTo("{\"time\":2,\"card\":\"c,\\u000a2\"}"),
            each -> assertThat(each).startsWith("wrong_type: "),
            each -> assertThat(each).startsWith("unparseable: The row has 2 values"));
  }

  @Test
  void rowsOfSeveralTypesNameThem() {
    assertThat(read(BodyForm.CSV, BOTH, "type,time,card,user\nPayment,1,c,\nLogin,2,,u"))
        .containsExactly(
            "{\"type\":\"Payment\",\"time\":1,\"card\":\"c\"}",
            "{\"type\":\"Login\",\"time\":2,\"user\":\"u\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"time,time\n1,2", "a,\n1,2", "\"a\n1,2"})
  void withoutAFirstRowThatNamesColumnsNothingIsRead(String csv) {
    assertThat(read(BodyForm.CSV, ONE, csv)).singleElement().asString().startsWith("broken: ");
  }

  private static String cloudEvent(String more) {
    return "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/x\",\"type\":\"com.bank.Payment\""
        + more
        + "}";
  }

  @Test
  void theDataIsTheEventAndTheAttributesFillItUp() {
    String event =
        cloudEvent(",\"time\":\"2026-01-31T10:00:00Z\",\"data\": {\"card\" : \"ü\\n\" }");
    assertThat(read(BodyForm.CLOUD_EVENTS, BOTH, event))
        .containsExactly(
            "{\"type\":\"Payment\",\"time\":\"2026-01-31T10:00:00Z\",\"card\" : \"ü\\n\" }");
  }

  @Test
  void whatTheDataSaysGoesBeforeTheAttributes() {
    String data = "{\"user\":\"u\",\"type\":\"Login\",\"time\":5}";
    String event = cloudEvent(",\"time\":\"2026-01-31T10:00:00Z\",\"data\":" + data);
    assertThat(read(BodyForm.CLOUD_EVENTS, BOTH, event)).containsExactly(data);
    assertThat(
            read(
                BodyForm.CLOUD_EVENTS,
                ONE,
                cloudEvent(",\"time\":\"2026-01-31T10:00:00Z\",\"data\":{}")))
        .singleElement()
        .asString()
        .startsWith("missing_field: ");
  }

  @Test
  void aBatchIsAnArray() {
    String body =
        "\uFEFF [ "
            + cloudEvent(",\"data\":{\"time\":1,\"card\":\"a\"}")
            + ", 7 , "
            + cloudEvent(",\"ext\":{\"data\":[1]},\"data\":{\"time\":2,\"card\":\"b\",\"x\":[{}]}")
            + "]";
    assertThat(read(BodyForm.CLOUD_EVENTS, BOTH, body))
        .containsExactly(
            "{\"type\":\"Payment\",\"time\":1,\"card\":\"a\"}",
            "unparseable: A CloudEvent must be a JSON object.",
            "{\"type\":\"Payment\",\"time\":2,\"card\":\"b\",\"x\":[{}]}");
  }

  @Test
  void dataMayBeInBase64() {
    String data =
        Base64.getEncoder()
            .encodeToString("{\"time\":1,\"card\":\"a\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(read(BodyForm.CLOUD_EVENTS, BOTH, cloudEvent(",\"data_base64\":\"" + data + "\"")))
        .containsExactly("{\"type\":\"Payment\",\"time\":1,\"card\":\"a\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|specversion is missing",
        "{\"specversion\":1.0}|specversion is missing",
        "{\"specversion\":\"0.3\",\"data\":{}}|another specversion",
        "{\"specversion\":\"1.0\",\"source\":\"s\",\"type\":\"t\",\"data\":{}}|attribute id",
        "{\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"s\",\"type\":\"t\",\"data\":{}}|attribute"
            + " id",
        "{\"specversion\":\"1.0\",\"id\":\"i\",\"type\":\"t\",\"data\":{}}|attribute source",
        "{\"specversion\":\"1.0\",\"id\":\"i\",\"source\":\"s\",\"data\":{}}|attribute type",
        "EVENT|has no data",
        "EVENT,\"data\":null|has no data",
        "EVENT,\"data\":[]|data of a CloudEvent must be a JSON object",
        "EVENT,\"data\":\"x\"|data of a CloudEvent must be a JSON object",
        "EVENT,\"data_base64\":\"%%\"|data of a CloudEvent must be a JSON object",
        "EVENT,\"data_base64\":\"AAAA\"|JSON is broken",
        "EVENT,\"data_base64\":\"W10=\"|data of a CloudEvent must be a JSON object",
        "EVENT,\"data\":{},\"data_base64\":\"e30=\"|either data or data_base64",
        "EVENT,\"datacontenttype\":\"text/xml\",\"data\":{}|must be JSON",
        "EVENT,\"data\":{\"a\":}|JSON is broken",
        "[1|breaks off",
        "x|JSON is broken",
        "``|must be a JSON object",
      })
  void whatIsNoCloudEventIsTold(String body, String reason) {
    String event = body.startsWith("EVENT") ? cloudEvent(body.substring("EVENT".length())) : body;
    assertThat(read(BodyForm.CLOUD_EVENTS, BOTH, event))
        .singleElement()
        .asString()
        .contains(reason);
  }

  @Test
  void aTypeThatThereIsNotIsToldAsItIs() {
    String event = cloudEvent(",\"data\":{}").replace("com.bank.Payment", "com.bank.payment.v1");
    assertThat(read(BodyForm.CLOUD_EVENTS, BOTH, event))
        .singleElement()
        .asString()
        .startsWith("unknown_type: ")
        .contains("com.bank.payment.v1");
  }

  @Test
  void attributesMayComeBesideTheData() {
    Envelope envelope = new Envelope("1.0", "1", "s", "Payment", null, "application/vnd.x+json");
    assertThat(read(BodyForm.dataOf(envelope), BOTH, "\n{\"time\":1,\"card\":\"\uD83D\uDE00\"}\n"))
        .containsExactly("{\"type\":\"Payment\",\"time\":1,\"card\":\"\uD83D\uDE00\"}");
    assertThat(read(BodyForm.dataOf(envelope), BOTH, "{\"time\":1,\"card\":\"a\"} {}"))
        .singleElement()
        .asString()
        .contains("omething follows");
    Envelope quoted = new Envelope("1.0", "1", "s", "a\"b\\c\n", null, null);
    assertThat(read(BodyForm.dataOf(quoted), BOTH, "{}"))
        .singleElement()
        .asString()
        .startsWith("unknown_type: ");
  }
}
