package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tripline.rest.LiveServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Events in, alerts out. */
final class EventRoutesTest {
  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";

  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.start(folder, LiveServer.ANY_PORT.withMaxAlertsScanned(50));
    assertThat(server.put("/v1/rulesets/cards", Rules.BIG).status()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void oneObjectAnArrayAndLines() {
    accepted(1, server.post("/v1/events", big("e1", 1), "Content-Type", JSON));
    accepted(
        2,
        server.post(
            "/v1/events", "[" + big("e2", 2) + "," + big("e3", 3) + "]", "Content-Type", JSON));
    accepted(
        2,
        server.post(
            "/v1/events",
            big("e4", 4) + "\n\n" + big("e5", 5) + "\n",
            "Content-Type",
            LINES + "; charset=UTF-8"));
    assertThat(bound()).containsExactly("e1", "e2", "e3", "e4", "e5");
  }

  @Test
  void withoutAContentTypeTheFirstBytesTell() {
    accepted(1, server.post("/v1/events", big("e1", 1)));
    accepted(2, server.post("/v1/events", "[" + big("e2", 2) + "," + big("e3", 3) + "]"));
    accepted(2, server.post("/v1/events", big("e4", 4) + "\n" + big("e5", 5)));
    accepted(0, server.post("/v1/events", "[]"));
    assertThat(bound()).containsExactly("e1", "e2", "e3", "e4", "e5");
  }

  @Test
  void aPackedBody() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      String lines =
          IntStream.range(0, 1000).mapToObj(i -> big("e" + i, i)).collect(Collectors.joining("\n"));
      gzip.write(lines.getBytes(StandardCharsets.UTF_8));
    }
    accepted(
        1000, server.send("POST", "/v1/events", out.toByteArray(), "Content-Encoding", "gzip"));
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, LINES})
  void badEventsAreNamedByIndexAndTheGoodOnesGoThrough(String type) {
    List<String> events =
        List.of(
            big("e0", 0),
            "{\"type\":\"Payment\",\"id\":\"e1\",\"time\":\"2026-01-31T10:00:01Z\",\"card\":\"c-secret\"}",
            big("e2", 2),
            big("e3", 3).replace("\"c1\"", "987654321"),
            big("e4", 4).replace("Payment", "Paiment"),
            big("e5", 5));
    String body =
        type.equals(JSON) ? "[" + String.join(",", events) + "]" : String.join("\n", events);
    Answer answer = server.post("/v1/events", body, "Content-Type", type);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("accepted").intValue()).isEqualTo(3);
    assertThat(answer.json().get("rejected").intValue()).isEqualTo(3);
    List<Integer> indexes = new ArrayList<>();
    for (JsonNode error : answer.json().get("errors")) {
      indexes.add(error.get("index").intValue());
      assertThat(error.get("code").stringValue()).matches("[a-z_]+");
      assertThat(error.get("reason").stringValue())
          .isNotBlank()
          .doesNotContain("c-secret", "987654321");
    }
    assertThat(indexes).containsExactly(1, 3, 4);
    assertThat(bound()).containsExactly("e0", "e2", "e5");

    String masked = server.get("/v1/rejected-events").text();
    assertThat(masked).doesNotContain("Paiment\"", "c-secret", "987654321");
    JsonNode log = server.get("/v1/rejected-events?limit=2&personal_data=true").json();
    assertThat(log.get("count").intValue()).isEqualTo(3);
    assertThat(log.get("rejected_events")).hasSize(2);
    assertThat(log.get("rejected_events").get(0).get("raw").stringValue()).contains("Paiment");
    assertThat(log.get("rejected_events").get(0).get("source").stringValue()).startsWith("http");
    JsonNode rest = server.get("/v1/rejected-events?before=" + log.get("next").longValue()).json();
    assertThat(rest.get("rejected_events")).hasSize(1);
    assertThat(rest.get("rejected_events").get(0).get("code").stringValue())
        .isEqualTo("missing_field");
    assertThat(rest.get("next").isNull()).isTrue();

    String metrics = server.get("/metrics").text();
    assertThat(metrics)
        .contains("tripline_http_events_accepted_total 3.0")
        .contains("tripline_http_events_rejected_total{code=\"missing_field\"} 1.0")
        .contains("tripline_rule_matches_total{rule=\"big\",ruleset=\"cards\"} 3.0");
  }

  @Test
  void aBodyThatIsNoJsonIsARejectedEvent() {
    Answer answer = server.post("/v1/events", "nonsense", "Content-Type", JSON);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("accepted").intValue()).isZero();
    assertThat(answer.json().get("errors").get(0).get("code").stringValue())
        .isEqualTo("unparseable");
  }

  @Test
  void anyScriptComesThroughWhole() {
    String name = "Žluťoučký 日本 \uD83D\uDE00 \\\"quoted\\\" \\u0001";
    String event =
        "{\"type\":\"Payment\",\"id\":\"ä1\",\"time\":\"2026-01-31T10:00:00.125Z\",\"card\":\"ключ\",\"amount\":300,\"note\":\"%s\"}"
            .formatted(name);
    accepted(1, server.postJson("/v1/events", event));
    JsonNode alert =
        alerts("?key=%D0%BA%D0%BB%D1%8E%D1%87&personal_data=true").get("alerts").get(0);
    assertThat(alert.get("with").get("note").stringValue())
        .isEqualTo("Žluťoučký 日本 \uD83D\uDE00 \"quoted\" \u0001");
    assertThat(alert.get("match").get("p").get(0).stringValue()).isEqualTo("ä1");
    assertThat(alert.get("time").stringValue()).isEqualTo("2026-01-31T10:00:00.125Z");
    assertThat(alert.get("message").stringValue()).isEqualTo("300.00 at once");

    String line = server.get("/v1/alerts?personal_data=true", "Accept", LINES).text();
    assertThat(line)
        .isEqualTo(
            "{\"id\":"
                + alert.get("id")
                + ",\"rule\":\"big\",\"version\":1,\"key\":{\"card\":\"ключ\"},"
                + "\"time\":\"2026-01-31T10:00:00.125Z\",\"severity\":\"high\",\"score\":60,"
                + "\"message\":\"300.00 at once\",\"with\":{\"note\":\""
                + name
                + "\"},\"match\":{\"p\":[\"ä1\"]}}\n");
    String id = alert.get("id").stringValue();
    JsonNode one = server.get("/v1/alerts/" + id + "?personal_data=true").json();
    alert.propertyNames().forEach(each -> assertThat(one.get(each)).isEqualTo(alert.get(each)));
    assertThat(one.get("evidence").toString()).contains("\"note\":\"" + name + "\"");
    HttpBasicsTest.problem(server.get("/v1/alerts/none"), 404, "not-found");
  }

  @Test
  void alertsAreFilteredAndPaged() {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      body.append(Rules.payment("e" + i, i, i % 2 == 0 ? "even" : "odd", "300")).append('\n');
    }
    accepted(120, server.post("/v1/events", body.toString()));
    await().until(() -> server.storage().alertReader().count() == 120);

    assertThat(pages("", 1000)).hasSize(120).isSorted().startsWith(1).endsWith(120);
    assertThat(pages("&limit=7", 7)).hasSize(120).isSorted();
    assertThat(pages("&limit=7&order=desc", 7)).hasSize(120).startsWith(120).endsWith(1);
    assertThat(pages("&key=odd&limit=3", 3)).hasSize(60).allMatch(n -> n % 2 == 0);
    assertThat(pages("&rule=big", 100)).hasSize(120);
    assertThat(pages("&rule=small", 100)).isEmpty();
    assertThat(pages("&ruleset=cards&order=desc", 100)).hasSize(120);
    assertThat(pages("&ruleset=other", 100)).isEmpty();
    assertThat(pages("&from=2026-01-31T10:01:00Z&to=2026-01-31T10:01:02Z", 100))
        .containsExactly(61, 62);
    assertThat(pages("&from=2026-01-31T11:01:59%2B01:00", 100)).containsExactly(120);

    Answer lines = server.get("/v1/alerts?limit=2", "Accept", LINES);
    assertThat(lines.header("Tripline-Next")).isEqualTo("2");
    assertThat(lines.text().lines()).hasSize(2);
    assertThat(lines.header("Content-Type")).isEqualTo(LINES);
  }

  /** The ordinals of all pages. */
  private List<Integer> pages(String query, int limit) {
    List<Integer> ordinals = new ArrayList<>();
    String after = "";
    while (true) {
      JsonNode page = alerts("?" + after + query);
      assertThat(page.get("alerts").size()).isLessThanOrEqualTo(limit);
      for (JsonNode alert : page.get("alerts")) {
        ordinals.add(alert.get("ordinal").intValue());
      }
      if (page.get("next").isNull()) {
        return ordinals;
      }
      after = "after=" + page.get("next").longValue();
    }
  }

  private JsonNode alerts(String query) {
    awaitProcessed();
    return server.get("/v1/alerts" + query).json();
  }

  private List<String> bound() {
    List<String> ids = new ArrayList<>();
    for (JsonNode alert : alerts("").get("alerts")) {
      ids.add(alert.get("match").get("p").get(0).stringValue());
    }
    return ids;
  }

  private void awaitProcessed() {
    try {
      server.engine().awaitProcessed();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String big(String id, int second) {
    return Rules.payment(id, second, "c1", "300.00");
  }

  private static void accepted(int count, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.text())
        .isEqualTo("{\"accepted\":" + count + ",\"rejected\":0,\"errors\":[]}");
  }
}
