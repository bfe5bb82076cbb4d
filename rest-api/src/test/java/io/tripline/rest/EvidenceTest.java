package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.ingest.IntakeSettings;
import io.tripline.rest.LiveServer.Answer;
import io.tripline.state.StoreSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an alert rests on, as a case worker asks for it. */
final class EvidenceTest {
  private static final String TYPES =
      """
      event Payment {
        id       string     @id
        time     timestamp  @time
        card     string     @pii @json("card_number")
        amount   decimal(2)
        channel  enum(POS, ECOM)
        place    geo?
        phone    string?    @pii
      }
      """;

  private static final String CARD_TESTING =
      """
      rule card_testing {
        severity high
        param floor = 200.00
        by card
        pattern probe{3,} -> hit within 10m
        define
          probe: Payment where channel = ECOM and amount < 2.00
          hit:   Payment where amount > greatest(floor, 100 * avg(probe.amount))
        alert "{count(probe)} probes, then {hit.amount}"
      }
      """;

  @TempDir Path folder;

  private static String payment(String id, int minute, String amount, String more) {
    return "{\"type\":\"Payment\",\"id\":\"%s\",\"time\":\"2026-01-31T10:%02d:00Z\",\"card_number\":\"4111\",\"amount\":%s,\"channel\":\"ECOM\"%s}\n"
        .formatted(id, minute, amount, more);
  }

  private static void deploy(LiveServer server, String rules) {
    Answer answer = server.put("/v1/rulesets/cards", rules);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static void send(LiveServer server, String... events) throws InterruptedException {
    Answer answer = server.post("/v1/events", String.join("", events));
    assertThat(answer.json().get("accepted").intValue()).as(answer.text()).isEqualTo(events.length);
    server.engine().awaitProcessed();
  }

  private static String onlyAlert(LiveServer server) {
    JsonNode alerts = server.get("/v1/alerts").json().get("alerts");
    assertThat(alerts.size()).as(alerts.toString()).isEqualTo(1);
    return alerts.get(0).get("id").stringValue();
  }

  private static JsonNode evidence(LiveServer server, String query) {
    Answer answer = server.get("/v1/alerts/" + onlyAlert(server) + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("evidence");
  }

  private static JsonNode event(JsonNode evidence, int variable, int event) {
    return evidence.get("variables").get(variable).get("events").get(event);
  }

  private static void probesAndHit(LiveServer server) throws InterruptedException {
    send(
        server,
        payment("p1", 0, "1.00", ""),
        payment("p2", 1, "1.50", ",\"place\":{\"lat\":52.5,\"lon\":13.25},\"phone\":\"030 1\""),
        payment("p3", 2, "0.99", ",\"shop\":{\"till\":[7,1.50]},\"fee\":0.10,\"amount2\":1e2"),
        payment("h1", 5, "450", ",\"place\":null"));
  }

  @Test
  void theEventsAndWhyEachWasTaken() throws InterruptedException {
    try (LiveServer server = LiveServer.start(folder)) {
      deploy(server, TYPES + CARD_TESTING);
      probesAndHit(server);
      JsonNode evidence = evidence(server, "");

      assertThat(evidence.get("events").intValue()).isEqualTo(4);
      assertThat(evidence.get("next").isNull()).isTrue();
      assertThat(evidence.get("variables").size()).isEqualTo(2);
      assertThat(evidence.get("variables").get(0).get("variable").stringValue()).isEqualTo("probe");
      assertThat(evidence.get("variables").get(0).get("events").size()).isEqualTo(3);

      assertThat(event(evidence, 0, 1).toString())
          .isEqualTo(
              "{\"id\":\"p2\",\"number\":2,\"type\":\"Payment\",\"version\":1,\"fields\":{"
                  + "\"id\":\"p2\",\"time\":\"2026-01-31T10:01:00Z\",\"card\":\"•••\",\"amount\":1.5,"
                  + "\"channel\":\"ECOM\",\"place\":{\"lat\":52.5,\"lon\":13.25},\"phone\":\"•••\"},\"undeclared\":null,\"condition\":{\"text\":\"channel"
                  + " = ECOM and amount < 2.00\",\"is\":true,\"says\":\"channel = ECOM and amount <"
                  + " 2.00 is true: channel = ECOM, amount = 1.50\",\"parts\":[{\"text\":\"channel"
                  + " = ECOM\",\"is\":true,\"values\":{\"channel\":\"ECOM\"}},{\"text\":\"amount <"
                  + " 2.00\",\"is\":true,\"values\":{\"amount\":1.5}}]}}");
      String text = server.get("/v1/alerts/" + onlyAlert(server) + "?personal_data=true").text();
      assertThat(text).contains("\"key\":{\"card\":\"4111\"}", "\"phone\":\"030 1\"");
      assertThat(text).as("all digits of the scale").contains("\"amount\":450.00");
      assertThat(text)
          .contains("\"undeclared\":{\"shop\":{\"till\":[7,1.50]},\"fee\":0.10,\"amount2\":1E+2}");

      JsonNode hit = event(evidence, 1, 0);
      assertThat(hit.get("fields").get("place").isNull()).isTrue();
      assertThat(hit.get("fields").get("phone").isNull()).as("null shows as null").isTrue();
      assertThat(hit.get("condition").get("says").stringValue())
          .isEqualTo(
              "amount > greatest(floor, 100 * avg(probe.amount)) is true: amount = 450.00,"
                  + " floor = 200.00, avg(probe.amount) = 1.163333,"
                  + " greatest(floor, 100 * avg(probe.amount)) = 200.00");
      // The alert itself stands before it, as everywhere.
      assertThat(text)
          .contains(
              "\"match\":{\"probe\":[\"p1\",\"p2\",\"p3\"],\"hit\":[\"h1\"]},\"mode\":\"live\",\"ruleset\"");
      assertThat(server.get("/v1/alerts/" + onlyAlert(server)).text())
          .doesNotContain("030 1", "4111");
    }
  }

  @Test
  void pageByPage() throws InterruptedException {
    try (LiveServer server = LiveServer.start(folder)) {
      deploy(server, TYPES + CARD_TESTING);
      probesAndHit(server);
      JsonNode whole = evidence(server, "");
      for (int limit = 1; limit <= 5; limit++) {
        List<String> pages = new ArrayList<>();
        JsonNode page;
        int after = 0;
        do {
          page = evidence(server, "?limit=" + limit + "&after=" + after);
          for (JsonNode variable : page.get("variables")) {
            variable.get("events").forEach(each -> pages.add(each.toString()));
          }
          after = page.get("next").asInt(-1);
        } while (after >= 0);
        List<String> all = new ArrayList<>();
        for (JsonNode variable : whole.get("variables")) {
          variable.get("events").forEach(each -> all.add(each.toString()));
        }
        assertThat(pages).as("limit %d", limit).isEqualTo(all);
      }
      assertThat(evidence(server, "?after=99").get("next").isNull()).isTrue();
      String path = "/v1/alerts/" + onlyAlert(server);
      assertThat(server.get(path + "?limit=0").status()).isEqualTo(400);
      assertThat(server.get(path + "?limit=1001").status()).isEqualTo(400);
      assertThat(server.get(path + "?offset=1").status()).isEqualTo(400);
    }
  }

  @Test
  void anEventIsJudgedByTheRulesThatTookIt() throws InterruptedException {
    try (LiveServer server = LiveServer.start(folder)) {
      deploy(server, TYPES + CARD_TESTING);
      send(server, payment("p1", 0, "1.00", ""), payment("p2", 1, "1.50", ""));
      // A field more, another limit: what has begun goes on.
      String changed =
          (TYPES + CARD_TESTING)
              .replace("amount   decimal(2)", "fee int?\n  amount decimal(2)")
              .replace("amount < 2.00", "amount < 1.20");
      deploy(server, changed);
      send(server, payment("p3", 2, "0.99", ",\"fee\":3"), payment("h1", 5, "450.00", ""));
      JsonNode evidence = evidence(server, "");
      assertThat(event(evidence, 0, 1).get("version").intValue()).isEqualTo(1);
      assertThat(event(evidence, 0, 1).get("condition").get("says").stringValue())
          .isEqualTo("channel = ECOM and amount < 2.00 is true: channel = ECOM, amount = 1.50");
      assertThat(event(evidence, 0, 2).get("version").intValue()).isEqualTo(2);
      assertThat(event(evidence, 0, 2).get("fields").get("fee").intValue()).isEqualTo(3);
      assertThat(event(evidence, 0, 2).get("condition").get("says").stringValue())
          .isEqualTo("channel = ECOM and amount < 1.20 is true: channel = ECOM, amount = 0.99");
      assertThat(event(evidence, 1, 0).get("condition").get("says").stringValue())
          .contains("avg(probe.amount) = 1.163333,");
      // And the evidence stays when the rules are taken away.
      assertThat(server.delete("/v1/rulesets/cards").status()).isEqualTo(200);
      assertThat(evidence(server, "")).isEqualTo(evidence);
    }
  }

  @Test
  void eventsAreJudgedInTheOrderInWhichTheyWereMatched() throws InterruptedException {
    String rules =
        TYPES.replace("@time", "@time(lateness 10m, late accept)")
            + """
            rule rising {
              by card
              pattern p{3} within 1h
              define p: Payment where amount > coalesce(prev(amount), 0.00)
              alert "rising to {last(p.amount)}"
            }
            """;
    try (LiveServer server = LiveServer.start(folder)) {
      deploy(server, rules);
      send(server, payment("third", 3, "3.00", ""));
      send(server, payment("first", 1, "1.00", ""), payment("second", 2, "2.00", ""));
      send(server, payment("later", 30, "0.10", ""));
      JsonNode evidence = evidence(server, "");
      List<String> says = new ArrayList<>();
      for (JsonNode each : evidence.get("variables").get(0).get("events")) {
        says.add(
            each.get("id").stringValue() + ": " + each.get("condition").get("says").stringValue());
      }
      assertThat(says)
          .containsExactly(
              "first: amount > coalesce(prev(amount), 0.00) is true: amount = 1.00, prev(amount) ="
                  + " null, coalesce(prev(amount), 0.00) = 0.00",
              "second: amount > coalesce(prev(amount), 0.00) is true: amount = 2.00, prev(amount) ="
                  + " 1.00, coalesce(prev(amount), 0.00) = 1.00",
              "third: amount > coalesce(prev(amount), 0.00) is true: amount = 3.00, prev(amount) ="
                  + " 2.00, coalesce(prev(amount), 0.00) = 2.00");
    }
  }

  @Test
  void anEventThatTheJournalNoLongerHolds() throws Exception {
    try (LiveServer server = forgetful(0)) {
      sendCardTesting(server);
      JsonNode evidence = evidence(server, "");
      assertThat(event(evidence, 0, 0).toString())
          .isEqualTo(
              "{\"id\":\"p1\",\"number\":1,\"missing\":{\"code\":\"not_in_journal\","
                  + "\"reason\":\"the journal does not hold this event any more\"}}");
      assertThat(event(evidence, 0, 2).get("condition").get("is").booleanValue())
          .as("its condition does not look back")
          .isTrue();
      assertThat(event(evidence, 1, 0).get("fields").get("amount").doubleValue()).isEqualTo(450);
      JsonNode condition = event(evidence, 1, 0).get("condition");
      assertThat(condition.get("is").isNull()).isTrue();
      assertThat(condition.get("says").stringValue())
          .isEqualTo("It looks back at `probe`, of which an event is missing.");
    }
  }

  private LiveServer forgetful(long heldBytes) {
    return LiveServer.start(
        folder,
        LiveServer.ANY_PORT,
        EngineSettings.defaults(),
        IntakeSettings.defaults(),
        StoreSettings.defaults().withJournalRetention(0, 0).withJournalHeld(heldBytes, 1_000_000),
        storage -> storage);
  }

  private static void sendCardTesting(LiveServer server) throws InterruptedException {
    deploy(server, TYPES + CARD_TESTING);
    send(server, payment("p1", 0, "1.00", ""));
    send(server, payment("p2", 1, "1.50", filler()));
    server.engine().checkpoint();
    send(server, payment("p3", 2, "0.99", ""));
    server.engine().checkpoint();
    send(server, payment("h1", 5, "450.00", ""));
  }

  /** Enough for a file of the journal to be full: files are deleted as a whole. */
  private static String filler() {
    return ",\"filler\":\""
        + HexFormat.of().formatHex(new SecureRandom().generateSeed(4_000))
        + "\"";
  }

  /** First since the rule looks back to them, and then since the alert rests on them. */
  @Test
  void theEventsOfAnAlertAreHeldInTheJournal() throws Exception {
    try (LiveServer server = forgetful(1 << 20)) {
      sendCardTesting(server);
      server.engine().checkpoint();
      for (int minute = 20; minute < 58; minute += 4) {
        send(server, payment("later" + minute, minute, "500.00", filler()));
        server.engine().checkpoint();
      }
      assertThat(event(evidence(server, ""), 0, 0).get("fields").get("amount").doubleValue())
          .isEqualTo(1);
    }
    try (LiveServer server = forgetful(1 << 20)) {
      send(server, payment("again", 59, "500.00", filler()));
      server.engine().checkpoint();
      assertThat(event(evidence(server, ""), 0, 0).get("fields").get("amount").doubleValue())
          .isEqualTo(1);
      JsonNode journal = server.get("/v1/status").json().get("journal");
      assertThat(journal.get("lacks_needed").booleanValue()).isFalse();
      assertThat(journal.get("needed_sequence").longValue()).isBetween(0L, 2L);
    }
  }

  /** The evidence of the one alert that a rule with this pattern raises over the events. */
  private JsonNode absent(String pattern, String defines, String... events)
      throws InterruptedException {
    String rule =
        "rule r { by card\npattern %s\ndefine %s\nalert \"!\" }".formatted(pattern, defines);
    try (LiveServer server = LiveServer.start(folder.resolve("" + pattern.hashCode()))) {
      deploy(server, TYPES + rule);
      send(server, events);
      return evidence(server, "").get("absent");
    }
  }

  @Test
  void whatDidNotComeAndUntilWhen() throws InterruptedException {
    String small = payment("s", 0, "1.00", "");
    String medium = payment("m", 4, "50.00", "");
    String large = payment("l", 30, "500.00", "");
    String defines =
        """
        a: Payment where amount < 2.00
        b: Payment where amount between 40.00 and 60.00
        n: Payment where amount > 400.00
        """;
    assertThat(
            absent("a -> not n within 10m", defines.replaceAll(" *b:.*\n", ""), small, large)
                .toString())
        .isEqualTo(
            "[{\"variable\":\"n\",\"definition\":\"Payment where amount >"
                + " 400.00\",\"where\":\"after\","
                + "\"from\":\"2026-01-31T10:00:00Z\",\"until\":\"2026-01-31T10:10:00Z\",\"says\":\"No"
                + " `n` came from 2026-01-31T10:00:00Z until 2026-01-31T10:10:00Z, after the last"
                + " event.\"}]");
    assertThat(says(absent("a -> b -> [5m] not n within 10m", defines, small, medium, large)))
        .containsExactly(
            "No `n` came from 2026-01-31T10:04:00Z until 2026-01-31T10:09:00Z, after the last"
                + " event.");
    assertThat(says(absent("not n -> [7m] a -> not n -> b within 10m", defines, small, medium)))
        .containsExactly(
            "No `n` came from 2026-01-31T09:53:00Z until 2026-01-31T10:00:00Z, before the first"
                + " event.",
            "No `n` came between the events of 2026-01-31T10:00:00Z and 2026-01-31T10:04:00Z.");
    assertThat(says(absent("a => not n -> b within 10m", defines, small, medium)))
        .containsExactly("The event right after the one of 2026-01-31T10:00:00Z was no `n`.");
    assertThat(says(absent("(a -> not n -> b){1,2} within 10m", defines, small, medium)))
        .containsExactly("No `n` came where the pattern excludes it.");
    assertThat(
            says(
                absent("(a -> not n -> b) | (b -> not a -> n) within 10m", defines, small, medium)))
        .as("the branch that matched")
        .containsExactly(
            "No `n` came between the events of 2026-01-31T10:00:00Z and 2026-01-31T10:04:00Z.");
    assertThat(
            says(
                absent(
                    "a -> not n -> b? -> a within 1h",
                    defines,
                    small,
                    payment("t", 7, "1.00", ""))))
        .as("`a` is in two parts, but there is one way to lay the events over them")
        .containsExactly(
            "No `n` came between the events of 2026-01-31T10:00:00Z and 2026-01-31T10:07:00Z.");
  }

  private static List<String> says(JsonNode absent) {
    List<String> says = new ArrayList<>();
    absent.forEach(each -> says.add(each.get("says").stringValue()));
    return says;
  }

  @Test
  void aManyEventMatchIsCutIntoPagesBySizeToo() throws InterruptedException {
    String burst =
        TYPES
            + """
            rule burst {
              by card
              pattern p{40} within 1h
              define p: Payment
              alert "burst"
            }
            """;
    try (LiveServer server = LiveServer.start(folder)) {
      deploy(server, burst);
      for (int i = 0; i < 40; i++) {
        send(server, payment("p" + i, i, "1.00", ",\"note\":\"" + "x".repeat(200_000) + "\""));
      }
      int seen = 0;
      int pages = 0;
      int after = 0;
      while (after >= 0) {
        JsonNode page = evidence(server, "?personal_data=true&limit=1000&after=" + after);
        for (JsonNode each : page.get("variables").get(0).get("events")) {
          assertThat(each.get("id").stringValue()).isEqualTo("p" + seen++);
          assertThat(each.get("undeclared").get("note").stringValue()).hasSize(200_000);
          assertThat(each.get("condition").isNull()).as("it has none").isTrue();
        }
        after = page.get("next").asInt(-1);
        pages++;
      }
      assertThat(seen).isEqualTo(40);
      assertThat(pages).isBetween(4, 8);
    }
  }
}
