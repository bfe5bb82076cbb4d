package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.LiveServer.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events as CSV, as CloudEvents, and in bodies that do not end soon. */
final class EventFormsTest {
  private static final String TYPE = "Content-Type";

  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.start(folder);
    assertThat(server.put("/v1/rulesets/cards", Rules.BIG).status()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode taken(Answer answer, int accepted, int rejected) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode json = answer.json();
    assertThat(json.get("accepted").intValue()).as(answer.text()).isEqualTo(accepted);
    assertThat(json.get("rejected").intValue()).as(answer.text()).isEqualTo(rejected);
    return json;
  }

  private JsonNode alerts() throws InterruptedException {
    server.engine().awaitProcessed();
    return server.get("/v1/alerts").json().get("alerts");
  }

  @Test
  void rows() throws InterruptedException {
    String csv =
        "id,time,card,amount,note\n"
            + "e1,2026-01-31T10:00:00Z,c1,250.00,\"so, \"\"quoted\"\"\"\n"
            + "e2,2026-01-31T10:00:01Z,c1,much,\n"
            + "e3,2026-01-31T10:00:02Z,0012,300,";
    JsonNode told = taken(server.post("/v1/events", csv, TYPE, "text/csv; charset=utf-8"), 2, 1);
    assertThat(told.get("errors").get(0).get("index").intValue()).isEqualTo(1);
    JsonNode alerts = alerts();
    assertThat(alerts).hasSize(2);
    assertThat(alerts.get(0).get("with").get("note").stringValue()).isEqualTo("so, \"quoted\"");
    taken(server.post("/v1/events", "id,id\n1,2\n", TYPE, "text/csv"), 0, 1);
    taken(server.post("/v1/events", "", TYPE, "text/csv"), 0, 0);
    taken(server.post("/v1/events", "id,time,card,amount", TYPE, "text/csv"), 0, 0);
  }

  @Test
  void aCloudEventInItsThreeForms() throws InterruptedException {
    String envelope =
        "{\"specversion\":\"1.0\",\"id\":\"e%d\",\"source\":\"/shop\",\"type\":\"com.bank.Payment\","
            + "\"time\":\"2026-01-31T10:00:0%dZ\",\"data\":{\"card\":\"c\",\"amount\":250.00}}";
    taken(
        server.post("/v1/events", envelope.formatted(1, 1), TYPE, "application/cloudevents+json"),
        1,
        0);
    taken(
        server.post(
            "/v1/events?source=shop",
            "[" + envelope.formatted(2, 2) + "," + envelope.formatted(3, 3) + ",{}]",
            TYPE,
            "application/cloudevents-batch+json; charset=UTF-8"),
        2,
        1);
    taken(
        server.post(
            "/v1/events",
            "{\"card\":\"c\",\"amount\":250.00}",
            TYPE,
            "application/json",
            "ce-specversion",
            "1.0",
            "ce-id",
            "e%204",
            "ce-source",
            "/shop",
            "ce-type",
            "Payment",
            "ce-time",
            "2026-01-31T10:00:04+00:00"),
        1,
        0);
    JsonNode alerts = alerts();
    assertThat(alerts).hasSize(4);
    assertThat(alerts.valueStream().map(each -> each.get("match").get("p").get(0).stringValue()))
        .containsExactlyInAnyOrder("e1", "e2", "e3", "e 4");
  }

  @Test
  void dataThatIsNoJsonIsToldSo() {
    Answer answer =
        server.post(
            "/v1/events",
            "<x/>",
            TYPE,
            "text/xml",
            "ce-specversion",
            "1.0",
            "ce-id",
            "1",
            "ce-source",
            "s",
            "ce-type",
            "Payment");
    JsonNode told = taken(answer, 0, 1);
    assertThat(told.get("errors").get(0).get("reason").stringValue()).contains("must be JSON");
    assertThat(server.post("/v1/events", "<x/>", TYPE, "text/xml").status()).isEqualTo(415);
  }

  /** More than one body may have, and more than is in memory at a time. */
  @Test
  void linesAndRowsMayGoOnForAsLongAsTheCallerLikes() throws Exception {
    int lines = 300_000;
    JsonNode told =
        stream(
            "application/x-ndjson",
            out -> {
              for (int i = 0; i < lines; i++) {
                boolean good = i % 100 != 99;
                write(out, good ? Rules.payment("e" + i, 1, "c" + i, "1.00") + "\n" : "{}\n");
              }
            });
    assertThat(told.get("accepted").intValue()).isEqualTo(lines - lines / 100);
    assertThat(told.get("rejected").intValue()).isEqualTo(lines / 100);
    assertThat(told.get("errors")).hasSize(1_000);
    assertThat(told.get("errors").get(999).get("index").intValue()).isEqualTo(99_999);
    JsonNode rows =
        stream(
            "text/csv",
            out -> {
              write(out, "id,time,card,amount,note\n");
              for (int i = 0; i < lines; i++) {
                write(out, "r" + i + ",2026-01-31T11:00:00Z,c,1.00,\"a\nline\"\n");
              }
              write(out, "last,2026-01-31T11:00:00Z,c,250.00,");
            });
    assertThat(rows.get("accepted").intValue()).as(rows.toString()).isEqualTo(lines + 1);
    assertThat(rows.get("rejected").intValue()).isZero();
    assertThat(alerts()).hasSize(1);
    assertThat(server.engine().health().events()).isEqualTo(lines - lines / 100 + lines + 1);
  }

  @Test
  void aLineLongerThanABodyEndsAStream() throws Exception {
    byte[] much = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    JsonNode told =
        stream(
            "application/x-ndjson",
            out -> {
              write(out, Rules.payment("e", 1, "c", "1.00") + "\n");
              // A first part with a whole line, then one that does not end.
              for (int i = 0; i < 40; i++) {
                out.write(much);
              }
            });
    assertThat(told.get("type").stringValue()).isEqualTo("urn:tripline:problem:body-too-large");
    assertThat(told.get("accepted").intValue()).isEqualTo(1);
  }

  /** What may be in memory of all bodies is what they are, not what they might be. */
  @Test
  void aBodyTakesAsMuchMemoryAsItIsLarge() throws Exception {
    int budget = 1 << 20;
    try (LiveServer small =
            LiveServer.start(
                folder.resolve("small"), LiveServer.ANY_PORT.withBodies(budget, budget + 1));
        Socket slow = new Socket(small.uri().getHost(), small.uri().getPort())) {
      assertThat(small.put("/v1/rulesets/cards", Rules.BIG).status()).isEqualTo(200);
      write(
          slow.getOutputStream(),
          "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 5_000; i++) {
        lines.append(Rules.payment("e" + i, 1, "c", "1.00")).append('\n');
      }
      assertThat(lines.length()).isBetween(budget / 4, budget - (32 << 10));
      for (int i = 0; i < 10; i++) {
        taken(small.post("/v1/events", lines.toString(), TYPE, "application/x-ndjson"), 5_000, 0);
      }
    }
  }

  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode stream(String type, Writing writing) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) server.uri().resolve("/v1/events").toURL().openConnection();
    connection.setDoOutput(true);
    connection.setChunkedStreamingMode(1 << 16);
    connection.setRequestProperty(TYPE, type);
    try (OutputStream out = connection.getOutputStream()) {
      writing.to(out);
    }
    try (var in =
        connection.getResponseCode() < 400
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      return new JsonMapper().readTree(in.readAllBytes());
    }
  }
}
