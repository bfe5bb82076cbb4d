package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tripline.dsl.ir.Decision;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.engine.port.StorageException;
import io.tripline.ingest.IntakeSettings;
import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.decision.DecisionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** An event in, a decision out. */
final class DecisionRoutesTest {
  private static final String PATH = "/v1/decisions";
  private static final Runnable NOTHING = () -> {};
  private static final Duration LONG = Duration.ofMinutes(1);

  private static final String RULES =
      """
      event Payment {
        id      string     @id
        time    timestamp  @time
        card    string     @pii
        amount  decimal(2)
      }
      event Login {
        time  timestamp  @time
        card  string
      }
      event Once {
        id    string     @id(dedupe 1h) @pii
        time  timestamp  @time(late drop)
      }
      rule large {
        severity high
        on Payment by card
        when amount > 1000.00
        alert "»{card}« spends {amount}" score 80 once per 1d
        decide decline
      }
      rule third {
        by card
        pattern a -> b -> c  within 10m
        define
          a: Payment
          b: Payment
          c: Payment
        decide review
      }
      rule login {
        on Login by card
        decide approve
      }
      rule once {
        on Once by none
        decide decline
      }
      """;

  @TempDir Path folder;
  private final AtomicReference<Runnable> beforeWrite = new AtomicReference<>(NOTHING);

  private LiveServer start(Duration deadline, Decision otherwise) {
    return start(deadline, otherwise, EngineSettings.defaults());
  }

  private LiveServer start(Duration deadline, Decision otherwise, EngineSettings settings) {
    LiveServer server =
        LiveServer.start(
            folder,
            LiveServer.ANY_PORT.withDecisions(new DecisionSettings(deadline, otherwise)),
            settings,
            IntakeSettings.defaults(),
            storage -> new WatchedStorage(storage, beforeWrite));
    assertThat(server.put("/v1/rulesets/cards", RULES).status()).isEqualTo(200);
    return server;
  }

  private static String payment(String id, int second, String card, String amount) {
    return "{\"type\":\"Payment\",\"id\":\"%s\",\"time\":\"2026-01-31T10:00:%02dZ\",\"card\":\"%s\",\"amount\":%s}"
        .formatted(id, second, card, amount);
  }

  private static JsonNode ok(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    return answer.json();
  }

  private static String decision(Answer answer) {
    JsonNode json = ok(answer);
    return json.get("decision").stringValue()
        + (json.get("decided").booleanValue() ? "" : " by default")
        + (json.get("timed_out").booleanValue() ? ", timed out" : "")
        + (json.get("not_matched").isNull() ? "" : ", " + json.get("not_matched").stringValue())
        + (json.get("repeated").booleanValue() ? ", repeated" : "");
  }

  // ---- what is answered

  @Test
  void aLongAnswerIsNotPacked() {
    String longAlert = "it is ".repeat(1_000);
    String rules =
        RULES
            + "rule long { on Payment by card when amount > 5000.00 alert \""
            + longAlert
            + "\" }";
    try (LiveServer server = start(LONG, Decision.REVIEW)) {
      assertThat(server.put("/v1/rulesets/cards", rules).status()).isEqualTo(200);

      Answer answer =
          server.post(PATH, payment("p1", 1, "c1", "6000.00"), "Accept-Encoding", "gzip");

      assertThat(answer.header("Content-Encoding")).isEmpty();
      assertThat(ok(answer).get("alerts").toString()).contains(longAlert);
    }
  }

  @Test
  void theMostSevereDecisionIsTold() {
    try (LiveServer server = start(LONG, Decision.REVIEW)) {
      assertThat(decision(server.post(PATH, payment("p1", 1, "c1", "5.00"))))
          .isEqualTo("approve by default");
      assertThat(decision(server.postJson(PATH, payment("p2", 2, "c1", "5.00"))))
          .isEqualTo("approve by default");
      JsonNode third = ok(server.post(PATH, payment("p3", 3, "c1", "2000.00")));
      assertThat(third.get("decision").stringValue()).isEqualTo("decline");
      assertThat(third.get("rules").toString())
          .isEqualTo(
              "[{\"ruleset\":\"cards\",\"rule\":\"large\",\"decision\":\"decline\"},"
                  + "{\"ruleset\":\"cards\",\"rule\":\"third\",\"decision\":\"review\"}]");
      assertThat(third.get("alerts")).hasSize(1);
      JsonNode alert = third.get("alerts").get(0);
      assertThat(alert.get("id").stringValue())
          .isEqualTo(server.get("/v1/alerts").json().get("alerts").get(0).get("id").stringValue());
      assertThat(alert.get("suppressed").booleanValue()).isFalse();
      assertThat(alert.get("score").intValue()).isEqualTo(80);
      assertThat(third.get("latency").doubleValue()).isPositive().isLessThan(60_000);

      JsonNode again = ok(server.post(PATH, payment("p4", 4, "c1", "2000.00")));
      assertThat(again.get("decision").stringValue()).isEqualTo("decline");
      assertThat(again.get("alerts").get(0).get("suppressed").booleanValue()).isTrue();
    }
  }

  @Test
  void namesOfAnyScriptComeBackAsTheyWere() {
    try (LiveServer server = start(LONG, Decision.REVIEW)) {
      JsonNode json = ok(server.post(PATH, payment("ü-漢-😀", 1, "Zoë 😀", "2000.00")));
      assertThat(json.get("id").stringValue()).isEqualTo("ü-漢-😀");
      JsonNode raised = json.get("alerts").get(0);
      assertThat(raised.get("message").stringValue()).as("it tells of a card").isEqualTo("•••");
      String alert = "/v1/alerts/" + raised.get("id").stringValue();
      assertThat(ok(server.get(alert + "?personal_data=true")).get("message").stringValue())
          .isEqualTo("»Zoë 😀« spends 2000.00");
      assertThat(decision(server.post(PATH, payment("ü-漢-😀", 1, "Zoë 😀", "2000"))))
          .isEqualTo("decline, repeated");
    }
  }

  @Test
  void anEventWithoutAnIdHasItsNumber() {
    try (LiveServer server = start(LONG, Decision.REVIEW)) {
      String login = "{\"type\":\"Login\",\"time\":\"2026-01-31T10:00:00Z\",\"card\":\"c\"}";
      assertThat(ok(server.post(PATH, login)).get("id").stringValue()).isEqualTo("1");
      JsonNode second = ok(server.post(PATH, login));
      assertThat(second.get("id").stringValue()).isEqualTo("2");
      assertThat(second.get("repeated").booleanValue()).isFalse();
      assertThat(second.get("decision").stringValue()).isEqualTo("approve");
      assertThat(second.get("decided").booleanValue()).isTrue();
    }
  }

  @Test
  void whatNoRuleTookHasTheDefault() {
    String once = "{\"type\":\"Once\",\"id\":\"%s\",\"time\":\"2026-01-31T10:00:%02dZ\"}";
    try (LiveServer server = start(LONG, Decision.REVIEW)) {
      server.postJson("/v1/events", once.formatted("a", 30));
      assertThat(decision(server.post(PATH, once.formatted("a", 30))))
          .isEqualTo("review by default, duplicate");
      assertThat(decision(server.post(PATH, once.formatted("b", 3))))
          .isEqualTo("review by default, late");
      assertThat(decision(server.post(PATH, once.formatted("c", 31)))).isEqualTo("decline");
    }
  }

  // ---- what is refused

  @Test
  void whatIsNoEventIsRejectedAndRecorded() {
    try (LiveServer server = start(LONG, Decision.APPROVE)) {
      Answer missing =
          server.post(PATH, "{\"type\":\"Payment\",\"id\":\"x\",\"time\":1769853600000}");
      HttpBasicsTest.problem(missing, 400, "event-rejected");
      assertThat(missing.json().get("code").stringValue()).isEqualTo("missing_field");
      HttpBasicsTest.problem(server.post(PATH, ""), 400, "event-rejected");
      HttpBasicsTest.problem(server.post(PATH, "{"), 400, "event-rejected");
      HttpBasicsTest.problem(
          server.post(PATH, payment("a", 1, "c", "1") + payment("b", 1, "c", "1")),
          400,
          "event-rejected");
      HttpBasicsTest.problem(
          server.post(PATH, payment("a", 1, "c", "\"much\"")), 400, "event-rejected");
      HttpBasicsTest.problem(server.post(PATH, "{\"type\":\"Nothing\"}"), 400, "event-rejected");
      assertThat(server.get("/v1/rejected-events").json().get("count").intValue()).isEqualTo(6);
      HttpBasicsTest.problem(
          server.post(PATH, "[" + payment("a", 1, "c", "1") + "]"), 400, "bad-request");
      assertThat(server.get("/v1/rejected-events").json().get("count").intValue()).isEqualTo(6);
      assertThat(server.engine().stats().events()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/x-ndjson", "text/plain", "application/json; charset=ISO-8859-1"})
  void onlyJsonIsTaken(String type) {
    try (LiveServer server = start(LONG, Decision.APPROVE)) {
      HttpBasicsTest.problem(
          server.post(PATH, payment("a", 1, "c", "1"), "Content-Type", type),
          415,
          "unsupported-media-type");
    }
  }

  @ParameterizedTest
  @CsvSource({"deadline_ms=0", "deadline_ms=x", "deadline_ms=60001", "deadlin=5", "source=%20"})
  void wrongParametersAreRefused(String query) {
    try (LiveServer server = start(LONG, Decision.APPROVE)) {
      HttpBasicsTest.problem(
          server.post(PATH + "?" + query, payment("a", 1, "c", "1")), 400, "bad-request");
      assertThat(server.engine().stats().events()).isZero();
    }
  }

  @Test
  void anotherEventUnderTheSameIdIsRefused() {
    try (LiveServer server = start(LONG, Decision.APPROVE)) {
      ok(server.post(PATH, payment("p1", 1, "c1", "5.00")));
      HttpBasicsTest.problem(
          server.post(PATH, payment("p1", 1, "c1", "5000.00")), 409, "id-reused");
      HttpBasicsTest.problem(server.post(PATH, payment("p1", 1, "c2", "5.00")), 409, "id-reused");
      assertThat(server.engine().stats().events()).isEqualTo(1);
    }
  }

  // ---- the deadline

  @Test
  void afterTheDeadlineTheDefaultIsToldAndTheRulesAnswerLater() {
    CountDownLatch disk = new CountDownLatch(1);
    try (LiveServer server = start(LONG, Decision.REVIEW)) {
      beforeWrite.set(() -> hold(disk));
      JsonNode json = ok(server.post(PATH + "?deadline_ms=1", payment("p1", 1, "c1", "2000.00")));
      assertThat(json.get("decision").stringValue()).isEqualTo("review");
      assertThat(json.get("decided").booleanValue()).isFalse();
      assertThat(json.get("timed_out").booleanValue()).isTrue();
      assertThat(json.get("id").stringValue()).isEqualTo("p1");
      assertThat(json.get("rules")).isEmpty();
      assertThat(decision(server.post(PATH + "?deadline_ms=1", payment("p1", 1, "c1", "2000.00"))))
          .isEqualTo("review by default, timed out, repeated");
      JsonNode status = server.get("/v1/status").json().get("decisions");
      assertThat(status.get("timed_out").intValue()).isEqualTo(2);
      assertThat(status.get("late").intValue()).isZero();
      assertThat(status.get("waiting").intValue()).isEqualTo(1);

      beforeWrite.set(NOTHING);
      disk.countDown();
      assertThat(decision(server.post(PATH, payment("p1", 1, "c1", "2000.00"))))
          .isEqualTo("decline, repeated");
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          server.get("/v1/status").json().get("decisions").get("late").intValue())
                      .isEqualTo(2));
      assertThat(server.engine().stats().events()).isEqualTo(1);
      assertThat(server.get("/metrics").text())
          .contains("tripline_decisions_timed_out_total 2.0")
          .contains("tripline_decisions_late_total 2.0")
          .contains("tripline_decisions_total{decision=\"decline\"} 1.0")
          .contains("tripline_decisions_total{decision=\"review\"} 2.0")
          .contains("tripline_decisions_latency_seconds_bucket{le=\"0.2\"}")
          .contains("tripline_decisions_latency_seconds_count 3")
          .contains("tripline_events_decided_total{decision=\"decline\"} 1.0");
    }
  }

  @Test
  void anAnswerThatNeedNotWaitForTheJournalIsInTime() {
    CountDownLatch disk = new CountDownLatch(1);
    try (LiveServer server =
        start(LONG, Decision.APPROVE, EngineSettings.defaults().withEarlyAnswers(true))) {
      beforeWrite.set(() -> hold(disk));
      JsonNode json = ok(server.post(PATH, payment("p1", 1, "c1", "2000.00")));
      assertThat(json.get("decision").stringValue()).isEqualTo("decline");
      assertThat(json.get("alerts").get(0).get("suppressed").isNull()).isTrue();
      beforeWrite.set(NOTHING);
      disk.countDown();
      server.engine().close();
    }
  }

  @Test
  void aFullEngineIsBusyAndTakesNothing() throws Exception {
    EngineSettings tiny = new EngineSettings(1, 8, 0, 100, 100, 1 << 16);
    CountDownLatch disk = new CountDownLatch(1);
    try (LiveServer server = start(LONG, Decision.APPROVE, tiny);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      beforeWrite.set(() -> hold(disk));
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String event = payment("p" + i, 1, "c1", "5.00");
        answers.add(threads.submit(() -> server.post(PATH, event)));
      }
      await().until(() -> server.engine().stats().ringUsed() == 8);
      Answer refused = server.post(PATH + "?deadline_ms=1", payment("p9", 1, "c1", "5.00"));
      HttpBasicsTest.problem(refused, 429, "busy");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      beforeWrite.set(NOTHING);
      disk.countDown();
      for (Future<Answer> each : answers) {
        ok(each.get());
      }
      assertThat(server.engine().stats().events()).isEqualTo(8);
      assertThat(decision(server.post(PATH, payment("p9", 1, "c1", "5.00")))).isNotEmpty();
    }
  }

  @Test
  void whoWaitsWhenTheEngineStopsIsToldSo() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    try (LiveServer server = start(LONG, Decision.APPROVE);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      beforeWrite.set(
          () -> {
            hold(disk);
            throw new StorageException("the disk is full");
          });
      Future<Answer> answer =
          threads.submit(() -> server.post(PATH, payment("p1", 1, "c1", "5.00")));
      await().until(() -> server.engine().stats().decisions().waiting() == 1);
      disk.countDown();
      HttpBasicsTest.problem(answer.get(), 503, "engine-failed");
      HttpBasicsTest.problem(
          server.post(PATH, payment("p2", 1, "c1", "5.00")), 503, "engine-failed");
    }
  }

  // ---- asking again

  @Test
  void theSameIsAnsweredAfterARestart() {
    String before;
    try (LiveServer server = start(LONG, Decision.APPROVE)) {
      before = withoutTime(ok(server.post(PATH, payment("p1", 1, "c1", "2000.00"))));
    }
    try (LiveServer server = start(LONG, Decision.REVIEW)) {
      JsonNode again = ok(server.post(PATH, payment("p1", 1, "c1", "2000.00")));
      assertThat(again.get("repeated").booleanValue()).isTrue();
      assertThat(withoutTime(again)).isEqualTo(before);
      HttpBasicsTest.problem(server.post(PATH, payment("p1", 1, "c1", "1.00")), 409, "id-reused");
      assertThat(server.engine().stats().events()).isEqualTo(1);
      assertThat(server.get("/v1/alerts").json().get("alerts")).hasSize(1);
    }
  }

  private static String withoutTime(JsonNode json) {
    return json.toString()
        .replaceAll("\"latency\":[0-9.]+", "")
        .replaceAll("\"repeated\":(true|false)", "");
  }

  @Test
  void manyWhoAskAtOnceAreToldTheSame() throws Exception {
    try (LiveServer server = start(LONG, Decision.APPROVE);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 90; i++) {
        String event = payment("p" + i % 30, 1, "card " + i % 30, "2000.00");
        answers.add(threads.submit(() -> server.post(PATH, event)));
      }
      int repeated = 0;
      for (int i = 0; i < answers.size(); i++) {
        JsonNode json = ok(answers.get(i).get());
        assertThat(withoutTime(json)).isEqualTo(withoutTime(ok(answers.get(i % 30).get())));
        assertThat(json.get("decision").stringValue()).isEqualTo("decline");
        repeated += json.get("repeated").booleanValue() ? 1 : 0;
      }
      assertThat(repeated).isEqualTo(60);
      assertThat(server.engine().stats().events()).isEqualTo(30);
      assertThat(server.get("/v1/status").json().get("decisions").toString())
          .isEqualTo(
              "{\"decided\":{\"approve\":0,\"review\":0,\"decline\":30},\"answered\":90,"
                  + "\"undecided\":0,\"not_matched\":0,\"repeated\":60,\"timed_out\":0,\"late\":0,"
                  + "\"waiting\":0}");
    }
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
