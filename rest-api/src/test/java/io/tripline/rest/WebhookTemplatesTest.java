package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.webhook.CircuitBreaker;
import io.tripline.rest.webhook.Receiver;
import io.tripline.rest.webhook.WebhookSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What webhooks with templates are sent, and what their templates may be. */
final class WebhookTemplatesTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
  private static final String KEY = "0123456789abcdefghijABCDEFGHIJ00";

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
                    .withRetryDelays(List.of(Duration.ofMillis(10)))));
    assertThat(server.put("/v1/rulesets/cards", Rules.BIG).status()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer register(Receiver receiver, String members) {
    return server.postJson(
        "/v1/webhooks",
        "{\"url\":\"%s\",\"secret\":\"%s\",%s}".formatted(receiver.uri(), SECRET, members));
  }

  private static String path(Answer created) {
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return "/v1/webhooks/" + created.json().get("id").stringValue();
  }

  private void raise() throws InterruptedException {
    server.postJson("/v1/events", Rules.payment("e1", 1, "c1", "250.00"));
    server.engine().awaitProcessed();
  }

  private static Receiver.Call only(Receiver receiver) {
    await().until(() -> receiver.calls().size() == 1);
    Receiver.Call call = receiver.calls().getFirst();
    call.verify(SECRET);
    assertThat(call.header("content-type")).startsWith("application/json");
    return call;
  }

  @Test
  void slackGetsAMessage() throws InterruptedException {
    try (Receiver receiver = new Receiver()) {
      String path = path(register(receiver, "\"template\":\"slack\""));
      raise();
      String body = only(receiver).body();
      assertThat(body).startsWith("{\"text\":\"").contains("cards/big", "\"blocks\":[");
      await().until(() -> server.get(path + "/deliveries").json().get("deliveries").size() == 1);
      String logged =
          server.get(path + "/deliveries").json().get("deliveries").get(0).get("body").asString();
      assertThat(logged).isNotEmpty();
      assertThat(body).startsWith(logged);
      JsonNode shown = server.get(path).json();
      assertThat(shown.get("template").stringValue()).isEqualTo("slack");
      assertThat(shown.get("body").isNull()).isTrue();
    }
  }

  @Test
  void theKeyOfPagerDutyIsSentAndNeverShown() throws InterruptedException {
    Receiver.Answer echo =
        (number, exchange) -> {
          byte[] said = ("invalid: " + KEY).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(202, said.length);
          exchange.getResponseBody().write(said);
        };
    try (Receiver receiver = new Receiver(echo);
        Receiver other = new Receiver()) {
      Answer created =
          register(receiver, "\"template\":\"pagerduty\",\"routing_key\":\"%s\"".formatted(KEY));
      String path = path(created);
      raise();
      JsonNode event = json(only(receiver).body());
      assertThat(event.get("routing_key").stringValue()).isEqualTo(KEY);
      assertThat(event.get("dedup_key")).isEqualTo(firstAlert().get("id"));
      assertThat(event.at("/payload/summary")).isEqualTo(firstAlert().get("message"));
      await().until(() -> server.get(path + "/deliveries").json().get("deliveries").size() == 1);

      Answer tried = server.send("POST", path + "/test", null);
      assertThat(tried.json().get("delivered").booleanValue()).isTrue();
      assertThat(tried.json().get("answer").stringValue()).isEqualTo("invalid: ***");
      assertThat(json(tried.json().get("body").stringValue()).get("routing_key").stringValue())
          .isEqualTo("***");
      assertThat(receiver.calls().getLast().body()).contains(KEY, "\"type\":\"test\"");

      // Another path of the host may have it; another host is told anew.
      String moved = "{\"url\":\"%s/x\",\"template\":\"pagerduty\"}".formatted(receiver.uri());
      Answer changed = server.put(path, moved);
      assertThat(changed.status()).isEqualTo(200);
      String elsewhere = "{\"url\":\"%s\",\"template\":\"pagerduty\"%s}";
      JsonNode problem =
          HttpBasicsTest.problem(
              server.put(path, elsewhere.formatted(other.uri(), "")), 400, "bad-request");
      assertThat(problem.get("member").stringValue()).isEqualTo("routing_key");
      String second = KEY.replace('0', '9');
      Answer given =
          server.put(
              path, elsewhere.formatted(other.uri(), ",\"routing_key\":\"%s\"".formatted(second)));
      assertThat(given.status()).isEqualTo(200);
      server.send("POST", path + "/test", null);
      assertThat(other.calls().getFirst().body()).contains(second).doesNotContain(KEY);

      for (Answer each :
          List.of(
              created,
              tried,
              changed,
              given,
              server.get(path),
              server.get("/v1/webhooks"),
              server.get(path + "/deliveries"),
              server.get("/v1/audit"))) {
        assertThat(each.text()).isNotEmpty().doesNotContain(KEY).doesNotContain(second);
      }
    }
  }

  @Test
  void aTemplateOfOnesOwnIsFilledAndShown() throws InterruptedException {
    String template =
        "{\"title\":\"{{severity}} \\u00e9: {{message}}\",\"n\":1.10,\"k\":\"{{key}}\"}";
    try (Receiver receiver = new Receiver()) {
      String path = path(register(receiver, "\"template\":\"custom\",\"body\":" + template));
      assertThat(server.get(path).json().get("template").stringValue()).isEqualTo("custom");
      assertThat(server.get(path).json().get("body")).isEqualTo(json(template));
      assertThat(server.get(path).text()).contains("1.10");
      JsonNode tried = server.send("POST", path + "/test", null).json();
      assertThat(tried.get("body").stringValue())
          .isEqualTo(receiver.calls().getFirst().body())
          .contains("\"k\":{\"card\":\"sample-card\"}");
      raise();
      await().until(() -> receiver.calls().size() == 2);
      JsonNode body = json(receiver.calls().getLast().body());
      assertThat(body.get("title").stringValue())
          .isEqualTo(
              firstAlert().get("severity").stringValue()
                  + " é: "
                  + firstAlert().get("message").stringValue());
      assertThat(body.get("k")).isEqualTo(firstAlert().get("key"));
      assertThat(body.get("k").get("card").stringValue()).isEqualTo("•••");
      Answer reset = server.put(path, "{\"url\":\"%s\"}".formatted(receiver.uri()));
      assertThat(reset.json().get("body").isNull()).isTrue();
    }
  }

  @Test
  void aBodyThatWouldBeTooLongIsGivenUpAndHarmsNoOther() throws InterruptedException {
    String rules = Rules.BIG.replaceFirst("alert \"", "alert \"" + "x".repeat(900));
    assertThat(server.put("/v1/rulesets/cards", rules).status()).isEqualTo(200);
    String places = "{{match}}{{message}}".repeat(50);
    String ids = "\"" + places + "\"";
    try (Receiver receiver = new Receiver()) {
      String path = path(register(receiver, "\"template\":\"custom\",\"body\":" + ids));
      String id = "e".repeat(60_000);
      server.postJson("/v1/events", Rules.payment(id, 1, "c1", "250.00"));
      server.engine().awaitProcessed();
      await().until(() -> server.get(path).json().get("dead_letters").intValue() == 1);
      JsonNode dead = server.get(path + "/dead-letters").json().get("dead_letters").get(0);
      assertThat(dead.get("reason").stringValue()).startsWith("the body has more than");
      await().until(() -> !server.get(path + "/deliveries").json().get("deliveries").isEmpty());
      JsonNode attempt = server.get(path + "/deliveries").json().get("deliveries").get(0);
      assertThat(attempt.get("result").stringValue()).isEqualTo("dead_letter");
      assertThat(attempt.get("body").isNull()).isTrue();
      server.postJson("/v1/events", Rules.payment("e2", 2, "c1", "250.00"));
      await().until(() -> receiver.calls().size() == 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'template':'teams' | template",
        "'template':'custom' | body",
        "'template':'custom','body':null | body",
        "'body':{} | body",
        "'template':'slack','body':{} | body",
        "'template':'pagerduty' | routing_key",
        "'template':'pagerduty','routing_key':'short' | routing_key",
        "'template':'pagerduty','routing_key':'0123456789abcdefghijABCDEFGHI-00' | routing_key",
        "'template':'slack','routing_key':'0123456789abcdefghijABCDEFGHIJ00' | routing_key",
        "'template':'custom','body':'{{mesage}}' | body"
      })
  void aMemberThatIsWrongIsNamed(String members, String member) {
    Answer answer =
        server.postJson(
            "/v1/webhooks",
            "{\"url\":\"http://127.0.0.1:9/\",%s}".formatted(members.replace('\'', '"')));
    JsonNode problem = HttpBasicsTest.problem(answer, 400, "bad-request");
    assertThat(problem.get("member").stringValue()).isEqualTo(member);
    assertThat(answer.text()).doesNotContain("ABCDEFGHIJ00").doesNotContain("ABCDEFGHI-00");
  }

  @Test
  void aTemplateThatIsWrongSaysWhere() {
    JsonNode problem =
        HttpBasicsTest.problem(
            server.postJson(
                "/v1/webhooks",
                "{\"url\":\"http://127.0.0.1:9/\",\"template\":\"custom\","
                    + "\"body\":{\"blocks\":[{\"text\":\"{{mesage}}\"}]}}"),
            400,
            "bad-request");
    assertThat(problem.get("at").stringValue()).isEqualTo("/blocks/0/text");
    assertThat(problem.get("hint").stringValue()).isEqualTo("did you mean `message`?");
    String huge = "\"" + "x".repeat(20_000) + "\"";
    HttpBasicsTest.problem(
        server.postJson(
            "/v1/webhooks",
            "{\"url\":\"http://127.0.0.1:9/\",\"template\":\"custom\",\"body\":" + huge + "}"),
        400,
        "bad-request");
  }

  private JsonNode firstAlert() {
    return server.get("/v1/alerts").json().get("alerts").get(0);
  }

  private static JsonNode json(String text) {
    return new tools.jackson.databind.ObjectMapper().readTree(text);
  }
}
