package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.LiveServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is kept for a key. */
final class StateRoutesTest {
  private static final String RULES =
      """
      event Payment {
        id       string     @id
        time     timestamp  @time
        card     string     @pii
        merchant string
        amount   decimal(2)
      }
      rule pair {
        severity high
        by merchant
        pattern a -> b within 1h
        define
          a: Payment where amount > 100.00
          b: Payment where amount > 200.00
        alert "pair"
      }
      rule often {
        severity low
        by card
        pattern p
        define p: Payment where count() over 1h > 5
        alert "often"
      }
      rule both {
        severity low
        by (card, merchant)
        pattern a -> b within 1h
        define
          a: Payment
          b: Payment where amount > 500.00
        alert "both"
      }
      """;

  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.start(folder);
    Answer deployed = server.put("/v1/rulesets/cards", RULES);
    assertThat(deployed.status()).as(deployed.text()).isEqualTo(200);
    pay("e1", 1, "c1", "m1", "150.00");
    pay("e2", 2, "c1", "m1", "50.00");
    pay("e3", 3, "c2", "m, 2", "150.00");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void pay(String id, int second, String card, String merchant, String amount) {
    Answer answer =
        server.postJson(
            "/v1/events",
            Rules.payment(id, second, card, amount)
                .replace("\"card\"", "\"merchant\":\"" + merchant + "\",\"card\""));
    assertThat(answer.json().get("accepted").intValue()).as(answer.text()).isEqualTo(1);
  }

  private JsonNode read(String key) {
    Answer answer = server.postJson("/v1/states/read", "{\"key\":" + key + ",\"fresh\":true}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void partialMatchesAreTold() {
    JsonNode json = read("{\"merchant\":\"m1\"}");
    assertThat(json.get("sequence").intValue()).isEqualTo(3);
    assertThat(json.get("clock").stringValue()).isEqualTo("2026-01-31T10:00:03Z");
    assertThat(json.get("states")).hasSize(1);
    JsonNode state = json.get("states").get(0);
    assertThat(state.get("rule").stringValue()).isEqualTo("cards.pair");
    assertThat(state.get("key").get("merchant").stringValue()).isEqualTo("m1");
    assertThat(state.get("partial_matches").intValue()).as(state.toString()).isEqualTo(1);
    JsonNode pending = state.get("pending").get(0);
    assertThat(pending.get("next").get(0).stringValue()).isEqualTo("b");
    assertThat(state.get("kept").get(0).get("id").stringValue()).isEqualTo("e1");
    assertThat(pending.get("until").stringValue()).isEqualTo("2026-01-31T11:00:01Z");
  }

  @Test
  void valuesOfWindowsAreTold() {
    JsonNode states = read("{\"card\":\"c1\"}").get("states");
    assertThat(states).hasSize(1);
    JsonNode window = states.get(0);
    assertThat(window.get("kind").stringValue()).isEqualTo("window_state");
    assertThat(window.get("rules").get(0).stringValue()).isEqualTo("cards.often");
    assertThat(window.get("values").properties().iterator().next().getValue().intValue())
        .isEqualTo(2);
  }

  @Test
  void aKeyOfSeveralPartsIsNamedByThem() {
    JsonNode states = read("{\"merchant\":\"m, 2\",\"card\":\"c2\"}").get("states");
    assertThat(states).hasSize(1);
    assertThat(states.get(0).get("rule").stringValue()).isEqualTo("cards.both");
    assertThat(states.get(0).get("key").get("card").stringValue()).as("masked").isEqualTo("•••");
    assertThat(states.get(0).toString()).doesNotContain("c2");
  }

  @Test
  void ofAKeyThatNobodyHasSeenNothingIsKept() {
    assertThat(read("{\"merchant\":\"m9\"}").get("states")).isEmpty();
  }

  @Test
  void whatIsOverOrGoneIsNotTold() {
    pay("e9", 50 * 60, "c9", "m9", "10.00");
    assertThat(server.postJson("/v1/time", "{\"time\":\"2026-01-31T12:00:00Z\"}").status())
        .isEqualTo(200);
    assertThat(read("{\"merchant\":\"m1\"}").get("states")).isEmpty();
    server.put(
        "/v1/rulesets/cards",
        Rules.BIG.replace("card   string     @pii", "card string\n merchant string"));
    assertThat(server.postJson("/v1/states/read", "{\"key\":{\"merchant\":\"m1\"}}").status())
        .isEqualTo(404);
  }

  @Test
  void withoutACheckpointItIsAsOfTheLastOne() {
    read("{\"merchant\":\"m1\"}");
    pay("e4", 4, "c1", "m1", "160.00");
    JsonNode stale = server.postJson("/v1/states/read", "{\"key\":{\"merchant\":\"m1\"}}").json();
    assertThat(stale.get("sequence").intValue()).isLessThanOrEqualTo(4);
    JsonNode fresh = read("{\"merchant\":\"m1\"}");
    assertThat(fresh.get("sequence").intValue()).isEqualTo(4);
    assertThat(fresh.get("states").get(0).get("kept_events").intValue()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"key\":{}}",
        "{\"key\":{\"card\":null}}",
        "{\"key\":{\"card\":[1]}}",
        "{\"key\":7}",
        "{\"key\":{\"card\":\"c\"},\"x\":1}"
      })
  void whatIsNoKeyIsRefused(String body) {
    assertThat(server.postJson("/v1/states/read", body).status()).isEqualTo(400);
  }

  @Test
  void namesThatNoRuleHasAreToldSo() {
    Answer answer = server.postJson("/v1/states/read", "{\"key\":{\"account\":\"a\"}}");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().get("detail").stringValue()).contains("account");
  }
}
