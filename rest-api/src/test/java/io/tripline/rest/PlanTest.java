package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.LiveServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a deployment would do, before it does. */
final class PlanTest {
  private static final String PAIR =
      Rules.PAYMENT
          + """
          rule pair {
            severity high
            by card
            pattern a -> b within 1h
            define
              a: Payment where amount > 100.00
              b: Payment where amount > 200.00
            alert "pair"
          }
          """;
  private static final String PATH = "/v1/rulesets/cards/plan";

  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void ofSomethingNew() {
    Answer plan = server.post(PATH, PAIR);
    assertThat(plan.status()).isEqualTo(200);
    JsonNode json = plan.json();
    assertThat(json.get("running").isNull()).isTrue();
    assertThat(json.get("version").intValue()).isEqualTo(1);
    assertThat(json.get("rules").get(0).get("change").stringValue()).isEqualTo("new");
    assertThat(json.get("diff").stringValue())
        .startsWith("--- nothing\n+++ cards, version 1\n@@ -")
        .contains("\n+rule pair {\n");
    assertThat(server.get("/v1/rulesets").json().get("rulesets")).isEmpty();
    assertThat(server.get("/v1/rulesets/cards/versions").status()).isEqualTo(404);
  }

  @Test
  void saysWhatWouldBeLostAndLosesNothing() throws InterruptedException {
    server.put("/v1/rulesets/cards", PAIR);
    server.postJson("/v1/events", Rules.payment("a", 1, "c", "150.00"));
    server.postJson("/v1/events", Rules.payment("b", 2, "d", "150.00"));
    server.engine().awaitProcessed();
    String changed = PAIR.replace("a -> b within 1h", "a ~> b within 2h");
    JsonNode plan = server.post(PATH, changed).json();
    JsonNode rule = plan.get("rules").get(0);
    assertThat(rule.get("change").stringValue()).isEqualTo("reset");
    assertThat(rule.get("keys").intValue()).isEqualTo(2);
    assertThat(rule.get("partial_matches").intValue()).isEqualTo(2);
    assertThat(plan.get("diff").stringValue())
        .contains("\n-  pattern a -> b within 1h\n", "\n+  pattern a ~> b within 2h\n");
    server.postJson("/v1/events", Rules.payment("e", 3, "c", "250.00"));
    server.engine().awaitProcessed();
    assertThat(server.get("/v1/alerts").json().get("alerts")).hasSize(1);
    JsonNode deployed = server.put("/v1/rulesets/cards", changed).json();
    assertThat(deployed.get("version")).isEqualTo(plan.get("version"));
    assertThat(deployed.get("rules").get(0).get("change")).isEqualTo(rule.get("change"));
  }

  @Test
  void ofTheSameTextIsNothing() {
    server.put("/v1/rulesets/cards", PAIR);
    JsonNode plan = server.post(PATH, PAIR).json();
    assertThat(plan.get("diff").stringValue()).isEmpty();
    assertThat(plan.get("version").intValue()).isEqualTo(1);
    assertThat(plan.get("rules").get(0).get("change").stringValue()).isEqualTo("kept");
    assertThat(server.post(PATH + "?mode=shadow", PAIR).json().get("mode").stringValue())
        .isEqualTo("shadow");
    assertThat(server.get("/v1/rulesets/cards").json().get("mode").stringValue()).isEqualTo("live");
  }

  @Test
  void isRefusedAsTheDeploymentWouldBe() {
    server.put("/v1/rulesets/other", PAIR);
    String conflict = Rules.BIG.replace("note   string?", "note   int");
    assertThat(server.post(PATH, conflict).status()).isEqualTo(409);
    assertThat(server.post(PATH, "rule").status()).isEqualTo(422);
    assertThat(server.post(PATH, PAIR, "If-Match", "\"1\"").status()).isEqualTo(412);
    String failing =
        Rules.BIG
            + "test \"fails\" for big {\n"
            + "  given Payment {time: 0s, amount: 1.00}\n"
            + "  expect alert\n"
            + "}\n";
    assertThat(server.post(PATH + "?test=true", failing).status()).isEqualTo(422);
  }

  @Test
  void drainingIsForeseen() throws InterruptedException {
    server.put("/v1/rulesets/cards", PAIR);
    server.postJson("/v1/events", Rules.payment("a", 1, "c", "150.00"));
    server.engine().awaitProcessed();
    JsonNode plan = server.post(PATH + "?start=drain", Rules.BIG).json();
    assertThat(plan.get("rules").valueStream().map(each -> each.get("change").stringValue()))
        .contains("draining", "new");
    assertThat(server.get("/v1/rulesets/cards").json().get("draining")).isEmpty();
  }
}
