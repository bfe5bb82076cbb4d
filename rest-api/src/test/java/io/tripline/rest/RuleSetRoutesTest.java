package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.LiveServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class RuleSetRoutesTest {
  private static final String FIVE_ERRORS =
      """
      event Payment {
        time   timestamp  @time
        card   string
        amount decimal(2)
      }
      rule a {
        severity grave
        by card
        pattern p -> q
        define
          p: Payment where amout > 1
          q: Paymnt where true
        alert "{p.card} – {missing(p.card)}" score 101
      }
      """;

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
  void deployReadReplaceAndTakeAway() {
    Answer first = server.put("/v1/rulesets/cards", Rules.BIG);
    assertThat(first.status()).as(first.text()).isEqualTo(200);
    assertThat(first.json().get("name").stringValue()).isEqualTo("cards");
    assertThat(first.json().get("version").intValue()).isEqualTo(1);
    assertThat(changes(first)).containsExactly("big new");
    assertThat(first.json().get("warnings")).isEmpty();

    Answer same = server.put("/v1/rulesets/cards", Rules.BIG);
    assertThat(same.json().get("version").intValue()).isEqualTo(1);
    assertThat(changes(same)).containsExactly("big kept");

    Answer changed = server.put("/v1/rulesets/cards", Rules.BIG.replace("rule big", "rule bigger"));
    assertThat(changed.json().get("version").intValue()).isEqualTo(2);
    assertThat(changed.json().get("sequence").longValue())
        .isGreaterThan(first.json().get("sequence").longValue());
    assertThat(changes(changed)).containsExactlyInAnyOrder("big gone", "bigger new");

    JsonNode list = server.get("/v1/rulesets").json();
    assertThat(list.toString())
        .isEqualTo(
            "{\"rulesets\":[{\"name\":\"cards\",\"version\":2,\"mode\":\"live\",\"rules\":[\"bigger\"],\"event_types\":[\"Payment\"],\"paused\":[],\"limited\":[]}]}");
    assertThat(server.get("/v1/rulesets/cards").json().get("text").stringValue())
        .isEqualTo(Rules.BIG.replace("rule big", "rule bigger"));
    Answer text = server.get("/v1/rulesets/cards", "Accept", "text/plain");
    assertThat(text.text()).isEqualTo(Rules.BIG.replace("rule big", "rule bigger"));
    assertThat(text.header("Content-Type")).startsWith("text/plain");

    assertThat(server.delete("/v1/rulesets/cards").status()).isEqualTo(200);
    HttpBasicsTest.problem(server.get("/v1/rulesets/cards"), 404, "not-found");
    HttpBasicsTest.problem(server.delete("/v1/rulesets/cards"), 404, "not-found");
    assertThat(server.get("/v1/rulesets").json().get("rulesets")).isEmpty();

    JsonNode versions = server.get("/v1/rulesets/cards/versions").json().get("versions");
    assertThat(versions).hasSize(3);
    assertThat(versions.get(2).get("deleted").booleanValue()).isTrue();
    assertThat(server.get("/v1/rulesets/cards/versions/1", "Accept", "text/plain").text())
        .isEqualTo(Rules.BIG);
    assertThat(server.get("/v1/rulesets/cards/versions/1").json().get("text").stringValue())
        .isEqualTo(Rules.BIG);
    HttpBasicsTest.problem(server.get("/v1/rulesets/cards/versions/9"), 404, "not-found");
    HttpBasicsTest.problem(server.get("/v1/rulesets/none/versions"), 404, "not-found");
  }

  @Test
  void fiveErrorsAreFiveDiagnosticsEachWithItsPlace() {
    Answer answer = server.put("/v1/rulesets/cards", FIVE_ERRORS);
    JsonNode problem = HttpBasicsTest.problem(answer, 422, "invalid-rules");
    List<String> places = new ArrayList<>();
    for (JsonNode each : problem.get("diagnostics")) {
      if (each.get("severity").stringValue().equals("error")) {
        String line = each.get("source").stringValue();
        int column = each.get("column").intValue();
        places.add(
            each.get("line").intValue()
                + " "
                + line.substring(column - 1, column - 1 + each.get("length").intValue()));
      }
      assertThat(each.get("code").stringValue()).matches("TL\\d{4}");
      assertThat(each.get("message").stringValue()).isNotBlank();
      assertThat(each.has("hint")).isTrue();
    }
    assertThat(places)
        .contains("7 grave", "11 amout", "12 Paymnt", "13 missing", "13 101")
        .hasSizeGreaterThanOrEqualTo(5);
    assertThat(problem.get("detail").stringValue())
        .isEqualTo("The rules have " + places.size() + " errors.");
    assertThat(server.get("/v1/rulesets").json().get("rulesets")).isEmpty();
  }

  @Test
  void aWrongUploadLeavesTheRunningVersionAlone() {
    server.put("/v1/rulesets/cards", Rules.BIG);
    HttpBasicsTest.problem(server.put("/v1/rulesets/cards", FIVE_ERRORS), 422, "invalid-rules");
    assertThat(server.get("/v1/rulesets/cards", "Accept", "text/plain").text())
        .isEqualTo(Rules.BIG);
  }

  private static final String PAIR =
      Rules.PAYMENT
          + """
          rule pair {
            by card
            pattern p -> q within 10m
            define
              p: Payment where amount > 200.00
              q: Payment where amount > 300.00
            alert "{q.amount} after {p.amount}"
          }
          """;

  @Test
  void whatIsChangedOrGoneCanDrain() throws InterruptedException {
    server.put("/v1/rulesets/cards", PAIR);
    server.post("/v1/events", Rules.payment("p1", 1, "c1", "250.00"));
    HttpBasicsTest.problem(
        server.put("/v1/rulesets/cards?start=drain", Rules.PAYMENT.replace("string?", "int?")),
        409,
        "deployment-refused");
    HttpBasicsTest.problem(server.put("/v1/rulesets/cards?start=dry", PAIR), 400, "bad-request");
    Answer changed = server.put("/v1/rulesets/cards?start=drain", PAIR.replace("10m", "20m"));
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changes(changed)).containsExactly("pair draining");
    assertThat(changed.json().get("rules").get(0).get("partial_matches").longValue()).isEqualTo(1);
    assertThat(server.get("/v1/rulesets/cards").json().get("draining").toString())
        .isEqualTo("[{\"rule\":\"pair\",\"version\":1,\"keys\":1,\"partial_matches\":1}]");
    assertThat(server.get("/v1/rulesets").json().get("rulesets")).hasSize(1);
    List<String> metrics =
        server
            .get("/metrics")
            .text()
            .lines()
            .filter(line -> line.startsWith("tripline_") && line.contains("rule="))
            .toList();
    assertThat(metrics)
        .contains("tripline_draining_runs{rule=\"pair\",ruleset=\"cards\",version=\"1\"} 1.0");
    assertThat(metrics.stream().map(line -> line.substring(0, line.indexOf('}'))))
        .doesNotHaveDuplicates();
    server.post("/v1/events", Rules.payment("p2", 2, "c1", "350.00"));
    server.engine().awaitProcessed();
    JsonNode alerts = server.get("/v1/alerts").json().get("alerts");
    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0).get("version").intValue()).isEqualTo(1);
    assertThat(changes(server.put("/v1/rulesets/cards?start=drain", Rules.BIG)))
        .containsExactly("big new", "pair draining");
    Answer gone = server.delete("/v1/rulesets/cards");
    assertThat(gone.json().get("rules").toString()).contains("\"pair@2\"");
  }

  @Test
  void twoRuleSetsThatDeclareATypeDifferentlyDoNotGoTogether() {
    server.put("/v1/rulesets/a", Rules.BIG);
    JsonNode problem =
        HttpBasicsTest.problem(
            server.put("/v1/rulesets/b", Rules.BIG.replace("note   string?", "note   int?")),
            409,
            "deployment-refused");
    assertThat(problem.get("detail").stringValue()).contains("Payment");
    assertThat(server.get("/v1/rulesets").json().get("rulesets")).hasSize(1);
  }

  @Test
  void ruleSetsSurviveARestart() {
    server.put("/v1/rulesets/cards", Rules.BIG);
    server.close();
    server = LiveServer.start(folder);
    assertThat(server.get("/v1/rulesets/cards", "Accept", "text/plain").text())
        .isEqualTo(Rules.BIG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upper", "a.b", "-a", "a%20b", "%C3%A4"})
  void aNameThatIsNone(String name) {
    HttpBasicsTest.problem(server.put("/v1/rulesets/" + name, Rules.BIG), 400, "bad-request");
    HttpBasicsTest.problem(
        server.put("/v1/rulesets/" + "a".repeat(65), Rules.BIG), 400, "bad-request");
    assertThat(server.put("/v1/rulesets/" + "a".repeat(64), Rules.BIG).status()).isEqualTo(200);
  }

  @Test
  void bytesThatAreNoText() {
    HttpBasicsTest.problem(
        server.send("PUT", "/v1/rulesets/a", new byte[] {(byte) 0xC3, (byte) 0x28}),
        400,
        "bad-request");
  }

  @Test
  void anEmptyRuleSetOrOneOfTypesOnlyIsFine() {
    assertThat(server.put("/v1/rulesets/types", Rules.PAYMENT).status()).isEqualTo(200);
  }

  private static List<String> changes(Answer answer) {
    List<String> changes = new ArrayList<>();
    for (JsonNode each : answer.json().get("rules")) {
      changes.add(each.get("rule").stringValue() + " " + each.get("change").stringValue());
    }
    return changes;
  }

  private static final String TESTED =
      Rules.BIG
          + """
          test big "over the limit" {
            Payment { id, time, card, amount }
            | p1 | 10:00 | Žižka | 200.01 |
            expect alert big for 'Žižka' at p1 { score = 60 }
            expect no other alert
          }
          test big "the limit itself" {
            Payment { id, time, card, amount }
            | p1 | 10:00 | c1 | 200.00 |
            expect no alert
          }
          """;

  @Test
  void testsRunFirstWhereTheyAreAskedFor() {
    Answer tested = server.put("/v1/rulesets/tested?test=true", TESTED);
    assertThat(tested.status()).as(tested.text()).isEqualTo(200);
    assertThat(tested.json().get("tests").intValue()).isEqualTo(2);
    Answer untested = server.put("/v1/rulesets/tested?test=false", TESTED);
    assertThat(untested.json().get("tests").isNull()).isTrue();
    Answer none = server.put("/v1/rulesets/tested?test=true", Rules.BIG);
    assertThat(none.status()).isEqualTo(200);
    assertThat(none.json().get("tests").intValue()).isZero();
    server.delete("/v1/rulesets/tested");
  }

  @Test
  void whatDoesNotPassItsTestsIsNotDeployed() {
    String wrong = TESTED.replace("amount > 200.00", "amount >= 200.00");
    JsonNode problem =
        HttpBasicsTest.problem(
            server.put("/v1/rulesets/failing?test=true", wrong), 422, "tests-failed");
    assertThat(problem.get("detail").stringValue())
        .isEqualTo("1 of 2 tests did not pass; nothing was deployed.");
    assertThat(problem.get("tests").intValue()).isEqualTo(2);
    assertThat(problem.get("failed").intValue()).isEqualTo(1);
    JsonNode failure = problem.get("failures").get(0);
    assertThat(failure.get("rule").stringValue()).isEqualTo("big");
    assertThat(failure.get("test").stringValue()).isEqualTo("the limit itself");
    assertThat(failure.get("outcome").stringValue()).isEqualTo("failed");
    JsonNode difference = failure.get("differences").get(0);
    assertThat(difference.get("kind").stringValue()).isEqualTo("unexpected");
    assertThat(difference.get("details").get(0).stringValue())
        .isEqualTo("expect alert big for c1 at p1 { p = p1, score = 60 }");
    assertThat(wrong.lines().toList().get(failure.get("line").intValue() - 1))
        .contains("the limit itself");
    HttpBasicsTest.problem(server.get("/v1/rulesets/failing"), 404, "not-found");
    HttpBasicsTest.problem(server.get("/v1/rulesets/failing/versions"), 404, "not-found");
    assertThat(server.put("/v1/rulesets/failing", wrong).status()).isEqualTo(200);
    server.delete("/v1/rulesets/failing");
  }

  @Test
  void aTestThatIsWrongIsADiagnosticWhetherItIsToRunOrNot() {
    String wrong = TESTED.replace("at p1", "at p7");
    for (String query : new String[] {"", "?test=true"}) {
      JsonNode problem =
          HttpBasicsTest.problem(
              server.put("/v1/rulesets/wrong" + query, wrong), 422, "invalid-rules");
      assertThat(problem.get("diagnostics").get(0).get("code").stringValue()).isEqualTo("TL0606");
    }
  }

  @Test
  void anEarlierVersionIsBroughtBack() {
    String second = Rules.BIG.replace("rule big", "rule bigger");
    server.put("/v1/rulesets/cards", Rules.BIG);
    HttpBasicsTest.problem(server.post("/v1/rulesets/cards/rollback", ""), 404, "not-found");
    server.put("/v1/rulesets/cards", second);
    Answer back = server.post("/v1/rulesets/cards/rollback", "");
    assertThat(back.status()).as(back.text()).isEqualTo(200);
    assertThat(back.json().get("version").intValue()).isEqualTo(3);
    assertThat(changes(back)).containsExactlyInAnyOrder("big new", "bigger gone");
    assertThat(server.get("/v1/rulesets/cards").json().get("text").stringValue())
        .isEqualTo(Rules.BIG);
    assertThat(server.get("/v1/rulesets/cards/versions/3").json().get("restores").intValue())
        .isEqualTo(1);
    // The version before that which runs now is the second one.
    assertThat(changes(server.post("/v1/rulesets/cards/rollback?mode=shadow", "{}")))
        .containsExactlyInAnyOrder("big gone", "bigger new");
    JsonNode versions = server.get("/v1/rulesets/cards/versions").json().get("versions");
    assertThat(versions).hasSize(4);
    assertThat(versions.get(1).get("restores").isNull()).isTrue();
    assertThat(versions.get(3).get("restores").intValue()).isEqualTo(2);
    assertThat(server.get("/v1/rulesets/cards").json().get("mode").stringValue())
        .isEqualTo("shadow");
  }

  @Test
  void aRuleSetThatWasTakenAwayIsBroughtBack() {
    HttpBasicsTest.problem(server.post("/v1/rulesets/cards/rollback", ""), 404, "not-found");
    server.put("/v1/rulesets/cards", Rules.BIG);
    Answer gone = server.delete("/v1/rulesets/cards");
    assertThat(gone.json().get("version").intValue()).isEqualTo(2);
    assertThat(changes(gone)).containsExactly("big gone");
    HttpBasicsTest.problem(
        server.post("/v1/rulesets/cards/rollback", "{\"version\":2}"), 404, "not-found");
    HttpBasicsTest.problem(
        server.post("/v1/rulesets/cards/rollback", "{\"version\":7}"), 404, "not-found");
    HttpBasicsTest.problem(
        server.post("/v1/rulesets/cards/rollback", "{\"to\":1}"), 400, "bad-request");
    assertThat(server.post("/v1/rulesets/cards/rollback", "").json().get("version").intValue())
        .isEqualTo(3);
    assertThat(
            server
                .post("/v1/rulesets/cards/rollback", "{\"version\":1}")
                .json()
                .get("version")
                .intValue())
        .as("the text that runs")
        .isEqualTo(3);
  }

  @Test
  void otherParametersAreRefused() {
    HttpBasicsTest.problem(server.put("/v1/rulesets/x?test=maybe", TESTED), 400, "bad-request");
    HttpBasicsTest.problem(server.put("/v1/rulesets/x?tests=true", TESTED), 400, "bad-request");
  }
}
