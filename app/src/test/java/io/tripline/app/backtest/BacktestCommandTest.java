package io.tripline.app.backtest;

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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class BacktestCommandTest {
  private static final String EVENT =
      """
      event Payment {
        id        string     @id
        time      timestamp  @time
        card      string
        amount    decimal(2)
        currency  string
        merchant  string
        channel   enum(POS, ECOM, ATM)
      }
      """;

  private static final String RULE =
      """
      rule card_testing {
        severity high
        by card
        pattern probe{3,} -> hit  within 10m
        define
          probe: Payment where channel = ECOM and amount < 2.00
          hit:   Payment where channel = ECOM and amount > 100 * avg(probe.amount)
        alert "{count(probe)} probes, then {hit.amount} {hit.currency}"
          score 85
          with  merchant = hit.merchant, first_probe = first(probe.time)
      }
      """;

  private static final String EVENTS =
      """
      {"type":"Payment","id":"p1","time":"2026-01-31T10:00:00Z","card":"c1","amount":1.00,"currency":"EUR","merchant":"m1","channel":"ECOM"}
      {"type":"Payment","id":"p2","time":"2026-01-31T10:01:00Z","card":"c1","amount":1.50,"currency":"EUR","merchant":"m1","channel":"ECOM"}
      {"type":"Payment","id":"x1","time":"2026-01-31T10:01:30Z","card":"c2","amount":0.50,"currency":"EUR","merchant":"m1","channel":"ECOM"}
      {"type":"Payment","id":"p3","time":"2026-01-31T10:02:00Z","card":"c1","amount":0.99,"currency":"EUR","merchant":"m2","channel":"ECOM"}
      {"type":"Payment","id":"h1","time":"2026-01-31T10:05:00Z","card":"c1","amount":450,"currency":"EUR","merchant":"Café Ö","channel":"ECOM"}
      """;

  @TempDir private Path folder;
  private Path rules;
  private Path events;

  @BeforeEach
  void writeFiles() throws IOException {
    rules = Files.writeString(folder.resolve("rules.trip"), EVENT + RULE);
    events = Files.writeString(folder.resolve("événements.jsonl"), EVENTS);
  }

  @Test
  void anAlertIsALineOfTheContract() {
    CommandRun run = CommandRun.of("backtest", "--rules", rules, "--events", events);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    assertThat(run.out())
        .matches(
            "\\{\"id\":\"[0-9a-f]{32}\",\"rule\":\"card_testing\",\"version\":1,"
                + "\"key\":\\{\"card\":\"c1\"},\"time\":\"2026-01-31T10:05:00Z\","
                + "\"severity\":\"high\",\"score\":85,\"message\":\"3 probes, then 450.00 EUR\","
                + "\"with\":\\{\"merchant\":\"Café Ö\",\"first_probe\":\"2026-01-31T10:00:00Z\"},"
                + "\"match\":\\{\"probe\":\\[\"p1\",\"p2\",\"p3\"],\"hit\":\\[\"h1\"]}}\n");
    assertThat(run.err())
        .containsPattern("events +5\n")
        .containsPattern("rejected +0\n")
        .containsPattern("late +0\n")
        .containsPattern("alerts +1\n  card_testing +1\n")
        .containsPattern("events/s\n")
        .containsPattern("peak memory +\\d+ MB\n");
  }

  @Test
  void decisionsAreCountedByKindWhereRulesDecide() throws IOException {
    CommandRun silent = CommandRun.of("backtest", "--rules", rules, "--events", events);
    assertThat(silent.err()).doesNotContain("decisions");
    Files.writeString(
        rules,
        EVENT
            + """
            rule small { on Payment by card when amount < 100.00 decide review }
            rule probe { on Payment by card when amount < 1.00 decide decline }
            """);
    CommandRun run = CommandRun.of("backtest", "--rules", rules, "--events", events);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    // Of two rules that decide on an event the more severe one counts.
    assertThat(run.err())
        .containsPattern("decisions +4\n  decline +2\n  review +2\n  approve +0\n")
        .containsPattern("alerts +0\n");
  }

  @Test
  void listsAndTablesAreFilledFromFiles() throws IOException {
    Files.writeString(
        rules,
        EVENT
            + """
            list bad of string
            table limits key card { most decimal(2) }
            rule watched {
              on Payment by card
              when merchant in bad or amount > limits[card].most
              alert "{limits[card].most}"
            }
            """);
    Path bad = Files.writeString(folder.resolve("bad.csv"), "value,reason\nCafé Ö,fraud\n");
    Path limits =
        Files.writeString(folder.resolve("limits.json"), "[{\"card\":\"c2\",\"most\":0.4}]");
    CommandRun run =
        CommandRun.of(
            "backtest",
            "--rules",
            rules,
            "--events",
            events,
            "--list",
            "bad=" + bad,
            "--table",
            "limits=" + limits);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    assertThat(run.err()).doesNotContain("warning");
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.out()).contains("\"e\":[\"x1\"]", "\"message\":\"0.40\"", "\"e\":[\"h1\"]");

    CommandRun without = CommandRun.of("backtest", "--rules", rules, "--events", events);
    assertThat(without.out()).isEmpty();
    assertThat(without.err())
        .contains(
            "warning: the list bad is empty; --list bad=FILE gives it entries",
            "warning: the table limits is empty; --table limits=FILE gives it entries");

    assertRefused("the rules declare no list limits", "--list", "limits=" + limits);
    assertRefused("--list takes NAME=FILE, not bad", "--list", "bad");
    assertRefused(bad + ":1: There is no column value here", "--table", "limits=" + bad);
    assertRefused("nowhere", "--list", "bad=" + folder.resolve("nowhere"));
  }

  private void assertRefused(String why, String option, String value) {
    CommandRun run = CommandRun.of("backtest", "--rules", rules, "--events", events, option, value);
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.err()).contains(why);
  }

  @Test
  void eventsInCsvRaiseTheSameAlerts() throws IOException {
    String expected =
        CommandRun.of("backtest", "--rules", rules, "--events", events, "--name", "n").out();
    StringBuilder csv = new StringBuilder("type,id,time,card,amount,currency,merchant,channel\n");
    for (String line : EVENTS.lines().toList()) {
      csv.append(line.replaceAll("\"(\\w+)\":|[{}]", "")).append('\n');
    }
    Path rows = Files.writeString(folder.resolve("rows.csv"), csv);
    CommandRun run = CommandRun.of("backtest", "--rules", rules, "--events", rows, "--name", "n");
    assertThat(run.out()).isNotEmpty().isEqualTo(expected);
    assertThat(run.err()).containsPattern("rejected +0\n");
  }

  @Test
  void eventsOutOfOrderAreMatchedInTheirOrder() throws IOException {
    String expected =
        CommandRun.of("backtest", "--rules", rules, "--events", events, "--name", "n").out();
    String patient = (EVENT + RULE).replace("@time\n", "@time(lateness 5m)\n");
    Files.writeString(rules, patient);
    List<String> lines = new ArrayList<>(EVENTS.lines().toList());
    Collections.reverse(lines);
    Path reversed = Files.write(folder.resolve("reversed.jsonl"), lines);
    CommandRun run =
        CommandRun.of("backtest", "--rules", rules, "--events", reversed, "--name", "n");
    assertThat(run.out()).isNotEmpty().isEqualTo(expected);
    assertThat(run.err()).containsPattern("late +0\n");

    CommandRun cramped =
        CommandRun.of("backtest", "--rules", rules, "--events", reversed, "--max-held-events", "1");
    // The hit waits to the end; the first probe makes room for it, and the others come behind that.
    assertThat(cramped.out()).contains("\"match\":{\"probe\":[\"p3\",\"p2\",\"p1\"],");
    assertThat(cramped.err())
        .containsPattern("matched too early +1  events: more waited than --max-held-events allows");
    assertThat(
            CommandRun.of(
                    "backtest", "--rules", rules, "--events", reversed, "--max-held-events", "0")
                .code())
        .isEqualTo(ExitCode.WRONG_USE);

    Files.writeString(rules, patient.replace("5m", "4m, late drop"));
    CommandRun late = CommandRun.of("backtest", "--rules", rules, "--events", reversed);
    assertThat(late.out()).as("without the first probe").isEmpty();
    assertThat(late.err()).containsPattern("late +1\n  dropped +1\n");
  }

  @Test
  void theWayInAndOutDoesNotMatter() throws IOException {
    String expected = CommandRun.of("backtest", "--rules", rules, "--events", events).out();
    assertThat(expected).isNotEmpty();

    assertThat(CommandRun.withInput(EVENTS, "backtest", "--rules", rules, "--events", "-").out())
        .isEqualTo(expected);

    Path zipped = folder.resolve("events.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(EVENTS.getBytes(StandardCharsets.UTF_8));
    }
    Path alerts = folder.resolve("älerts.jsonl");
    CommandRun toFile =
        CommandRun.of("backtest", "--rules", rules, "--events", zipped, "--out", alerts);
    assertThat(toFile.out()).isEmpty();
    assertThat(alerts).hasContent(expected);

    Path split = Files.createDirectories(folder.resolve("split"));
    Path first = Files.writeString(split.resolve("a.trip"), RULE);
    Path second = Files.writeString(split.resolve("b.trip"), EVENT);
    for (List<Object> paths : List.<List<Object>>of(List.of(first, second), List.of(split))) {
      Object[] arguments =
          Arrays.asList("backtest", "--name", "rules", "--events", events, "--rules").toArray();
      Object[] all = Arrays.copyOf(arguments, arguments.length + paths.size());
      System.arraycopy(paths.toArray(), 0, all, arguments.length, paths.size());
      assertThat(CommandRun.of(all).out()).isEqualTo(expected);
    }
  }

  @Test
  void severalFilesAreMergedByTime() throws IOException {
    List<String> lines = EVENTS.lines().toList();
    Path odd = Files.write(folder.resolve("odd"), List.of(lines.get(0), lines.get(3)));
    Path even =
        Files.write(folder.resolve("even"), List.of(lines.get(1), lines.get(2), lines.get(4)));
    assertThat(CommandRun.of("backtest", "--rules", rules, "--events", odd, even).out())
        .isEqualTo(CommandRun.of("backtest", "--rules", rules, "--events", events).out());
  }

  @Test
  void theNumberOfWorkersDoesNotChangeAByte() throws IOException {
    Path day = folder.resolve("day.jsonl");
    CommandRun.of("generate", "--events", 20_000, "--fraud", 0.05, "--out", day);
    Path demo = Repository.path("examples/demo");
    String one = backtest(demo, day, 1);
    assertThat(one.lines()).hasSizeGreaterThan(50);
    assertThat(backtest(demo, day, 2)).isEqualTo(one);
    assertThat(backtest(demo, day, 4)).isEqualTo(one);
  }

  private static String backtest(Path rules, Path events, int workers) {
    CommandRun run =
        CommandRun.of("backtest", "--rules", rules, "--events", events, "--workers", workers);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    return run.out();
  }

  @Test
  void partialMatchesBeyondTheLimitAreDroppedAndSaid() throws IOException {
    Path rules =
        Files.writeString(
            folder.resolve("subsets.trip"),
            """
            event E {
              t timestamp @time
              last bool
            }
            rule subsets {
              by none
              pattern a+ any -> b within 1d
              define
                a: E where not last
                b: E where last
              after match skip none
              alert "{count(a)}"
            }
            """);
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      events.append("{\"t\":").append(1_000 * i).append(",\"last\":").append(i == 9).append("}\n");
    }
    Path input = Files.writeString(folder.resolve("subsets.jsonl"), events);

    CommandRun all = CommandRun.of("backtest", "--rules", rules, "--events", input);
    assertThat(all.out().lines()).hasSize((1 << 9) - 1); // every subset of nine, but the empty one
    assertThat(all.err()).doesNotContain("dropped").doesNotContain("limited");

    Files.writeString(rules, Files.readString(rules).replace("skip none", "skip none limit 7"));
    CommandRun limited = CommandRun.of("backtest", "--rules", rules, "--events", input);
    assertThat(limited.out().lines()).isEqualTo(all.out().lines().limit(7).toList());
    assertThat(limited.err()).containsPattern("limited events +1 +of subsets: ");

    // A condition that looks back: each partial match has to be followed by itself.
    Files.writeString(
        rules, Files.readString(rules).replace("a: E where", "a: E where count(a) < 99 and"));
    CommandRun few =
        CommandRun.of(
            "backtest", "--rules", rules, "--events", input, "--max-partial-matches", 100);
    assertThat(few.code()).isEqualTo(ExitCode.FINE);
    assertThat(few.out().lines()).hasSizeBetween(1, 200);
    assertThat(few.err())
        .containsPattern(
            "dropped partial matches +\\d+ +of subsets: more than a key may have, first at"
                + " 1970-01-01T00:00:0\\dZ; alerts may be missing");

    CommandRun none =
        CommandRun.of("backtest", "--rules", rules, "--events", input, "--max-partial-matches", 0);
    assertThat(none.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(none.err()).contains("--max-partial-matches must be 1 or more, not 0");
  }

  @Test
  void duplicatesAreCountedAndReachNoRule() throws IOException {
    Path rules =
        Files.writeString(
            folder.resolve("again.trip"),
            """
            event E { id string @id(dedupe 1m)  t timestamp @time }
            rule each { on E by none when true  alert "{id}" }
            """);
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      events.append("{\"id\":\"e%d\",\"t\":%d}\n".formatted(i % 3, 1_000 * i));
    }
    Path input = Files.writeString(folder.resolve("again.jsonl"), events);
    CommandRun all = CommandRun.of("backtest", "--rules", rules, "--events", input);
    assertThat(all.code()).as(all.err()).isEqualTo(ExitCode.FINE);
    assertThat(all.out().lines()).hasSize(3);
    assertThat(all.err()).containsPattern("duplicates +3\n").doesNotContain("forgotten");

    CommandRun few =
        CommandRun.of("backtest", "--rules", rules, "--events", input, "--max-remembered-ids", 2);
    assertThat(few.out().lines()).hasSize(6);
    assertThat(few.err())
        .containsPattern("duplicates +0\n")
        .containsPattern("forgotten ids +4  of E: more than --max-remembered-ids;");

    CommandRun none =
        CommandRun.of("backtest", "--rules", rules, "--events", input, "--max-remembered-ids", 0);
    assertThat(none.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(none.err()).contains("--max-remembered-ids must be 1 or more, not 0");
  }

  @Test
  void rejectedEventsAreCountedAndTheGoodOnesGoThrough() throws IOException {
    List<String> lines = EVENTS.lines().toList();
    Path mixed =
        Files.write(
            folder.resolve("mixed.jsonl"),
            List.of(
                lines.get(0),
                "{\"type\":\"Payment\",\"id\":\"bad\"}",
                lines.get(1),
                "no JSON at all",
                lines.get(3),
                "{\"type\":\"Payment\",\"id\":\"bad\",\"time\":\"yesterday\"}",
                lines.get(4)));
    CommandRun run = CommandRun.of("backtest", "--rules", rules, "--events", mixed);
    assertThat(run.code()).isEqualTo(ExitCode.FINE);
    assertThat(run.out()).contains("\"hit\":[\"h1\"]");
    assertThat(run.err())
        .containsPattern("events +4\n")
        .containsPattern("rejected +3\n")
        .contains(mixed + ":2: ", mixed + ":4: ");

    Path rejected = folder.resolve("rejected.jsonl");
    CommandRun again =
        CommandRun.of("backtest", "--rules", rules, "--events", mixed, "--rejected", rejected);
    assertThat(again.out()).isEqualTo(run.out());
    List<String> written = Files.readAllLines(rejected);
    assertThat(written).hasSize(3);
    JsonNode second = new JsonMapper().readTree(written.get(1));
    assertThat(second.path("source").asString()).isEqualTo(mixed.toString());
    assertThat(second.path("line").asLong()).isEqualTo(4);
    assertThat(second.path("raw").asString()).isEqualTo("no JSON at all");
    assertThat(second.path("code").asString()).isNotEmpty();
    assertThat(second.path("reason").asString()).isNotEmpty();
  }

  @Test
  void anEmptyInputRaisesNothing() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.jsonl"), "");
    CommandRun run = CommandRun.of("backtest", "--rules", rules, "--events", empty);
    assertThat(run.code()).isEqualTo(ExitCode.FINE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).containsPattern("events +0\n");
    Path out = folder.resolve("out.jsonl");
    CommandRun.withInput("", "backtest", "--rules", rules, "--events", "-", "--out", out);
    assertThat(out).isEmptyFile();
  }

  @Test
  void rulesWithErrorsAreFindingsAndNothingIsWritten() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.trip"), EVENT + "rule r { by nobody }");
    Path out = folder.resolve("out.jsonl");
    CommandRun run = CommandRun.of("backtest", "--rules", wrong, "--events", events, "--out", out);
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("wrong.trip:").contains("error TL");
    assertThat(out).doesNotExist();
  }

  @Test
  void anInputThatBreaksOffLeavesNoHalfOutput() throws IOException {
    Path whole = folder.resolve("whole.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      out.write(EVENTS.repeat(50).getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(bytes, bytes.length - 12));
    Path out = folder.resolve("out.jsonl");
    CommandRun run = CommandRun.of("backtest", "--rules", rules, "--events", cut, "--out", out);
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.err()).startsWith("tripline backtest: ").contains("cut.gz").hasLineCount(1);
    assertThat(out).doesNotExist();
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void wrongUseIsOneSentence() {
    wrongUse("there is no", "--rules", rules, "--events", folder.resolve("missing"));
    wrongUse("there is no", "--rules", folder.resolve("missing"), "--events", events);
    wrongUse("is a directory", "--rules", rules, "--events", folder);
    wrongUse("read once", "--rules", rules, "--events", "-", "-");
    wrongUse("1 to 64", "--rules", rules, "--events", events, "--workers", 0);
    wrongUse("1 to 64", "--rules", rules, "--events", events, "--workers", 65);
    wrongUse("written over", "--rules", rules, "--events", events, "--out", events);
    wrongUse("two files", "--rules", rules, "--events", events, "--out", "x", "--rejected", "x");
    wrongUse(
        "cannot write",
        "--rules",
        rules,
        "--events",
        events,
        "--out",
        folder.resolve("missing/out"));
  }

  private static void wrongUse(String sentence, Object... options) {
    Object[] arguments = new Object[options.length + 1];
    arguments[0] = "backtest";
    System.arraycopy(options, 0, arguments, 1, options.length);
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).containsIgnoringCase(sentence).hasLineCount(1);
  }
}
