package io.tripline.rest;

import static io.tripline.rest.HttpBasicsTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.engine.pipeline.RuleLimits;
import io.tripline.ingest.IntakeSettings;
import io.tripline.rest.LiveServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What may be deployed, and no more. */
final class RuleLimitsTest {
  private static final String PAYMENT =
      """
      event Payment {
        id     string     @id
        time   timestamp  @time
        card   string
        amount decimal(2)
      }
      """;

  @TempDir Path folder;

  private LiveServer start(RuleLimits limits) {
    EngineSettings engine = EngineSettings.defaults().withRuleLimits(limits);
    return LiveServer.start(
        folder, LiveServer.ANY_PORT, engine, IntakeSettings.defaults(), storage -> storage);
  }

  private static String rule(String name, String when) {
    return "rule %s {\n  on Payment by card\n  when %s\n  alert \"a\"\n}\n".formatted(name, when);
  }

  private static String refused(Answer answer) {
    return problem(answer, 409, "deployment-refused").get("detail").stringValue();
  }

  @Test
  void soManyRulesAndRuleSets() {
    String one = PAYMENT + rule("a", "amount > 1.00");
    String two = one + rule("b", "amount > 2.00");
    try (LiveServer server = start(new RuleLimits(2, 3, 0))) {
      assertThat(server.put("/v1/rulesets/x", two).status()).isEqualTo(200);
      assertThat(refused(server.put("/v1/rulesets/y", two)))
          .isEqualTo("There would be 4 rules in all rule sets, and there may be 3 (max-rules).");
      assertThat(server.put("/v1/rulesets/y", one).status()).isEqualTo(200);
      assertThat(refused(server.put("/v1/rulesets/z", PAYMENT)))
          .isEqualTo(
              "There would be 3 rule sets, and there may be 2 (max-rule-sets). Take one away"
                  + " first.");
      assertThat(server.put("/v1/rulesets/x", one).status()).as("in place of two").isEqualTo(200);
      assertThat(server.put("/v1/rulesets/y", two).status()).isEqualTo(200);
    }
    try (LiveServer server = start(new RuleLimits(1, 1, 0))) {
      assertThat(server.get("/v1/rulesets").json().get("rulesets").size())
          .as("what runs goes on")
          .isEqualTo(2);
      assertThat(server.put("/v1/rulesets/x", one).status()).as("unchanged").isEqualTo(200);
      assertThat(server.put("/v1/rulesets/x", two).status()).isEqualTo(409);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "count() over 1h > 3 |",
        "count() over 61m > 3 | The rule r reads a window of 61m, and rules may look back 1h"
            + " (max-rule-reach).",
        "count() over last 20 > 3 |",
        "amount > 3.00 |"
      })
  void soFarBackByWindows(String when, String detail) {
    try (LiveServer server = start(new RuleLimits(10, 10, 3_600_000))) {
      Answer answer = server.put("/v1/rulesets/x", PAYMENT + rule("r", when));
      if (detail == null) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      } else {
        assertThat(refused(answer)).isEqualTo(detail);
        assertThat(answer.json().get("line").intValue()).isEqualTo(7);
      }
    }
  }

  @Test
  void soFarBackByPartialMatches() {
    String pattern =
        PAYMENT
            + """
            rule r {
              by card
              pattern a -> b within %s
              define
                a: Payment where amount > 1.00
                b: Payment where amount > 2.00
              alert "a"
            }
            """;
    try (LiveServer server = start(new RuleLimits(10, 10, 3_600_000))) {
      assertThat(server.put("/v1/rulesets/x", pattern.formatted("1h")).status()).isEqualTo(200);
      Answer answer = server.put("/v1/rulesets/x", pattern.formatted("2d"));
      assertThat(refused(answer))
          .isEqualTo(
              "The rule r keeps a partial match for 2d, and rules may look back 1h"
                  + " (max-rule-reach).");
      JsonNode plan = server.post("/v1/rulesets/x/plan", pattern.formatted("2d")).json();
      assertThat(plan.get("status").intValue()).as("a plan says so, too").isEqualTo(409);
    }
  }
}
