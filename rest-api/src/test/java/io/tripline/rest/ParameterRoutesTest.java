package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.LiveServer.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parameters of rules that run. */
final class ParameterRoutesTest {
  private static final String RULES =
      Rules.PAYMENT
          + """
          rule big {
            severity high
            // what is large
            param floor = 200.00
            param word = 'größer'
            by card
            pattern p
            define p: Payment where amount > floor
            alert "{word} {p.amount}"
          }
          rule two {
            severity low
            param gap = 10m
            by card
            pattern a -> b within gap
            define
              a: Payment
              b: Payment
            alert "twice"
          }
          """;
  private static final String PATH = "/v1/rulesets/cards/parameters";
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.start(folder);
    assertThat(server.put("/v1/rulesets/cards", RULES).status()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer set(String name, String value, String... headers) {
    String body = JSON.writeValueAsString(Map.of("values", Map.of(name, value)));
    return server.send("PATCH", PATH, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  private List<String> values() {
    List<String> values = new ArrayList<>();
    for (JsonNode each : server.get(PATH).json().get("parameters")) {
      values.add(
          each.get("rule").stringValue()
              + "."
              + each.get("name").stringValue()
              + " = "
              + each.get("value").stringValue());
    }
    return values;
  }

  @Test
  void areShownAsTheyAreWritten() {
    assertThat(values())
        .containsExactly("big.floor = 200.00", "big.word = 'größer'", "two.gap = 10m");
    assertThat(server.get(PATH).header("ETag")).isEqualTo("\"1\"");
    assertThat(server.get("/v1/rulesets/none/parameters").status()).isEqualTo(404);
  }

  @Test
  void anotherValueIsAVersionOfTheText() throws InterruptedException {
    server.postJson("/v1/events", Rules.payment("a", 1, "c", "150.00"));
    Answer answer = set("big.floor", "100.00");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("version").intValue()).isEqualTo(2);
    assertThat(answer.json().get("rules").get(1).get("change").stringValue()).isEqualTo("kept");
    server.postJson("/v1/events", Rules.payment("b", 2, "d", "150.00"));
    server.engine().awaitProcessed();
    JsonNode alerts = server.get("/v1/alerts?rule=big").json().get("alerts");
    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0).get("message").stringValue()).isEqualTo("größer 150.00");
    String text = server.get("/v1/rulesets/cards").json().get("text").stringValue();
    assertThat(text).isEqualTo(RULES.replace("200.00", "100.00"));
    server.post("/v1/rulesets/cards/rollback", "");
    assertThat(values()).contains("big.floor = 200.00");
  }

  @Test
  void severalChangeAtOnce() {
    String body =
        "{\"values\": {\"two.gap\": \"1h\", \"big.word\": \"'s 😀'\", \"big.floor\": \"1.50\"}}";
    assertThat(server.send("PATCH", PATH, body.getBytes(StandardCharsets.UTF_8)).status())
        .isEqualTo(200);
    assertThat(values()).containsExactly("big.floor = 1.50", "big.word = 's 😀'", "two.gap = 1h");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5 param other = 6",
        "5 // so",
        "5\n}\nrule evil { by card pattern p define p: Payment alert 'x' ",
        "floor",
        "1.00 + 2.00",
        "'",
        "/*"
      })
  void whatIsNoValueIsRefused(String value) {
    Answer answer = set("big.floor", value);
    assertThat(answer.status()).as(answer.text()).isIn(400, 422);
    assertThat(values()).contains("big.floor = 200.00").hasSize(3);
    assertThat(server.get("/v1/rulesets/cards").json().get("version").intValue()).isEqualTo(1);
  }

  @Test
  void aValueOfAnotherTypeIsToldWithItsPlace() {
    Answer answer = set("two.gap", "'soon'");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("diagnostics").get(0).get("line").intValue()).isPositive();
  }

  @Test
  void aNameThatThereIsNotIsRefused() {
    Answer answer = set("big.flor", "1.00");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("member").stringValue()).isEqualTo("big.flor");
    assertThat(server.send("PATCH", PATH, "{}".getBytes(StandardCharsets.UTF_8)).status())
        .isEqualTo(400);
  }

  @Test
  void nobodyIsOverwritten() {
    set("big.floor", "100.00");
    assertThat(set("big.floor", "50.00", "If-Match", "\"1\"").status()).isEqualTo(412);
    assertThat(set("big.floor", "50.00", "If-Match", "\"2\"").status()).isEqualTo(200);
  }
}
