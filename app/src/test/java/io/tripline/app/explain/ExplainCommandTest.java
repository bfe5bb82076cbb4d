package io.tripline.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.Repository;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ExplainCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static final String RULES =
      """
      event Payment {
        id       string     @id
        time     timestamp  @time
        card     string?
        owner    string?    @pii
        amount   decimal(2)
        account  int?
        kind     enum(POS, ECOM)
        price    decimal(2)?
      }
      event Login {
        time     timestamp  @time
        user     string
      }

      /// Small ones, then a large one.
      rule card_testing {
        title "Probes, then a hit"
        severity high
        param floor = 200.00
        by card
        pattern probe{3,} -> hit  within 10m
        define
          probe: Payment where amount < 2.00
          hit:   Payment where amount > greatest(floor, 100 * avg(probe.amount))
        alert "{count(probe)} probes, then {hit.amount}"
          score 85
          once per 1h
      }
      rule composite {
        severity low
        on Payment by (card, account)
        when amount > 1000 alert "m"
      }
      rule everything {
        severity low
        by none
        pattern a => b  within 1h
        define
          a: Payment where amount > 40
          b: Login
        alert "m"
      }
      rule by_type {
        severity low
        by Login.user, Payment.card
        pattern l -> p  within 1h
        define
          l: Login
          p: Payment where amount > 40
        alert "m"
      }
      rule by_kind  { severity low on Payment by kind  when amount > 1000 alert "m" }
      rule by_price { severity low on Payment by price when amount > 1000 alert "m" }
      rule personal {
        severity low
        by owner
        pattern a -> b  within 1h
        define
          a: Payment
          b: Payment where starts_with(owner, 'z') or amount > 440
        alert "{b.amount} of {b.owner}" with owner = a.owner, amount = b.amount
      }
      """;

  private static final String EVENTS =
      """
      {"type":"Payment","id":"p1","time":"2026-01-31T10:00:00Z","card":"c1","owner":"Anna","amount":1.00,"kind":"ECOM","account":7}
      {"type":"Payment","id":"p2","time":"2026-01-31T10:01:00Z","card":"c1","owner":"Anna","amount":1.50,"kind":"ECOM","account":7,"price":9.5}
      {"type":"Payment","id":"x1","time":"2026-01-31T10:01:30Z","card":"Zoë, 日本","owner":"Bo","amount":0.50,"kind":"POS","account":8}
      {"type":"Login","time":"2026-01-31T10:01:40Z","user":"c1"}
      {"type":"Payment","id":"n1","time":"2026-01-31T10:01:50Z","amount":3.00,"kind":"ECOM"}
      {"type":"Payment","id":"p3","time":"2026-01-31T10:02:00Z","card":"c1","owner":"Anna","amount":0.99,"kind":"ECOM","account":7}
      {"type":"Payment","id":"h1","time":"2026-01-31T10:05:00Z","card":"c1","owner":"Anna","amount":45,"kind":"ECOM","account":7}
      """;

  @TempDir private Path folder;
  private Path rules;
  private Path events;

  @BeforeEach
  void writeFiles() throws IOException {
    rules = Files.writeString(folder.resolve("rules.trip"), RULES);
    events = Files.writeString(folder.resolve("events.jsonl"), EVENTS);
  }

  private CommandRun run(String rule, Object... more) {
    return over(events, rule, more);
  }

  private CommandRun over(Path input, String rule, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("explain", rule));
    arguments.addAll(List.of("--rules", rules, "--events", input));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray());
  }

  private String explain(String rule, Object... more) {
    CommandRun run = run(rule, more);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    assertThat(run.err()).isEmpty();
    return run.out();
  }

  private List<JsonNode> json(String rule, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of(more));
    arguments.add("--json");
    return explain(rule, arguments.toArray()).lines().map(JSON::readTree).toList();
  }

  @Test
  void itSaysWhyThereWasNoAlert() {
    assertThat(explain("card_testing", "--key", "c1"))
        .startsWith(
            """
            card_testing: Probes, then a hit
              key      card = c1
              pattern  probe{3,} -> hit
              within   10m

            2026-01-31T10:00:00Z  p1  Payment
              #1 began with it as `probe`
            """)
        .endsWith(
            """
            4 of 7 events had this key; 1 had none.
            No alert.

            Why there is no alert:

              #1 came furthest, and needed at least 1 more event.
                held     2026-01-31T10:00:00Z  p1 as `probe`
                         2026-01-31T10:01:00Z  p2 as `probe`
                         2026-01-31T10:02:00Z  p3 as `probe`
                next     `probe` or `hit`
                nearest  2026-01-31T10:05:00Z  h1, not `hit`:
                         amount > greatest(floor, 100 * avg(probe.amount)) is false
                           amount = 45.00, floor = 200.00, avg(probe.amount) = 1.163333,
                           greatest(floor, 100 * avg(probe.amount)) = 200.00
                end      `within 10m` was over at 2026-01-31T10:10:00Z
            """);
  }

  @Test
  void itSaysWhyThereWasOne() throws IOException {
    Path more =
        Files.writeString(
            folder.resolve("more.jsonl"), (EVENTS.replace("\"amount\":45,", "\"amount\":450,")));
    String out = over(more, "card_testing", "--key", "c1").out();
    assertThat(out)
        .contains(
            """
            2026-01-31T10:05:00Z  h1  Payment
              #1 #2 #3 not `probe`: amount < 2.00 is false
                   amount = 450.00
              #4 branched off #1 and took it as `hit`
              #4 became a match
              #1 #2 #3 ended: dropped by `after match skip past last`, as #4 became a match
              ALERT high, score 85: 3 probes, then 450.00
            """)
        .endsWith("\n1 alert.\n");
    assertThat(over(more, "card_testing", "--key", "c1", "--why-not").out())
        .contains(
            "How far each start came without an alert:\n\n  #2 needed at least 2 more events.")
        .contains("  #3 needed at least 3 more events.\n")
        .doesNotContain("  #1 needed");
  }

  @Test
  void theAlertsAreThoseOfABacktest() throws IOException {
    Path demo = Repository.path("examples/demo");
    Path day = folder.resolve("day.jsonl.gz");
    CommandRun.of("generate", "--events", 20_000, "--fraud", 0.05, "--out", day);
    Map<String, String> keys = new TreeMap<>();
    Map<String, List<String>> expected = new TreeMap<>();
    for (String line :
        CommandRun.of("backtest", "--rules", demo, "--events", day, "--show-pii")
            .out()
            .lines()
            .toList()) {
      JsonNode alert = JSON.readTree(line);
      String rule = alert.path("rule").asString();
      String key = alert.path("key").iterator().next().asString();
      keys.putIfAbsent(rule, key);
      if (keys.get(rule).equals(key)) {
        expected.computeIfAbsent(rule, r -> new ArrayList<>()).add(alert.path("id").asString());
      }
    }
    assertThat(expected).hasSizeGreaterThan(5);
    for (Map.Entry<String, String> each : keys.entrySet()) {
      CommandRun run =
          CommandRun.of(
              "explain",
              each.getKey(),
              "--rules",
              demo,
              "--events",
              day,
              "--key",
              each.getValue(),
              "--json",
              "--limit",
              0);
      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
      List<String> ids = new ArrayList<>();
      for (String line : run.out().lines().toList()) {
        for (JsonNode alert : JSON.readTree(line).path("alerts")) {
          if (alert.has("id")) {
            ids.add(alert.path("id").asString());
          }
        }
      }
      assertThat(ids).as(each.getKey()).isEqualTo(expected.get(each.getKey()));
    }
  }

  @Test
  void keysOfEveryKindAreUnderstood() {
    assertThat(explain("composite", "--key", "c1,7")).contains("key      card = c1, account = 7\n");
    String twice = explain("composite", "--key", "Zoë, 日本", "--key", "8");
    assertThat(twice).contains("key      card = Zoë, 日本, account = 8\n", "x1  Payment");
    assertThat(explain("card_testing", "--key", "Zoë, 日本")).contains("1 of 7 events had this key");
    assertThat(explain("by_kind", "--key", "POS")).contains("1 of 7 events had this key");
    assertThat(explain("by_price", "--key", "9.5"))
        .contains("key      price = 9.50", "p2  Payment");
    assertThat(explain("by_type", "--key", "c1"))
        .contains("key      user = c1\n", "Login\n  #1 began with it as `l`", "5 of 7 events");
    assertThat(explain("everything")).contains("key      none, all events together\n", "7 of 7");
  }

  @Test
  void aKeyThatIsNoneIsSaid() {
    wrongUse("the key of card_testing is card string: give one --key", "card_testing");
    wrongUse(
        "the key of composite is (card string, account int): give --key with a comma between the"
            + " parts, or part by part, not 3 values",
        "composite",
        "--key",
        "a,b,c");
    wrongUse("the key's account is int, and 'x' is none", "composite", "--key", "c1,x");
    wrongUse(
        "the key's kind is enum(POS, ECOM), and 'ECON' is none; did you mean 'ECOM'?",
        "by_kind",
        "--key",
        "ECON");
    wrongUse("the key's price is decimal(2), and '1.234' is none", "by_price", "--key", "1.234");
    wrongUse("leave --key out", "everything", "--key", "x");
  }

  @Test
  void aKeyThatNoEventHasIsSaidWithSomeThatAreThere() {
    wrongUse(
        "no event has the key card = c9: of 7 events 6 are of a type that card_testing takes, and"
            + " 1 of these have no key. Keys that are there: card = c1; card = Zoë, 日本",
        "card_testing",
        "--key",
        "c9");
    wrongUse("The keys are personal data; --show-pii tells of some", "personal", "--key", "Cleo");
    CommandRun shown = run("personal", "--key", "Cleo", "--show-pii");
    assertThat(shown.err()).contains("Keys that are there: owner = Anna; owner = Bo");
  }

  @Test
  void wrongUseIsOneSentence() {
    wrongUse("there is no rule `card_testng`; did you mean `card_testing`?", "card_testng");
    wrongUse("there is no rule `x`; there are: by_kind, by_price, by_type,", "x");
    wrongUse("--limit must be 0 or more", "card_testing", "--key", "c1", "--limit", "-1");
    wrongUse("--max-partial-matches", "everything", "--max-partial-matches", 0);
    wrongUse("--from must be a time such as", "card_testing", "--key", "c1", "--from", "10:00");
    CommandRun missing = over(folder.resolve("nothing"), "card_testing", "--key", "c1");
    assertThat(missing.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(missing.err()).contains("There is no file").hasLineCount(1);
    assertThat(missing.out()).isEmpty();
  }

  private void wrongUse(String sentence, String rule, Object... options) {
    CommandRun run = run(rule, options);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("tripline explain: ").contains(sentence).hasLineCount(1);
  }

  @Test
  void rulesWithErrorsAreFindings() throws IOException {
    rules = Files.writeString(folder.resolve("rules.trip"), RULES + "rule r { by nobody }");
    CommandRun run = run("card_testing", "--key", "c1");
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(run.err()).contains("error TL");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void whatIsPersonalIsMaskedUnlessAskedFor() {
    String masked = explain("personal", "--key", "Anna");
    assertThat(masked)
        .contains("key      owner = Anna\n")
        .contains("starts_with(owner, 'z') or amount > 440 is false\n       owner = •••, amount =")
        .doesNotContain("'Anna'");
    assertThat(explain("personal", "--key", "Anna", "--show-pii")).contains("owner = 'Anna'");
  }

  @Test
  void anAlertsPersonalDataIsMaskedToo() throws IOException {
    Path more =
        Files.writeString(
            folder.resolve("more.jsonl"), EVENTS.replace("\"amount\":45,", "\"amount\":450,"));
    CommandRun masked = over(more, "personal", "--key", "Anna");
    assertThat(masked.out()).contains("ALERT low: 450.00 of •••\n");
    CommandRun shown = over(more, "personal", "--key", "Anna", "--show-pii");
    assertThat(shown.out()).contains("ALERT low: 450.00 of Anna\n");
    assertThat(id(over(more, "personal", "--key", "Anna", "--json")))
        .isEqualTo(id(over(more, "personal", "--key", "Anna", "--json", "--show-pii")));
  }

  private static String id(CommandRun run) {
    return run.out()
        .lines()
        .map(JSON::readTree)
        .filter(line -> !line.path("alerts").isEmpty() && line.path("alerts").isArray())
        .map(line -> line.path("alerts").get(0).path("id").asString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theTimelineIsBounded() {
    String all = explain("card_testing", "--key", "c1", "--limit", 0);
    String few = explain("card_testing", "--key", "c1", "--limit", 8);
    assertThat(few)
        .contains("p2  Payment")
        .doesNotContain("p3  Payment")
        .containsPattern("… \\d+ more lines; --limit 0 shows all of them.\n")
        .contains("Why there is no alert:");
    assertThat(all).doesNotContain("more lines");
    assertThat(explain("card_testing", "--key", "c1")).isEqualTo(all);
  }

  @Test
  void aPartOfTheTimeCanBeShown() {
    String out =
        explain(
            "card_testing",
            "--key",
            "c1",
            "--from",
            "2026-01-31T11:01:30+01:00",
            "--to",
            "2026-01-31T10:05:00Z");
    assertThat(out)
        .doesNotContain("p1  Payment", "p2  Payment\n", "time passes")
        .contains("p3  Payment\n  #1 took it as `probe`, its 3rd", "h1  Payment");
  }

  @Test
  void aNextEventOfAnyTypeBreaksTheChain() throws IOException {
    Path more =
        Files.writeString(
            folder.resolve("more.jsonl"),
            """
            {"type":"Payment","id":"p1","time":"2026-01-31T10:00:00Z","amount":50,"kind":"ECOM"}
            {"type":"Payment","id":"p2","time":"2026-01-31T10:00:01Z","amount":3,"kind":"ECOM"}
            {"type":"Login","time":"2026-01-31T09:59:00Z","user":"u"}
            """);
    assertThat(over(more, "everything").out())
        .contains(
            """
            2026-01-31T10:00:01Z  p2  Payment
              #1 not `b`: it is no Login
              #1 ended: `=>` takes the very next event only, and this was it
            """)
        .contains("2026-01-31T09:59:00Z  3  Login  late");
  }

  @Test
  void anErrorIsToldWithItsReason() throws IOException {
    rules =
        Files.writeString(
            folder.resolve("rules.trip"),
            RULES
                + """
                rule ratio {
                  severity low
                  by card
                  pattern a -> b  within 1h
                  define
                    a: Payment
                    b: Payment where amount / (a.amount - 1) > 1000 and kind = POS
                  alert "m"
                }
                """);
    assertThat(explain("ratio", "--key", "c1"))
        .contains(
            """
              #1 not `b`: amount / (a.amount - 1) > 1000 cannot be computed: division by zero
                   amount = 1.50, a.amount = 1.00, amount / (a.amount - 1) = null
            """);
  }

  @Test
  void linesThatAreNoEventsAreCounted() throws IOException {
    Path more = Files.writeString(folder.resolve("more.jsonl"), "no JSON\n" + EVENTS + "{}\n");
    CommandRun run = over(more, "card_testing", "--key", "c1");
    assertThat(run.code()).isEqualTo(ExitCode.FINE);
    assertThat(run.out()).contains("2 lines could not be taken: ", more + ":1: ");
  }

  @Test
  void theJsonFormIsAsPromised() {
    List<JsonNode> lines = json("card_testing", "--key", "c1");
    assertThat(lines.stream().map(line -> line.path("kind").asString()))
        .containsExactly(
            "rule", "event", "event", "event", "event", "time", "time", "time", "totals",
            "why_not");
    assertThat(lines.getFirst().toString())
        .isEqualTo(
            "{\"kind\":\"rule\",\"rule\":\"card_testing\",\"key\":{\"card\":\"c1\"},"
                + "\"pattern\":\"probe{3,} -> hit\",\"within\":\"10m\"}");
    JsonNode second = lines.get(2);
    assertThat(second.path("id").asString()).isEqualTo("p2");
    assertThat(second.path("number").asLong()).isEqualTo(2);
    assertThat(second.path("steps").toString())
        .isEqualTo(
            "[{\"match\":1,\"step\":\"took\",\"variable\":\"probe\",\"count\":2},"
                + "{\"match\":2,\"step\":\"began\",\"variable\":\"probe\",\"count\":1}]");
    JsonNode refused = lines.get(4).path("steps").get(1);
    assertThat(refused.path("why").asString()).isEqualTo("condition");
    assertThat(refused.path("condition").get(0).path("values").path("floor").asString())
        .isEqualTo("200.00");
    JsonNode whyNot = lines.getLast();
    assertThat(whyNot.path("held").path("probe").toString()).isEqualTo("[\"p1\",\"p2\",\"p3\"]");
    assertThat(whyNot.path("needed").asInt()).isEqualTo(1);
    assertThat(whyNot.path("nearest").path("id").asString()).isEqualTo("h1");
    assertThat(whyNot.path("end").path("why").asString()).isEqualTo("within");
    List<JsonNode> few = json("card_testing", "--key", "c1", "--limit", "1");
    assertThat(few.get(2).path("moments_left_out").asInt()).isEqualTo(6);
  }

  @Test
  void theWayInDoesNotMatter() throws IOException {
    String expected = explain("card_testing", "--key", "c1");
    CommandRun piped =
        CommandRun.withInput(
            EVENTS, "explain", "card_testing", "--rules", rules, "--events", "-", "--key", "c1");
    assertThat(piped.out()).isEqualTo(expected);
    Path zipped = folder.resolve("events.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(EVENTS.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(over(zipped, "card_testing", "--key", "c1").out()).isEqualTo(expected);
    List<String> lines = EVENTS.lines().toList();
    Path odd =
        Files.write(folder.resolve("odd"), List.of(lines.get(0), lines.get(3), lines.get(5)));
    Path even =
        Files.write(
            folder.resolve("even"),
            List.of(lines.get(1), lines.get(2), lines.get(4), lines.get(6)));
    CommandRun merged =
        CommandRun.of(
            "explain", "card_testing", "--rules", rules, "--key", "c1", "--events", odd, even);
    assertThat(merged.out()).isEqualTo(expected);
  }
}
