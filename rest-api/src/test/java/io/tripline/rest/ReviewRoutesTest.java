package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.LiveServer.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What people say of alerts. */
final class ReviewRoutesTest {
  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() throws InterruptedException {
    server = LiveServer.start(folder);
    assertThat(server.put("/v1/rulesets/cards", Rules.BIG).status()).isEqualTo(200);
    for (int i = 1; i <= 3; i++) {
      server.postJson("/v1/events", Rules.payment("e" + i, i, "c" + i, "250.00"));
    }
    server.engine().awaitProcessed();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String path(int ordinal) {
    JsonNode alerts = server.get("/v1/alerts?after=" + (ordinal - 1) + "&limit=1").json();
    return "/v1/alerts/" + alerts.get("alerts").get(0).get("id").stringValue();
  }

  private Answer give(String path, String body) {
    return server.send("PUT", path + "/feedback", body.getBytes(StandardCharsets.UTF_8));
  }

  private List<Integer> found(String query) {
    return server
        .get("/v1/alerts?" + query)
        .json()
        .get("alerts")
        .valueStream()
        .map(each -> each.get("ordinal").intValue())
        .toList();
  }

  @Test
  void whoTakesAnAlertOnFirstHasIt() {
    assertThat(server.get(path(1)).json().get("acknowledged").isNull()).isTrue();
    JsonNode first =
        server.postJson(path(1) + "/acknowledge", "{\"by\":\"ana\"}").json().get("acknowledged");
    assertThat(first.get("by").stringValue()).isEqualTo("ana");
    assertThat(first.get("at").stringValue()).startsWith("20");
    Answer again = server.postJson(path(1) + "/acknowledge", "{\"by\":\"ben\"}");
    assertThat(again.json().get("acknowledged")).isEqualTo(first);
    assertThat(server.send("POST", path(2) + "/acknowledge", null).status()).isEqualTo(200);
    assertThat(found("acknowledged=true")).containsExactly(1, 2);
    assertThat(found("acknowledged=false")).containsExactly(3);
    assertThat(found("")).containsExactly(1, 2, 3);
  }

  @Test
  void feedbackIsGivenChangedAndTakenBackAndCounted() {
    give(path(1), "{\"verdict\":\"true_positive\",\"by\":\"ana\",\"comment\":\"card was stolen\"}");
    give(path(2), "{\"verdict\":\"true_positive\"}");
    JsonNode changed = give(path(2), "{\"verdict\":\"false_positive\"}").json().get("feedback");
    assertThat(changed.get("verdict").stringValue()).isEqualTo("false_positive");
    assertThat(changed.get("by").stringValue()).isEmpty();
    assertThat(found("feedback=true_positive")).containsExactly(1);
    assertThat(found("feedback=false_positive")).containsExactly(2);
    assertThat(found("feedback=none")).containsExactly(3);
    assertThat(figure("true_positive")).isEqualTo("1.0");
    assertThat(figure("false_positive")).isEqualTo("1.0");
    assertThat(server.delete(path(2) + "/feedback").json().get("feedback").isNull()).isTrue();
    assertThat(server.delete(path(3) + "/feedback").status()).isEqualTo(200);
    assertThat(figure("false_positive")).isEqualTo("0.0");
  }

  private String figure(String verdict) {
    return server
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("tripline_rule_feedback{"))
        .filter(line -> line.contains("\"" + verdict + "\""))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("none");
  }

  @Test
  void whatWasSaidIsThereAfterARestart() {
    give(path(2), "{\"verdict\":\"false_positive\",\"comment\":\"ihre Karte, größer\"}");
    server.postJson(path(3) + "/acknowledge", "{}");
    server.close();
    server = LiveServer.start(folder);
    assertThat(server.get(path(2)).json().get("feedback").get("comment").stringValue())
        .isEqualTo("ihre Karte, größer");
    assertThat(found("acknowledged=true")).containsExactly(3);
    assertThat(figure("false_positive")).isEqualTo("1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', verdict",
    "'{\"verdict\":\"maybe\"}', verdict",
    "'{\"verdict\":null}', verdict"
  })
  void whatIsWrongIsNamed(String body, String member) {
    Answer answer = give(path(1), body);
    assertThat(HttpBasicsTest.problem(answer, 400, "bad-request").get("member").stringValue())
        .isEqualTo(member);
  }

  @Test
  void bounds() {
    HttpBasicsTest.problem(
        give(path(1), "{\"verdict\":\"true_positive\",\"by\":\"" + "x".repeat(201) + "\"}"),
        400,
        "bad-request");
    HttpBasicsTest.problem(
        give(path(1), "{\"verdict\":\"true_positive\",\"comment\":\"" + "x".repeat(2001) + "\"}"),
        400,
        "bad-request");
    HttpBasicsTest.problem(
        give("/v1/alerts/none", "{\"verdict\":\"true_positive\"}"), 404, "not-found");
    HttpBasicsTest.problem(
        server.send("POST", "/v1/alerts/none/acknowledge", null), 404, "not-found");
  }
}
