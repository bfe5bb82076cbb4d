package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.webhook.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class SilenceRoutesTest {
  @TempDir Path folder;
  private LiveServer server;
  private int events;

  @BeforeEach
  void start() {
    server = LiveServer.start(folder);
    assertThat(server.put("/v1/rulesets/cards", Rules.BIG).status()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String soon(Duration in) {
    return Instant.now().plus(in).toString();
  }

  private Answer silence(String members, Duration until) {
    return server.postJson(
        "/v1/silences",
        "{%s,\"until\":\"%s\",\"reason\":\"tests\"}"
            .formatted(members.replace('\'', '"'), soon(until)));
  }

  private static String id(Answer created) {
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    String id = created.json().get("id").stringValue();
    assertThat(created.header("Location")).isEqualTo("/v1/silences/" + id);
    return id;
  }

  private void raise(String card) throws InterruptedException {
    events++;
    server.postJson("/v1/events", Rules.payment("e" + events, events, card, "250.00"));
    server.engine().awaitProcessed();
  }

  private List<JsonNode> alerts() {
    return server.get("/v1/alerts").json().get("alerts").valueStream().toList();
  }

  @Test
  void whatIsSilencedIsShownAndCountedAndNotSent() throws InterruptedException {
    try (Receiver receiver = new Receiver()) {
      server.postJson("/v1/webhooks", "{\"url\":\"%s\"}".formatted(receiver.uri()));
      Answer created = silence("'rules':['cards/big'],'key':{'card':'c1'}", Duration.ofHours(1));
      String id = id(created);
      assertThat(created.json().get("state").stringValue()).isEqualTo("active");
      raise("c1");
      raise("c2");
      await().until(() -> receiver.calls().size() == 1);
      assertThat(receiver.calls().getFirst().body()).contains("\"ordinal\":2");
      assertThat(alerts()).hasSize(2);
      assertThat(alerts().get(0).get("silenced").stringValue()).isEqualTo(id);
      assertThat(alerts().get(1).get("silenced").isNull()).isTrue();
      JsonNode one = server.get("/v1/alerts/" + alerts().get(0).get("id").stringValue()).json();
      assertThat(one.get("silenced").stringValue()).isEqualTo(id);
      assertThat(server.get("/metrics").text())
          .contains("tripline_alerts_silenced_total 1.0", "tripline_silences_active 1.0");

      JsonNode ended = server.delete("/v1/silences/" + id).json();
      assertThat(ended.get("state").stringValue()).isEqualTo("over");
      assertThat(server.delete("/v1/silences/" + id).json()).isEqualTo(ended);
      assertThat(server.get("/v1/silences/" + id).json()).isEqualTo(ended);
      raise("c1");
      await().until(() -> receiver.calls().size() == 2);
      assertThat(receiver.calls().getLast().body()).contains("\"ordinal\":3");
      assertThat(server.get("/metrics").text()).contains("tripline_silences_active 0.0");
    }
  }

  @Test
  void aSilenceEndsByItself() throws InterruptedException {
    try (Receiver receiver = new Receiver()) {
      server.postJson("/v1/webhooks", "{\"url\":\"%s\"}".formatted(receiver.uri()));
      String id =
          id(
              silence(
                  "'severities':['info','low','medium','high','critical']", Duration.ofSeconds(2)));
      raise("c1");
      await()
          .until(
              () -> server.get("/v1/silences/" + id).json().get("state").stringValue(),
              "over"::equals);
      raise("c1");
      await().until(() -> receiver.calls().size() == 1);
      assertThat(receiver.calls().getFirst().body()).contains("\"ordinal\":2");
      assertThat(alerts().get(0).get("silenced").stringValue()).isEqualTo(id);
    }
  }

  @Test
  void oneThatHasNotBegunHoldsNothingBack() throws InterruptedException {
    String from = "'rulesets':['cards'],'from':'%s'".formatted(soon(Duration.ofHours(1)));
    Answer created = silence(from, Duration.ofHours(2));
    assertThat(created.json().get("state").stringValue()).isEqualTo("pending");
    raise("c1");
    assertThat(alerts().getFirst().get("silenced").isNull()).isTrue();
    JsonNode ended = server.delete("/v1/silences/" + id(created)).json();
    assertThat(ended.get("state").stringValue()).isEqualTo("over");
  }

  @Test
  void whoAndWhyAreToldAndTheNewestIsFirst() {
    String first = id(silence("'tags':['t'],'by':'ana'", Duration.ofDays(1)));
    String second =
        id(silence("'key':{'n':7,'d':1.50,'é':'x'}".replace("'é'", "'e'"), Duration.ofDays(89)));
    List<JsonNode> all = server.get("/v1/silences").json().get("silences").valueStream().toList();
    assertThat(all).hasSize(2);
    JsonNode older =
        all.stream()
            .filter(each -> each.get("id").stringValue().equals(first))
            .findAny()
            .orElseThrow();
    assertThat(older.get("by").stringValue()).isEqualTo("ana");
    assertThat(older.get("reason").stringValue()).isEqualTo("tests");
    JsonNode newer = server.get("/v1/silences/" + second).json();
    assertThat(newer.get("by").stringValue()).isEmpty();
    assertThat(newer.get("key").get("n").stringValue()).isEqualTo("•••");
    JsonNode shown = server.get("/v1/silences/" + second + "?personal_data=true").json();
    assertThat(shown.get("key").get("n").stringValue()).isEqualTo("7");
    assertThat(shown.get("key").get("d").stringValue()).isEqualTo("1.50");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'until':'2999-01-01T00:00:00Z','reason':'r','rules':['r'] | until",
        "'until':'2020-01-01T00:00:00Z','reason':'r','rules':['r'] | until",
        "'until':'tomorrow','reason':'r','rules':['r'] | until",
        "'reason':'r','rules':['r'] | until",
        "'until':'SOON','rules':['r'] | reason",
        "'until':'SOON','rules':['r'],'reason':' ' | reason",
        "'until':'SOON','reason':'r' | rulesets",
        "'until':'SOON','reason':'r','rules':[],'key':{} | rulesets",
        "'until':'SOON','reason':'r','rules':['a b'] | rules",
        "'until':'SOON','reason':'r','tags':[''] | tags",
        "'until':'SOON','reason':'r','severities':['severe'] | severities",
        "'until':'SOON','reason':'r','key':{'card':{}} | key",
        "'until':'SOON','reason':'r','key':{'a b':'c'} | key",
        "'until':'SOON','reason':'r','key':{'n':1e999999999} | key",
        "'until':'SOON','reason':'r','rules':['r'],'by':'' | by",
        "'until':'SOON','reason':'r','rules':['r'],'from':'2999-01-01T00:00:00Z' | until"
      })
  void aMemberThatIsWrongIsNamed(String members, String member) {
    String body = "{" + members.replace('\'', '"').replace("SOON", soon(Duration.ofHours(1))) + "}";
    JsonNode problem =
        HttpBasicsTest.problem(server.postJson("/v1/silences", body), 400, "bad-request");
    assertThat(problem.get("member").stringValue()).isEqualTo(member);
    assertThat(server.get("/v1/silences").json().get("silences")).isEmpty();
  }

  @Test
  void whatIsNotThere() {
    HttpBasicsTest.problem(server.get("/v1/silences/sil_0"), 404, "not-found");
    HttpBasicsTest.problem(server.delete("/v1/silences/sil_0"), 404, "not-found");
  }
}
