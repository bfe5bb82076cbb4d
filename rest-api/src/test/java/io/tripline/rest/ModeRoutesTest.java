package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.mode.RuleModes;
import io.tripline.rest.LiveServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class ModeRoutesTest {
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

  private void pay(String id) throws InterruptedException {
    Answer answer = server.post("/v1/events", Rules.payment(id, 1, "c1", "300.00"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    server.engine().awaitProcessed();
  }

  private JsonNode status() {
    return server.get("/v1/rulesets/cards").json().get("status").get(0);
  }

  private static String modes(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  @Test
  void aRuleSetIsDeployedInShadowAndGoesLive() throws InterruptedException {
    Answer deployed = server.put("/v1/rulesets/cards?mode=shadow", Rules.BIG);
    assertThat(deployed.json().get("mode").stringValue()).isEqualTo("shadow");
    pay("p1");
    assertThat(server.get("/v1/alerts").json().get("alerts")).isEmpty();
    JsonNode found = server.get("/v1/alerts?mode=shadow").json().get("alerts").get(0);
    assertThat(found.get("mode").stringValue()).isEqualTo("shadow");
    assertThat(server.get("/health").json().get("alerts").intValue()).isZero();
    assertThat(modes(server.put("/v1/rulesets/cards/mode", "{\"mode\":\"live\"}")))
        .isEqualTo(
            "{\"name\":\"cards\",\"version\":1,\"mode\":\"live\",\"rules\":["
                + "{\"rule\":\"big\",\"mode\":\"live\",\"paused\":false}]}");
    pay("p2");
    JsonNode live = server.get("/v1/alerts").json().get("alerts");
    assertThat(live).hasSize(1);
    assertThat(live.get(0).get("mode").stringValue()).isEqualTo("live");
    assertThat(live.get(0).get("match").toString()).contains("p2");
    assertThat(server.get("/v1/alerts?mode=any").json().get("alerts")).hasSize(2);
    assertThat(server.get("/v1/alerts?mode=any", "Accept", "application/x-ndjson").text().lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith(",\"mode\":\"shadow\"}"),
            line -> assertThat(line).doesNotContain("mode"));
    assertThat(status().get("alerts").intValue()).isEqualTo(1);
    assertThat(status().get("shadow_alerts").intValue()).isEqualTo(1);
    assertThat(server.get("/metrics").text())
        .contains("tripline_rule_shadow_alerts_total{rule=\"big\",ruleset=\"cards\"} 1")
        .contains("tripline_rule_alerts_total{rule=\"big\",ruleset=\"cards\"} 1")
        .contains("tripline_rule_live_share{rule=\"big\",ruleset=\"cards\"} 1")
        .contains("tripline_shadow_alerts_total 1");
  }

  @Test
  void aRuleThatHasFailedSaysSoUntilItIsResumed() throws InterruptedException {
    server.put("/v1/rulesets/cards", Rules.BIG);
    assertThat(status().get("failed").isNull()).isTrue();
    server.engine().change("cards", new RuleModes.Change.Fail("big", "at event p0: an error"));
    assertThat(status().get("failed").stringValue()).isEqualTo("at event p0: an error");
    assertThat(status().get("paused").booleanValue()).isTrue();
    assertThat(server.get("/metrics").text())
        .contains("tripline_rule_failed{rule=\"big\",ruleset=\"cards\"} 1");
    server.post("/v1/rulesets/cards/rules/big/resume", "");
    assertThat(status().get("failed").isNull()).isTrue();
    pay("p1");
    assertThat(status().get("matches").intValue()).isEqualTo(1);
  }

  @Test
  void aSingleRuleIsSampledPausedAndGoesOn() throws InterruptedException {
    server.put("/v1/rulesets/cards", Rules.BIG);
    String rule = "/v1/rulesets/cards/rules/big/";
    assertThat(modes(server.put(rule + "mode", "{\"mode\":\"sample 12.5%\"}")))
        .contains("\"mode\":\"live\",\"rules\":[")
        .contains("{\"rule\":\"big\",\"mode\":\"sample 12.5%\",\"paused\":false}");
    assertThat(modes(server.post(rule + "pause", ""))).contains("\"paused\":true");
    pay("p1");
    assertThat(status().get("matches").intValue()).isZero();
    assertThat(status().get("paused").booleanValue()).isTrue();
    assertThat(status().get("mode").stringValue()).isEqualTo("sample 12.5%");
    assertThat(server.get("/v1/rulesets").json().at("/rulesets/0/paused/0").stringValue())
        .isEqualTo("big");
    assertThat(modes(server.post("/v1/rulesets/cards/resume", ""))).contains("\"paused\":false");
    pay("p2");
    assertThat(status().get("matches").intValue()).isEqualTo(1);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    String live = "{\"mode\":\"live\"}";
    HttpBasicsTest.problem(server.put("/v1/rulesets/cards/mode", live), 404, "not-found");
    HttpBasicsTest.problem(server.post("/v1/rulesets/cards/pause", ""), 404, "not-found");
    server.put("/v1/rulesets/cards", Rules.BIG);
    HttpBasicsTest.problem(server.put("/v1/rulesets/cards/rules/x/mode", live), 404, "not-found");
    HttpBasicsTest.problem(server.post("/v1/rulesets/cards/rules/x/resume", ""), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"mode\":\"loud\"}", "{\"mode\":\"sample 0%\"}", "{\"way\":1}", "live"})
  void aModeThatIsNoneIsRefused(String body) {
    server.put("/v1/rulesets/cards", Rules.BIG);
    HttpBasicsTest.problem(server.put("/v1/rulesets/cards/mode", body), 400, "bad-request");
  }

  @Test
  void aDeploymentInAModeThatIsNoneIsRefused() {
    HttpBasicsTest.problem(
        server.put("/v1/rulesets/cards?mode=dark", Rules.BIG), 400, "bad-request");
    assertThat(server.put("/v1/rulesets/cards?mode=sample+5%25", Rules.BIG).status())
        .isEqualTo(200);
    assertThat(status().get("mode").stringValue()).isEqualTo("sample 5%");
  }

  @Test
  void modesSurviveARestart() throws InterruptedException {
    server.put("/v1/rulesets/cards?mode=shadow", Rules.BIG);
    server.post("/v1/rulesets/cards/rules/big/pause", "");
    server.close();
    server = LiveServer.start(folder);
    assertThat(status().get("mode").stringValue()).isEqualTo("shadow");
    assertThat(status().get("paused").booleanValue()).isTrue();
    server.post("/v1/rulesets/cards/resume", "");
    pay("p1");
    assertThat(server.get("/v1/alerts?mode=shadow").json().get("alerts")).hasSize(1);
  }
}
