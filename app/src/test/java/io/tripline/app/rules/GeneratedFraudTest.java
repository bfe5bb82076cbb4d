package io.tripline.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.Repository;
import io.tripline.examples.world.PaymentWorld;
import io.tripline.examples.world.WorldSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The shipped rules on generated days, with nothing in their lists and tables: which part of the
 * episodes of a scenario each rule finds. An episode is found if one of its events is in an alert.
 */
final class GeneratedFraudTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long[] SEEDS = {5, 6};

  @TempDir private static Path folder;

  /** The episodes of each scenario. */
  private static final Map<String, Set<String>> EPISODES = new HashMap<>();

  /** The episodes that each rule found, by rule and scenario. */
  private static final Map<String, Set<String>> FOUND = new HashMap<>();

  @BeforeAll
  static void runTheRules() throws IOException {
    for (long seed : SEEDS) {
      Path events = folder.resolve(seed + ".jsonl");
      try (OutputStream out = Files.newOutputStream(events)) {
        new PaymentWorld(WorldSettings.of(100_000, 5_000, seed, 0.02)).writeTo(out);
      }
      Path alerts = folder.resolve(seed + ".alerts");
      CommandRun run =
          CommandRun.of(
              "backtest", "--rules", Repository.path("rules"), "--events", events, "--out", alerts);
      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
      compare(seed, events, alerts);
    }
  }

  private static void compare(long seed, Path events, Path alerts) throws IOException {
    Map<String, JsonNode> labeled = new HashMap<>();
    try (Stream<String> lines = Files.lines(events)) {
      lines
          .filter(line -> line.contains("\"episode\""))
          .map(JSON::readTree)
          .forEach(
              event -> {
                labeled.put(event.path("id").asString(), event);
                of(EPISODES, event.path("scenario").asString()).add(episode(seed, event));
              });
    }
    try (Stream<String> lines = Files.lines(alerts)) {
      for (JsonNode alert : lines.map(JSON::readTree).toList()) {
        String rule = alert.path("rule").asString();
        for (JsonNode ids : alert.path("match")) {
          for (JsonNode id : ids) {
            JsonNode event = labeled.get(id.asString());
            if (event != null) {
              of(FOUND, rule + " " + event.path("scenario").asString()).add(episode(seed, event));
            }
          }
        }
      }
    }
  }

  private static Set<String> of(Map<String, Set<String>> sets, String name) {
    return sets.computeIfAbsent(name, n -> new HashSet<>());
  }

  private static String episode(long seed, JsonNode event) {
    return seed + ":" + event.path("episode").asLong();
  }

  /** The recall: found of all, over both days. */
  @ParameterizedTest
  @CsvSource({
    "merchant_collusion, merchant_collusion, 0.90",
    "mule_fan_in, mule_fan_in_fan_out, 0.90",
    "mule_fan_in, many_accounts_pay_one, 0.95",
    "device_farm, many_cards_on_one_device, 0.95",
    "card_testing, card_testing, 0.90",
    "impossible_travel, impossible_travel, 0.95",
    "mule, mule_fan_in_fan_out, 0.50",
    "account_takeover, account_takeover, 0.35",
  })
  void aRuleFindsItsScenario(String scenario, String rule, double atLeast) {
    assertThat(of(EPISODES, scenario)).hasSizeGreaterThan(40);
    assertThat(share(rule, scenario)).isGreaterThanOrEqualTo(atLeast);
  }

  /**
   * Who only looks like it is let alone. A landlord is paid by many: `common_payees` is for that.
   */
  @ParameterizedTest
  @CsvSource({
    "group_outing, merchant_collusion",
    "vouchers, merchant_collusion",
    "collection, mule_fan_in_fan_out",
    "collection, many_accounts_pay_one",
    "rent_day, mule_fan_in_fan_out",
    "paid_back, mule_fan_in_fan_out",
    "salary_day, mule_fan_in_fan_out",
    "family_tablet, many_cards_on_one_device",
  })
  void aRuleLetsALookAlikeAlone(String scenario, String rule) {
    assertThat(of(EPISODES, scenario)).hasSizeGreaterThan(20);
    assertThat(share(rule, scenario)).isLessThanOrEqualTo(0.10);
  }

  private static double share(String rule, String scenario) {
    return (double) of(FOUND, rule + " " + scenario).size() / of(EPISODES, scenario).size();
  }
}
