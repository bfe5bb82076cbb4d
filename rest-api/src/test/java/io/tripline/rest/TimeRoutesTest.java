package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.ingest.IntakeSettings;
import io.tripline.rest.LiveServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** Time as callers see it: sources, lateness, heartbeats, and what the server says of them. */
final class TimeRoutesTest {
  private static final String RULES =
      """
      event Ask   { id string @id  time timestamp @time               who string }
      event Reply { id string @id  time timestamp @time(lateness 10s) who string }
      rule unanswered {
        severity low
        by who
        pattern ask -> not reply  within 1m
        define ask: Ask  reply: Reply
        alert "{ask.id}"
      }
      rule asked {
        severity low
        on Ask by who when true
        alert "{id}"
      }
      """;

  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server = start(0);
    assertThat(server.put("/v1/rulesets/support", RULES).status()).isEqualTo(200);
  }

  /** Without a clock for idle sources if {@code idleMillis} is 0. */
  private LiveServer start(long idleMillis) {
    EngineSettings settings =
        EngineSettings.defaults().withTime(idleMillis, EngineSettings.USUAL_HELD_EVENTS);
    return LiveServer.start(
        folder, LiveServer.ANY_PORT, settings, IntakeSettings.defaults(), storage -> storage);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String event(String type, String id, String time) {
    return "{\"type\":\"%s\",\"id\":\"%s\",\"time\":\"2026-01-31T%sZ\",\"who\":\"w\"}"
        .formatted(type, id, time);
  }

  private void send(String path, String... events) {
    Answer answer = server.post(path, String.join("\n", events));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("rejected").intValue()).isZero();
  }

  private void time(String body) {
    Answer answer = server.post("/v1/time", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private List<String> alerts() throws InterruptedException {
    server.engine().awaitProcessed();
    List<String> alerts = new ArrayList<>();
    for (JsonNode alert : server.get("/v1/alerts").json().get("alerts")) {
      alerts.add(alert.get("rule").stringValue() + " " + alert.get("message").stringValue());
    }
    return alerts;
  }

  @Test
  void anAbsenceIsToldWithoutAnEvent() throws InterruptedException {
    send("/v1/events", event("Ask", "a1", "10:00:00"));
    time("{\"time\": \"2026-01-31T10:01:10Z\"}");
    assertThat(alerts()).as("the end is not past").containsExactly("asked a1");
    time("{\"time\": 1769853670001}");
    assertThat(alerts()).containsExactly("asked a1", "unanswered a1");
    JsonNode alert = server.get("/v1/alerts?rule=unanswered").json().get("alerts").get(0);
    assertThat(alert.get("time").stringValue()).isEqualTo("2026-01-31T10:01:00Z");
  }

  @Test
  void aReplyThatWasOvertakenStillCounts() throws InterruptedException {
    send("/v1/events", event("Ask", "a1", "10:00:00"), event("Ask", "a2", "10:01:05"));
    send("/v1/events", event("Reply", "r1", "10:00:58"));
    time("{\"time\": \"2026-01-31T10:02:00Z\"}");
    assertThat(alerts()).containsExactly("asked a1", "asked a2");
  }

  @Test
  void sourcesHaveTimesOfTheirOwn() throws InterruptedException {
    send("/v1/events?source=mail-2", event("Reply", "r0", "09:59:00"));
    send("/v1/events?source=app", event("Ask", "a1", "10:00:00"));
    send("/v1/events?source=app", event("Ask", "a2", "11:00:00"));
    assertThat(alerts()).as("mail may bring a reply yet").containsExactly("asked a1", "asked a2");
    send("/v1/events?source=mail-2", event("Reply", "r1", "10:00:30"));
    server.engine().awaitProcessed();
    ObjectNode status = (ObjectNode) server.get("/v1/status").json();
    status.remove(List.of("keys", "checkpoints", "journal"));
    assertThat(status)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"events": 4, "watermark": "2026-01-31T11:00:00Z",
                     "late": 0, "diverted": 0, "dropped": 0, "duplicates": 0,
                     "held": 2, "released_early": 0,
                     "sources": [
                       {"name": "default", "watermark": null, "idle": false},
                       {"name": "mail-2", "watermark": "2026-01-31T10:00:30Z", "idle": false},
                       {"name": "app", "watermark": "2026-01-31T11:00:00Z", "idle": false}],
                     "lanes": [
                       {"lateness_ms": 10000, "watermark": "2026-01-31T10:00:20Z", "held": 2}],
                     "ids": [],
                     "decisions": {"decided": {"approve": 0, "review": 0, "decline": 0},
                                   "answered": 0, "undecided": 0, "not_matched": 0, "repeated": 0,
                                   "timed_out": 0, "late": 0, "waiting": 0}}
                    """));
    time("{\"source\": \"mail-2\", \"time\": \"2026-01-31T11:00:00Z\"}");
    assertThat(alerts()).containsExactly("asked a1", "asked a2");
    assertThat(server.get("/metrics").text())
        .contains("tripline_source_watermark_seconds{source=\"mail-2\"} 1.7698572E9")
        .contains("tripline_source_idle{source=\"app\"} 0.0")
        .contains("tripline_lane_watermark_seconds{lateness_ms=\"10000\"}")
        .contains("tripline_events_held 1.0")
        .contains("tripline_events_released_early_total 0.0");
  }

  @Test
  void aSilentSourceIsNotWaitedForForEver() {
    server.close();
    server = start(20);
    send("/v1/events?source=mail", event("Reply", "r0", "09:00:00"));
    send("/v1/events?source=app", event("Ask", "a1", "10:00:00"));
    // Both fall silent, and nothing is held back any more.
    Awaitility.await().until(() -> server.get("/v1/status").json().get("held").intValue() == 0);
    JsonNode sources = server.get("/v1/status").json().get("sources");
    assertThat(sources.get(1).get("idle").booleanValue()).isTrue();
    assertThat(sources.get(2).get("idle").booleanValue()).isTrue();
  }

  @Test
  void heldEventsAndSourcesOutliveARestart() throws InterruptedException {
    send("/v1/events?source=app", event("Ask", "a1", "10:00:00"));
    send("/v1/events?source=mail", event("Reply", "r1", "10:00:30"));
    send("/v1/events?source=app", event("Ask", "a2", "10:00:40"));
    server.close();
    server = start(0);
    assertThat(server.get("/v1/status").json().get("held").intValue()).isEqualTo(2);
    time("{\"source\": \"mail\", \"time\": \"2026-01-31T12:00:00Z\"}");
    time("{\"source\": \"app\", \"time\": \"2026-01-31T12:00:00Z\"}");
    assertThat(alerts()).containsExactly("asked a1", "asked a2", "unanswered a2");
  }

  @Test
  void lateEventsAreCounted() throws InterruptedException {
    send("/v1/events", event("Ask", "a1", "10:00:00"), event("Reply", "r1", "09:59:49"));
    server.engine().awaitProcessed();
    JsonNode status = server.get("/v1/status").json();
    assertThat(status.get("late").intValue()).isEqualTo(1);
    assertThat(status.get("diverted").intValue()).isEqualTo(1);
    assertThat(server.get("/metrics").text()).contains("tripline_events_diverted_total 1.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"time\": null}",
        "{\"time\": \"10:00\"}",
        "{\"time\": \"2026-01-31T10:00:00\"}",
        "{\"time\": 1.5}",
        "{\"time\": true}",
        "{\"time\": 99999999999999999}",
        "{\"time\": 0, \"source\": \"a b\"}",
        "{\"time\": 0, \"from\": \"a\"}",
        "[]",
        "now"
      })
  void aWrongTimeIsAProblem(String body) {
    Answer answer = server.post("/v1/time", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(server.engine().stats().watermark()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void aWrongSourceIsAProblem() {
    for (String path :
        List.of("?source=a%20b", "?source=-a", "?source=" + "a".repeat(201), "?x=1")) {
      Answer answer = server.post("/v1/events" + path, event("Ask", "a1", "10:00:00"));
      assertThat(answer.status()).as(path + answer.text()).isEqualTo(400);
    }
    assertThat(server.engine().stats().events()).isZero();
  }

  @Test
  void aStoreKnowsAThousandSources() {
    for (int i = 1; i < 1_000; i++) {
      server.engine().source("s" + i);
    }
    Answer answer = server.post("/v1/events?source=one-more", event("Ask", "a1", "10:00:00"));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("limit-reached", "1000 sources already");
    send("/v1/events?source=s999", event("Ask", "a1", "10:00:00"));
  }
}
