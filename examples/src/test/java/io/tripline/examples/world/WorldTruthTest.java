package io.tripline.examples.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the labels say is what the events tell. */
class WorldTruthTest {
  private static final List<String> LINES =
      WorldLines.lines(WorldSettings.of(40_000, 2_000, 17, 0.05));
  private static final List<JsonNode> EVENTS =
      WorldLines.events(WorldSettings.of(40_000, 2_000, 17, 0.05));

  @Test
  void idsAreNumberedInTheOrderOfTheLines() {
    for (int i = 0; i < EVENTS.size(); i++) {
      assertThat(WorldLines.text(EVENTS.get(i), "id")).isEqualTo("e" + (i + 1));
    }
  }

  @Test
  void amountsHaveExactlyTwoDigits() {
    for (String line : LINES) {
      if (line.contains("\"amount\"")) {
        assertThat(line).containsPattern("\"amount\":(0|[1-9]\\d*)\\.\\d\\d,");
      }
    }
  }

  @Test
  void everyEventHasItsLabels() {
    Map<String, Scenario> scenarios = new HashMap<>();
    for (Scenario scenario : Scenario.values()) {
      scenarios.put(scenario.label(), scenario);
    }
    for (JsonNode event : EVENTS) {
      int fraud = event.path("fraud").asInt(-1);
      assertThat(fraud).isBetween(0, 1);
      assertThat(event.has("scenario")).isTrue();
      assertThat(event.has("episode")).isEqualTo(!event.path("scenario").isNull());
      Scenario scenario = scenarios.get(WorldLines.text(event, "scenario"));
      if (fraud == 1) {
        assertThat(scenario).isNotNull();
        assertThat(scenario.fraud()).isTrue();
      }
    }
  }

  @Test
  void anEpisodeIsOneScenarioAndAFraudHasFraud() {
    Map<Integer, List<JsonNode>> episodes = episodes();
    for (List<JsonNode> episode : episodes.values()) {
      assertThat(episode.stream().map(e -> WorldLines.text(e, "scenario")).distinct()).hasSize(1);
      boolean marked = episode.stream().anyMatch(e -> e.path("fraud").asInt() == 1);
      String label = WorldLines.text(episode.getFirst(), "scenario");
      assertThat(marked).isEqualTo(Scenario.valueOf(label.toUpperCase(Locale.ROOT)).fraud());
    }
  }

  @Test
  void noScenarioIsLongerThanItSays() {
    for (List<JsonNode> episode : episodes().values()) {
      String label = WorldLines.text(episode.getFirst(), "scenario");
      Scenario scenario = Scenario.valueOf(label.toUpperCase(Locale.ROOT));
      long minutes = time(episode.getLast()) / 60_000 - time(episode.getFirst()) / 60_000;
      assertThat(minutes).as(label).isLessThanOrEqualTo(scenario.longestMinutes());
      assertThat(episode.size()).as(label).isLessThanOrEqualTo(20);
    }
  }

  @Test
  void aTakeoverSendsMoneyToThePayeeThatItAdded() {
    for (List<JsonNode> episode : episodes().values()) {
      if (WorldLines.text(episode.getFirst(), "scenario").equals("account_takeover")) {
        List<JsonNode> added = ofType(episode, "PayeeAdded");
        List<JsonNode> sent = ofType(episode, "Transfer");
        assertThat(added).hasSize(1);
        assertThat(sent).isNotEmpty();
        for (JsonNode transfer : sent) {
          assertThat(transfer.path("payee")).isEqualTo(added.getFirst().path("payee"));
          assertThat(transfer.path("account")).isEqualTo(added.getFirst().path("account"));
          assertThat(transfer.path("device")).isEqualTo(added.getFirst().path("device"));
        }
      }
    }
  }

  @Test
  void aRingPaysOneMerchantStagedSumsAgainAndAgain() {
    Set<String> habits = new HashSet<>();
    List<List<JsonNode>> rings = episodes("merchant_collusion");
    for (List<JsonNode> ring : rings) {
      assertThat(ring).hasSizeBetween(8, 12);
      assertThat(distinct(ring, "merchant")).hasSize(1);
      assertThat(distinct(ring, "account")).hasSameSizeAs(distinct(ring, "card"));
      Map<String, Long> perCard =
          ring.stream()
              .collect(
                  Collectors.groupingBy(e -> WorldLines.text(e, "card"), Collectors.counting()));
      assertThat(perCard).hasSizeBetween(3, 5);
      assertThat(perCard.values()).allMatch(payments -> payments >= 2);
      List<BigDecimal> amounts = amounts(ring);
      if (amounts.stream().allMatch(a -> a.remainder(new BigDecimal(50)).signum() == 0)) {
        habits.add("round");
      } else if (amounts.stream().distinct().count() == 1) {
        habits.add("repeated");
      } else {
        assertThat(amounts)
            .allSatisfy(
                a -> assertThat(a).isBetween(new BigDecimal(480), new BigDecimal("499.99")));
        habits.add("below the limit");
      }
    }
    assertThat(rings).hasSizeGreaterThan(10);
    assertThat(habits).containsExactlyInAnyOrder("round", "repeated", "below the limit");
  }

  @Test
  void aFanInIsPaidByManyAndEmptiedSoonAfter() {
    List<List<JsonNode>> episodes = episodes("mule_fan_in");
    assertThat(episodes).hasSizeGreaterThan(10);
    for (List<JsonNode> episode : episodes) {
      List<JsonNode> credits = directed(episode, "CREDIT");
      assertThat(credits).hasSizeBetween(7, 10);
      assertThat(distinct(credits, "account")).hasSize(1);
      assertThat(distinct(credits, "payer")).hasSameSizeAs(credits);
      String mule = WorldLines.text(credits.getFirst(), "account");

      // Those who are customers here send in good faith, each once, to what is one payee for all.
      List<JsonNode> customers =
          episode.stream().filter(e -> e.path("fraud").asInt() == 0).toList();
      assertThat(customers).hasSizeBetween(5, 6);
      assertThat(distinct(customers, "account")).hasSameSizeAs(customers).doesNotContain(mule);
      assertThat(distinct(customers, "payee")).hasSize(1);
      assertThat(amounts(credits)).containsAll(amounts(customers));
      assertThat(distinct(episode, "currency")).hasSize(1);

      List<JsonNode> spent =
          directed(episode, "DEBIT").stream().filter(e -> !customers.contains(e)).toList();
      assertThat(spent).hasSizeBetween(1, 3).allMatch(e -> account(e).equals(mule));
      BigDecimal in = amounts(credits).stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      BigDecimal out = amounts(spent).stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(out.doubleValue() / in.doubleValue()).isBetween(0.87, 0.99);
      assertThat(time(spent.getLast()) - time(credits.getLast())).isLessThan(80 * 60_000L);
      assertThat(time(spent.getFirst())).isGreaterThan(time(credits.getLast()));
    }
  }

  @Test
  void whatLooksLikeARingOrAFanInIsNone() {
    assertThat(episodes("group_outing"))
        .hasSizeGreaterThan(5)
        .allSatisfy(group -> assertThat(distinct(group, "card")).hasSameSizeAs(group));
    assertThat(episodes("vouchers"))
        .hasSizeGreaterThan(5)
        .allSatisfy(bought -> assertThat(distinct(bought, "card")).hasSize(1));
    assertThat(episodes("collection"))
        .hasSizeGreaterThan(5)
        .allSatisfy(
            friends ->
                assertThat(amounts(directed(friends, "CREDIT")))
                    .hasSizeGreaterThanOrEqualTo(6)
                    .allMatch(a -> a.compareTo(new BigDecimal(40)) <= 0));
    for (List<JsonNode> tenants : episodes("rent_day")) {
      List<JsonNode> rents = directed(tenants, "CREDIT");
      BigDecimal in = amounts(rents).stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      JsonNode spent = tenants.getLast();
      assertThat(account(spent)).isEqualTo(account(rents.getFirst()));
      assertThat(spent.path("amount").decimalValue()).isLessThan(in.divide(BigDecimal.TWO));
    }
  }

  private static String account(JsonNode event) {
    return WorldLines.text(event, "account");
  }

  private static Set<String> distinct(List<JsonNode> events, String field) {
    return events.stream().map(e -> WorldLines.text(e, field)).collect(Collectors.toSet());
  }

  private static List<BigDecimal> amounts(List<JsonNode> events) {
    return events.stream().map(e -> e.path("amount").decimalValue()).toList();
  }

  private static List<JsonNode> directed(List<JsonNode> events, String direction) {
    return events.stream().filter(e -> WorldLines.text(e, "direction").equals(direction)).toList();
  }

  private static List<List<JsonNode>> episodes(String scenario) {
    return episodes().values().stream()
        .filter(e -> WorldLines.text(e.getFirst(), "scenario").equals(scenario))
        .toList();
  }

  @Test
  void anHonestCardIsNeverFasterThanAnAirliner() {
    Map<String, JsonNode> before = new HashMap<>();
    for (JsonNode event : EVENTS) {
      if (event.path("place").isObject() && event.path("fraud").asInt() == 0) {
        JsonNode last = before.put(WorldLines.text(event, "card"), event);
        if (last != null) {
          double kilometers = kilometers(last.path("place"), event.path("place"));
          double hours = (time(event) - time(last)) / 3_600_000.0;
          assertThat(kilometers < 100 || kilometers / hours < 900)
              .as("%s, then %s", last, event)
              .isTrue();
        }
      }
    }
  }

  @Test
  void aCardBelongsToOneAccountAndChecks() {
    Map<String, String> accounts = new HashMap<>();
    Map<String, Set<String>> cards = new HashMap<>();
    for (JsonNode event : EVENTS) {
      if (event.has("card")) {
        String card = WorldLines.text(event, "card");
        String account = WorldLines.text(event, "account");
        assertThat(card).matches("9\\d{15}").satisfies(number -> assertThat(luhn(number)).isZero());
        assertThat(accounts.merge(card, account, (a, b) -> a)).isEqualTo(account);
        cards.computeIfAbsent(account, a -> new HashSet<>()).add(card);
      }
    }
    assertThat(cards.values()).allSatisfy(set -> assertThat(set.size()).isBetween(1, 3));
  }

  @Test
  void signsAreWrittenAsPeopleWriteThem() {
    Set<String> merchants = new HashSet<>();
    EVENTS.forEach(event -> merchants.add(WorldLines.text(event, "merchant")));
    assertThat(merchants).contains("Café Zürich").anyMatch(name -> name.startsWith("東京"));
    assertThat(merchants).anyMatch(name -> name.contains("\""));
  }

  private static Map<Integer, List<JsonNode>> episodes() {
    Map<Integer, List<JsonNode>> episodes = new TreeMap<>();
    for (JsonNode event : EVENTS) {
      if (event.has("episode")) {
        episodes.computeIfAbsent(event.path("episode").asInt(), n -> new ArrayList<>()).add(event);
      }
    }
    return episodes;
  }

  private static List<JsonNode> ofType(List<JsonNode> events, String type) {
    return events.stream().filter(event -> WorldLines.text(event, "type").equals(type)).toList();
  }

  private static long time(JsonNode event) {
    return Instant.parse(WorldLines.text(event, "time")).toEpochMilli();
  }

  private static int luhn(String number) {
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      int digit = number.charAt(number.length() - 1 - i) - '0';
      int value = i % 2 == 1 ? 2 * digit : digit;
      sum += value > 9 ? value - 9 : value;
    }
    return sum % 10;
  }

  private static double kilometers(JsonNode a, JsonNode b) {
    double lat1 = Math.toRadians(a.path("lat").doubleValue());
    double lat2 = Math.toRadians(b.path("lat").doubleValue());
    double lon = Math.toRadians(b.path("lon").doubleValue() - a.path("lon").doubleValue());
    double cos = Math.sin(lat1) * Math.sin(lat2) + Math.cos(lat1) * Math.cos(lat2) * Math.cos(lon);
    return 6371 * Math.acos(Math.min(1, cos));
  }
}
