package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.webhook.CircuitBreaker;
import io.tripline.rest.webhook.Receiver;
import io.tripline.rest.webhook.WebhookSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

final class WebhookRoutesTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server =
        LiveServer.start(
            folder,
            LiveServer.ANY_PORT.withWebhooks(
                WebhookSettings.defaults()
                    .withAllowed(Receiver.ALLOWED)
                    .withBreaker(
                        new CircuitBreaker.Settings(
                            1000, Duration.ofMillis(10), Duration.ofMillis(10)))
                    .withMaxWebhooks(2)
                    .withRetryDelays(List.of(Duration.ofMillis(10)))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theSecretIsShownOnce() {
    Answer created = register("{\"url\":\"http://127.0.0.1:9/x\"}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Cache-Control")).isEqualTo("no-store");
    String id = created.json().get("id").stringValue();
    String secret = created.json().get("secret").stringValue();
    assertThat(created.header("Location")).isEqualTo("/v1/webhooks/" + id);
    assertThat(id).matches("wh_[0-9a-f]{24}");
    assertThat(secret).startsWith("whsec_");

    for (String path : List.of("/v1/webhooks", "/v1/webhooks/" + id)) {
      Answer answer = server.get(path);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).contains(id).doesNotContain(secret.substring(6));
    }
  }

  @Test
  void aGivenSecretIsTakenAndNeitherShownNorLoggedAgain() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger ours = (Logger) LoggerFactory.getLogger("io.tripline");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    ours.setLevel(Level.TRACE);
    try (Receiver receiver = new Receiver()) {
      Answer created =
          register("{\"url\":\"%s\",\"secret\":\"%s\"}".formatted(receiver.uri(), SECRET));
      assertThat(created.json().get("secret").stringValue()).isEqualTo(SECRET);
      raise();
      await().until(() -> receiver.calls().size() == 1);
      receiver.calls().getFirst().verify(SECRET);

      receiver.answerWith(Receiver.Answer.status(500));
      raise();
      await().until(() -> receiver.calls().size() == 3);
      String wrong =
          register("{\"url\":1,\"secret\":\"%s\",\"x\":".formatted(SECRET)).text()
              + register("{\"url\":\"x:y\",\"secret\":\"%s\"}".formatted(SECRET)).text();
      assertThat(wrong).doesNotContain(SECRET.substring(6));
    } finally {
      ours.setLevel(null);
      root.detachAppender(log);
    }
    assertThat(new ArrayList<>(log.list))
        .isNotEmpty()
        .noneMatch(event -> event.getFormattedMessage().contains(SECRET.substring(6)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | url",
        "{'url':'ftp://h/'} | url",
        "{'url':'http://'} | url",
        "{'url':'http:///x'} | url",
        "{'url':'http://u:p@h/'} | url",
        "{'url':'http://h/#f'} | url",
        "{'url':'http://h:99999/'} | url",
        "{'url':'no url at all'} | url",
        "{'url':'http://h/','secret':'whsec_short'} | secret",
        "{'url':'http://h/','secret':'plain'} | secret",
        "{'url':'http://h/','rules':['a b']} | rules",
        "{'url':'http://h/','rules':[null]} | rules",
        "{'url':'http://h/','rulesets':['A b']} | rulesets",
        "{'url':'http://h/','tags':['']} | tags",
        "{'url':'http://h/','min_severity':'severe'} | min_severity"
      })
  void aMemberThatIsWrongIsNamed(String body, String member) {
    JsonNode problem =
        HttpBasicsTest.problem(register(body.replace('\'', '"')), 400, "bad-request");
    assertThat(problem.get("member").stringValue()).isEqualTo(member);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' ",
        "null",
        "[]",
        "{'url':",
        "{'url':'http://h/','colour':'red'}",
        "{'url':'http://h/','url':'http://i/'}",
        "{'url':'http://h/'} x"
      })
  void aBodyThatIsNotOne(String body) {
    HttpBasicsTest.problem(
        register(body == null ? "" : body.replace('\'', '"')), 400, "bad-request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://169.254.169.254/latest/meta-data | 169.254.169.254, a link-local address",
        "http://10.1.2.3/ | 10.1.2.3, a private address",
        "https://[::1]:9000/ | a loopback address",
        "https://[::ffff:192.168.0.1]/ | 192.168.0.1, a private address",
        "https://[64:ff9b::a00:1]/ | a private address",
        "http://8.8.8.8/ | over https only",
        "http://no-such-host.invalid/ | its host is not known"
      })
  void whereWebhooksMayNotGo(String url, String why) {
    JsonNode problem =
        HttpBasicsTest.problem(
            register("{\"url\":\"%s\"}".formatted(url)), 422, "receiver-forbidden");
    assertThat(problem.get("detail").stringValue()).contains(why);
    assertThat(problem.get("member").stringValue()).isEqualTo("url");
    assertThat(server.get("/v1/webhooks").json().get("webhooks")).isEmpty();
  }

  @Test
  void aPublicReceiverIsTaken() {
    assertThat(register("{\"url\":\"https://no-such-host.invalid/\"}").status()).isEqualTo(201);
    assertThat(register("{\"url\":\"https://8.8.8.8/x\"}").status()).isEqualTo(201);
  }

  @Test
  void noMoreThanAllowed() {
    register("{\"url\":\"http://127.0.0.1:9/\"}");
    String second = register("{\"url\":\"http://127.0.0.1:9/\"}").json().get("id").stringValue();
    HttpBasicsTest.problem(register("{\"url\":\"http://127.0.0.1:9/\"}"), 409, "limit-reached");
    assertThat(server.delete("/v1/webhooks/" + second).status()).isEqualTo(204);
    assertThat(register("{\"url\":\"http://127.0.0.1:9/\"}").status()).isEqualTo(201);
  }

  @Test
  void whatIsNotThere() {
    for (String path : List.of("/v1/webhooks/wh_0", "/v1/webhooks/wh_0/dead-letters")) {
      HttpBasicsTest.problem(server.get(path), 404, "not-found");
    }
    HttpBasicsTest.problem(server.delete("/v1/webhooks/wh_0"), 404, "not-found");
    HttpBasicsTest.problem(server.postJson("/v1/webhooks/wh_0/enable", ""), 404, "not-found");
    HttpBasicsTest.problem(
        server.postJson("/v1/webhooks/wh_0/dead-letters/replay", ""), 404, "not-found");
  }

  @Test
  void deadLettersAreShownAndReplayed() {
    try (Receiver receiver = new Receiver(Receiver.Answer.status(500))) {
      String path =
          "/v1/webhooks/"
              + register("{\"url\":\"%s\",\"min_severity\":\"low\"}".formatted(receiver.uri()))
                  .json()
                  .get("id")
                  .stringValue();
      raise();
      raise();
      await().until(() -> server.get(path).json().get("dead_letters").intValue() == 2);

      JsonNode shown = server.get(path).json();
      assertThat(shown.get("pending").intValue()).isZero();
      assertThat(shown.get("failed_attempts").intValue()).isEqualTo(4);
      assertThat(shown.get("failing_since").isNull()).isFalse();
      assertThat(shown.get("last_error").stringValue()).isEqualTo("the receiver answered 500");

      JsonNode dead = server.get(path + "/dead-letters?limit=1").json();
      assertThat(dead.get("count").intValue()).isEqualTo(2);
      assertThat(dead.get("dead_letters")).hasSize(1);
      JsonNode first = dead.get("dead_letters").get(0);
      assertThat(first.get("ordinal").intValue()).isEqualTo(1);
      assertThat(first.get("alert").stringValue()).isEqualTo("%032x".formatted(1));
      assertThat(first.get("attempts").intValue()).isEqualTo(2);

      receiver.answerWith(Receiver.Answer.status(200));
      assertThat(
              server.postJson(path + "/dead-letters/replay", "").json().get("replayed").intValue())
          .isEqualTo(2);
      await().until(() -> server.get(path).json().get("delivered").intValue() == 2);
      assertThat(server.get(path + "/dead-letters").json().get("count").intValue()).isZero();
      await().until(() -> server.get(path).json().get("failing_since").isNull());
    }
  }

  @Test
  void goneIsShownAndUndone() {
    try (Receiver receiver = new Receiver(Receiver.Answer.status(410))) {
      String path =
          "/v1/webhooks/"
              + register("{\"url\":\"%s\"}".formatted(receiver.uri()))
                  .json()
                  .get("id")
                  .stringValue();
      raise();
      await().until(() -> !server.get(path).json().get("enabled").booleanValue());
      receiver.answerWith(Receiver.Answer.status(200));
      assertThat(server.postJson(path + "/enable", "").json().get("enabled").booleanValue())
          .isTrue();
      await().until(() -> server.get(path).json().get("delivered").intValue() == 1);
    }
  }

  @Test
  void secretsAreChangedWithoutAnyDeliveryThatCannotBeVerified() {
    try (Receiver receiver = new Receiver()) {
      JsonNode created =
          register("{\"url\":\"%s\",\"secret\":\"%s\"}".formatted(receiver.uri(), SECRET)).json();
      String path = "/v1/webhooks/" + created.get("id").stringValue();
      Answer rotated = server.postJson(path + "/secrets/rotate", "{\"keep_seconds\":3600}");
      assertThat(rotated.status()).isEqualTo(201);
      assertThat(rotated.header("Cache-Control")).isEqualTo("no-store");
      String second = rotated.json().get("secret").stringValue();
      JsonNode shown = server.get(path).json().get("secrets");
      assertThat(shown).hasSize(2);
      assertThat(shown.get(0).get("id")).isEqualTo(rotated.json().get("id"));
      assertThat(shown.get(0).get("expires_at").isNull()).isTrue();
      assertThat(shown.get(1).get("expires_at").isNull()).isFalse();
      assertThat(server.get(path).text()).doesNotContain(second.substring(6));
      raise();
      await().until(() -> receiver.calls().size() == 1);
      receiver.calls().getFirst().verify(SECRET);
      receiver.calls().getFirst().verify(second);

      String old = shown.get(1).get("id").stringValue();
      assertThat(server.delete(path + "/secrets/" + old).status()).isEqualTo(204);
      HttpBasicsTest.problem(server.delete(path + "/secrets/" + old), 404, "not-found");
      String last = rotated.json().get("id").stringValue();
      HttpBasicsTest.problem(server.delete(path + "/secrets/" + last), 409, "limit-reached");
      raise();
      await().until(() -> receiver.calls().size() == 2);
      receiver.calls().getLast().verify(second);
      assertThatThrownBy(() -> receiver.calls().getLast().verify(SECRET))
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void noMoreSecretsThanAllowedAndNoneThatIsWrong() {
    String path = "/v1/webhooks/" + id(register("{\"url\":\"http://127.0.0.1:9/\"}"));
    for (int i = 0; i < 4; i++) {
      assertThat(server.send("POST", path + "/secrets", null).status()).isEqualTo(201);
    }
    HttpBasicsTest.problem(server.send("POST", path + "/secrets", null), 409, "limit-reached");
    HttpBasicsTest.problem(
        server.send("POST", path + "/secrets/rotate", null), 409, "limit-reached");
    HttpBasicsTest.problem(
        server.postJson(path + "/secrets", "{\"secret\":\"short\"}"), 400, "bad-request");
    HttpBasicsTest.problem(
        server.postJson(path + "/secrets/rotate", "{\"keep_seconds\":-1}"), 400, "bad-request");
    assertThat(server.postJson(path + "/secrets/rotate", "{\"keep_seconds\":0}").status())
        .isEqualTo(201);
    assertThat(server.get(path).json().get("secrets")).hasSize(1);
  }

  @Test
  void aWebhookIsChangedAndKeepsItsSecrets() {
    try (Receiver first = new Receiver(Receiver.Answer.status(404));
        Receiver second = new Receiver()) {
      Answer created =
          register(
              "{\"url\":\"%s\",\"secret\":\"%s\",\"description\":\"d\",\"min_severity\":\"low\"}"
                  .formatted(first.uri(), SECRET));
      String path = "/v1/webhooks/" + id(created);
      raise();
      await().until(() -> first.calls().size() == 2);
      raise(); // waits while the path is wrong, or is given up
      String change =
          "{\"url\":\"%s\",\"rulesets\":[\"s\"],\"tags\":[\"t\"]}".formatted(second.uri());
      JsonNode changed = server.put(path, change).json();
      assertThat(changed.get("url").stringValue()).isEqualTo(second.uri().toString());
      assertThat(changed.get("description").stringValue()).isEmpty();
      assertThat(changed.get("min_severity").isNull()).isTrue();
      assertThat(changed.get("rulesets").get(0).stringValue()).isEqualTo("s");
      assertThat(server.get(path).json().get("tags").get(0).stringValue()).isEqualTo("t");
      int before = second.calls().size();
      raise(); // without a tag
      server.put(path, "{\"url\":\"%s\"}".formatted(second.uri()));
      raise();
      await().until(() -> second.calls().size() > before);
      second.calls().getLast().verify(SECRET);

      HttpBasicsTest.problem(
          server.put(path, "{\"url\":\"https://10.0.0.1/\"}"), 422, "receiver-forbidden");
      HttpBasicsTest.problem(
          server.put(path, "{\"url\":\"%s\",\"secret\":\"%s\"}".formatted(second.uri(), SECRET)),
          400,
          "bad-request");
      HttpBasicsTest.problem(
          server.put("/v1/webhooks/wh_0", "{\"url\":\"%s\"}".formatted(second.uri())),
          404,
          "not-found");
      assertThat(server.get(path).json().get("url").stringValue())
          .isEqualTo(second.uri().toString());
    }
  }

  @Test
  void rulesCanBeChosenByTheirTags() throws InterruptedException {
    String rules =
        Rules.BIG.replaceFirst("rule big \\{", "rule big {\n  tags cnp")
            + Rules.BIG
                .substring(Rules.BIG.indexOf("rule big"))
                .replaceFirst("rule big", "rule plain");
    try (Receiver receiver = new Receiver()) {
      register("{\"url\":\"%s\",\"tags\":[\"cnp\",\"other\"]}".formatted(receiver.uri()));
      assertThat(server.put("/v1/rulesets/cards", rules).status()).isEqualTo(200);
      server.postJson("/v1/events", Rules.payment("e1", 1, "c1", "250.00"));
      server.engine().awaitProcessed();
      assertThat(server.get("/v1/alerts").json().get("alerts")).hasSize(2);
      await().until(() -> receiver.calls().size() == 1);
      assertThat(receiver.calls().getFirst().body())
          .contains("\"rule\":\"big\"")
          .endsWith("\"tags\":[\"cnp\"]}}");
    }
  }

  @Test
  void aWebhookIsTriedWithASampleAndNothingIsCounted() {
    Receiver.Answer teapot =
        (number, exchange) -> {
          byte[] said = "no coffee".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(number == 1 ? 418 : 200, said.length);
          exchange.getResponseBody().write(said);
        };
    try (Receiver receiver = new Receiver(teapot)) {
      String path =
          "/v1/webhooks/"
              + id(
                  register("{\"url\":\"%s\",\"secret\":\"%s\"}".formatted(receiver.uri(), SECRET)));
      JsonNode refused = server.send("POST", path + "/test", null).json();
      assertThat(refused.get("delivered").booleanValue()).isFalse();
      assertThat(refused.get("status").intValue()).isEqualTo(418);
      assertThat(refused.get("error").stringValue()).isEqualTo("the receiver answered 418");
      assertThat(refused.get("answer").stringValue()).isEqualTo("no coffee");
      JsonNode taken = server.send("POST", path + "/test", null).json();
      assertThat(taken.get("delivered").booleanValue()).isTrue();
      assertThat(taken.get("error").isNull()).isTrue();
      receiver.calls().getFirst().verify(SECRET);
      assertThat(receiver.calls().getFirst().body()).startsWith("{\"type\":\"test\",");
      assertThat(receiver.calls().getFirst().id()).isNotEqualTo(receiver.calls().getLast().id());
      JsonNode shown = server.get(path).json();
      assertThat(shown.get("delivered").intValue()).isZero();
      assertThat(shown.get("failed_attempts").intValue()).isZero();
      assertThat(server.get(path + "/deliveries").json().get("deliveries")).isEmpty();
    }
    String gone = "/v1/webhooks/" + id(register("{\"url\":\"http://127.0.0.1:9/\"}"));
    JsonNode nobody = server.send("POST", gone + "/test", null).json();
    assertThat(nobody.get("status").isNull()).isTrue();
    assertThat(nobody.get("error").stringValue()).isEqualTo("the receiver could not be reached");
  }

  @Test
  void deliveriesAreShown() {
    try (Receiver receiver = new Receiver(Receiver.Answer.status(500))) {
      String path = "/v1/webhooks/" + id(register("{\"url\":\"%s\"}".formatted(receiver.uri())));
      raise();
      await().until(() -> server.get(path + "/deliveries").json().get("deliveries").size() == 2);
      JsonNode last = server.get(path + "/deliveries?limit=1").json().get("deliveries").get(0);
      assertThat(last.get("attempt").intValue()).isEqualTo(2);
      assertThat(last.get("result").stringValue()).isEqualTo("dead_letter");
      assertThat(last.get("status").intValue()).isEqualTo(500);
      assertThat(last.get("alert").stringValue()).isEqualTo("%032x".formatted(1));
    }
  }

  @Test
  void aDisabledWebhookGetsNothingAndSaysWhy() {
    try (Receiver receiver = new Receiver()) {
      String path = "/v1/webhooks/" + id(register("{\"url\":\"%s\"}".formatted(receiver.uri())));
      JsonNode disabled = server.send("POST", path + "/disable", null).json();
      assertThat(disabled.get("enabled").booleanValue()).isFalse();
      assertThat(disabled.get("why_disabled").stringValue()).isEqualTo("by request");
      raise();
      assertThat(server.get(path).json().get("pending").intValue()).isZero();
      assertThat(server.get("/metrics").text())
          .contains("tripline_webhook_enabled{webhook=\"" + path.substring(13) + "\"} 0.0");
      JsonNode enabled = server.send("POST", path + "/enable", null).json();
      assertThat(enabled.get("why_disabled").isNull()).isTrue();
      raise();
      await().until(() -> receiver.calls().size() == 1);
    }
  }

  @Test
  void someDeadLettersAreReplayed() {
    try (Receiver receiver = new Receiver(Receiver.Answer.status(500))) {
      String path = "/v1/webhooks/" + id(register("{\"url\":\"%s\"}".formatted(receiver.uri())));
      for (int i = 0; i < 4; i++) {
        raise();
      }
      await().until(() -> server.get(path).json().get("dead_letters").intValue() == 4);
      JsonNode page = server.get(path + "/dead-letters?after=1&limit=2").json();
      assertThat(page.get("count").intValue()).isEqualTo(4);
      assertThat(page.get("dead_letters").get(0).get("ordinal").intValue()).isEqualTo(2);
      assertThat(page.get("dead_letters").get(0).get("rule").stringValue()).isEqualTo("r");

      receiver.answerWith(Receiver.Answer.status(200));
      String replay = path + "/dead-letters/replay";
      String second = "%032x".formatted(2);
      assertThat(replayed(replay, "{\"rules\":[\"s/other\"]}")).isZero();
      assertThat(replayed(replay, "{\"alerts\":[\"%s\"],\"rules\":[\"x\"]}".formatted(second)))
          .isZero();
      assertThat(replayed(replay, "{\"alerts\":[\"%s\",\"none\"]}".formatted(second))).isOne();
      await().until(() -> server.get(path).json().get("delivered").intValue() == 1);
      assertThat(server.get(path + "/dead-letters").json().get("count").intValue()).isEqualTo(3);
      assertThat(replayed(replay, "{\"rules\":[\"s/r\"]}")).isEqualTo(3);
      await().until(() -> server.get(path).json().get("delivered").intValue() == 4);
      HttpBasicsTest.problem(server.postJson(replay, "{\"alerts\":[]}"), 400, "bad-request");
    }
  }

  private int replayed(String path, String body) {
    return server.postJson(path, body).json().get("replayed").intValue();
  }

  private static String id(Answer created) {
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return created.json().get("id").stringValue();
  }

  @Test
  void theFiguresOfWebhooksGoWithThem() {
    try (Receiver receiver = new Receiver()) {
      String id =
          register("{\"url\":\"%s\"}".formatted(receiver.uri())).json().get("id").stringValue();
      raise();
      await()
          .until(
              () ->
                  server
                      .get("/metrics")
                      .text()
                      .contains("tripline_webhook_delivered_total{webhook=\"" + id + "\"} 1.0"));
      await()
          .until(
              () ->
                  server
                      .get("/metrics")
                      .text()
                      .contains("tripline_webhook_attempts_seconds_count{result=\"delivered\"} 1"));
      server.delete("/v1/webhooks/" + id);
      assertThat(server.get("/metrics").text()).doesNotContain(id);
    }
  }

  private Answer register(String body) {
    return server.postJson("/v1/webhooks", body);
  }

  /** As the engine does it; the dispatcher finds it by itself. */
  private void raise() {
    long ordinal = server.storage().alerts().lastOrdinal() + 1;
    server
        .storage()
        .alerts()
        .append(
            List.of(
                new Alert(
                    ordinal,
                    "%032x".formatted(ordinal),
                    "s",
                    "r",
                    1,
                    List.of(),
                    0,
                    Severity.LOW,
                    1,
                    "m",
                    List.of(),
                    List.of(),
                    0,
                    List.of(),
                    false,
                    List.of(),
                    PersonalParts.NONE)),
            List.of());
  }

  @Test
  void whatIsSentTogetherIsSaidAndChecked() {
    String url = "\"url\":\"http://127.0.0.1:9/\"";
    Answer made =
        server.postJson(
            "/v1/webhooks",
            "{" + url + ",\"group\":{\"by\":[\"severity\",\"rule\"],\"wait_seconds\":5}}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String path = "/v1/webhooks/" + made.json().get("id").stringValue();
    assertThat(server.get(path).json().get("group"))
        .hasToString("{\"by\":[\"rule\",\"severity\"],\"wait_seconds\":5,\"most\":100}");
    assertThat(
            server
                .send("PUT", path, ("{" + url + ",\"group\":{}}").getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(200);
    assertThat(server.get(path).json().get("group"))
        .hasToString("{\"by\":[\"rule\"],\"wait_seconds\":30,\"most\":100}");
    for (String wrong :
        List.of(
            "\"group\":{\"by\":[\"card\"]}",
            "\"group\":{\"by\":[null]}",
            "\"group\":{\"wait_seconds\":0}",
            "\"group\":{\"wait_seconds\":3601}",
            "\"group\":{\"most\":1}",
            "\"group\":{\"most\":501}",
            "\"group\":{},\"ordered\":\"key\"")) {
      assertThat(
              HttpBasicsTest.problem(
                      server.postJson("/v1/webhooks", "{" + url + "," + wrong + "}"),
                      400,
                      "bad-request")
                  .get("member")
                  .stringValue())
          .as(wrong)
          .isEqualTo("group");
    }
  }
}
