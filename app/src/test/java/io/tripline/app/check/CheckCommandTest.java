package io.tripline.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CheckCommandTest {
  private static final String EVENT =
      """
      event Payment {
        id      string     @id
        time    timestamp  @time
        card    string
        amount  decimal(2)
      }
      """;

  private static final String SEQUENCES =
      """
      rule burst { by card pattern d{3} within 1h define d: Payment where amount > 1 alert "x" }
      rule pairs {
        param unused = 1
        by card pattern a+ any -> b within 1h define
          a: Payment where amount > 1
          b: Payment where amount > 2 and count(a) > 0
        after match skip none
        alert "{count(a)}" once per 1m
      }
      rule single { on Payment by card when amount > 100 alert "{amount}" }
      """;

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  @Test
  void rulesWithoutErrorsAreFine() throws IOException {
    Path events = write("événements/payment.trip", EVENT);
    Path rule =
        write("rule.trip", "rule large { on Payment by card when amount > 100 alert \"large\" }");
    CommandRun run = CommandRun.of("check", events, rule);
    assertThat(run).isEqualTo(new CommandRun(ExitCode.FINE, "", "2 files, 1 rule: no errors\n"));
    assertThat(CommandRun.of("check", folder)).isEqualTo(run);
  }

  @Test
  void everyErrorIsReportedWithItsPlace() throws IOException {
    write("events.trip", EVENT);
    Path rules =
        write(
            "rules.trip",
            """
            rule a { on Payment by crd when amount > 100 alert "x" }
            rule b { on Paymnt by card when amount > 100 alert "x" }
            rule c { on Payment by card when amuont > 100 alert "x" }
            rule d { on Payment by card when amount > 'much' alert "x" }
            rule e { severity hgh on Payment by card when amount > 100 alert "x" }
            """);
    CommandRun run = CommandRun.of("check", folder);
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
    for (int line = 1; line <= 5; line++) {
      assertThat(run.out())
          .containsPattern(Pattern.quote(rules + ":" + line) + ":\\d+: error TL\\d{4}: ");
    }
    assertThat(run.out().lines().filter(line -> line.contains(": error TL"))).hasSize(5);
    assertThat(run.err()).isEqualTo("2 files: 5 errors\n");
  }

  @Test
  void warningsAloneAreFine() throws IOException {
    Path rules =
        write(
            "rules.trip",
            EVENT + "rule a { param unused = 1 on Payment by card when amount > 1 alert \"x\" }");
    CommandRun run = CommandRun.of("check", rules);
    assertThat(run.code()).isEqualTo(ExitCode.FINE);
    assertThat(run.out()).contains("warning TL");
    assertThat(run.err()).isEqualTo("1 file, 1 rule: no errors, 1 warning\n");
  }

  @Test
  void anEmptyFileHoldsNothingWrong() throws IOException {
    CommandRun run = CommandRun.of("check", write("empty.trip", ""));
    assertThat(run).isEqualTo(new CommandRun(ExitCode.FINE, "", "1 file, 0 rules: no errors\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"examples/demo", "examples/handbook", "examples/profiles", "examples/timing"})
  void theExamplesAreFine(String path) {
    CommandRun run = CommandRun.of("check", Repository.path(path));
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.FINE);
  }

  @Test
  void wrongUseIsOneSentence() throws IOException {
    Path missing = folder.resolve("missing.trip");
    assertThat(CommandRun.of("check", missing))
        .isEqualTo(
            new CommandRun(
                ExitCode.WRONG_USE, "", "tripline check: there is no " + missing + "\n"));
    Files.createDirectory(folder.resolve("empty"));
    assertThat(CommandRun.of("check", folder.resolve("empty")).err()).contains("no .trip file");
    assertThat(CommandRun.of("check").code()).isEqualTo(ExitCode.WRONG_USE);
  }

  // ---- JSON

  @Test
  void jsonHasEveryFindingWithItsPlaces() throws IOException {
    write("events.trip", EVENT);
    Path rules =
        write(
            "rules.trip",
            """
            rule a { on Payment by card when amuont > 1 alert "x" }
            rule a { on Payment by card when amount > 1 alert "x" }
            """);
    CommandRun run = CommandRun.of("check", folder, "--json");
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(run.err()).isEqualTo("2 files: 2 errors\n");
    JsonNode json = JSON.readTree(run.out());
    assertThat(names(json))
        .containsExactly(
            "files", "rules", "errors", "warnings", "diagnostics", "explanation", "graph");
    assertThat(json.get("rules").isNull()).isTrue();
    assertThat(json.get("errors").asInt()).isEqualTo(2);
    assertThat(json.get("explanation").isNull()).isTrue();
    JsonNode unknown = json.get("diagnostics").get(0);
    assertThat(names(unknown))
        .containsExactly(
            "file",
            "line",
            "column",
            "end_column",
            "length",
            "severity",
            "code",
            "message",
            "hint",
            "related",
            "docs");
    assertThat(unknown.get("file").asString()).isEqualTo(rules.toString());
    assertThat(unknown.get("line").asInt()).isEqualTo(1);
    assertThat(unknown.get("column").asInt()).isEqualTo(34);
    assertThat(unknown.get("end_column").asInt()).isEqualTo(40);
    assertThat(unknown.get("length").asInt()).isEqualTo(6);
    assertThat(unknown.get("severity").asString()).isEqualTo("error");
    assertThat(unknown.get("hint").asString()).isEqualTo("did you mean `amount`?");
    assertThat(Repository.path(unknown.get("docs").asString())).exists();
    JsonNode duplicate = json.get("diagnostics").get(1);
    assertThat(duplicate.get("code").asString()).isEqualTo("TL0101");
    assertThat(duplicate.get("hint").isNull()).isTrue();
    JsonNode first = duplicate.get("related").get(0);
    assertThat(names(first))
        .containsExactly("file", "line", "column", "end_column", "length", "message");
    assertThat(first.get("line").asInt()).isEqualTo(1);
  }

  @Test
  void jsonIsAllThereIsOnStandardOutput() throws IOException {
    CommandRun run = CommandRun.of("check", write("é.trip", ""), "--json", "--explain");
    assertThat(run.code()).isEqualTo(ExitCode.FINE);
    assertThat(run.out())
        .isEqualTo(
            "{\"files\":1,\"rules\":0,\"errors\":0,\"warnings\":0,\"diagnostics\":[],"
                + "\"explanation\":[],\"graph\":null}\n");
  }

  // ---- explanations

  @Test
  void everyRuleIsExplained() throws IOException {
    write("rules.trip", EVENT + SEQUENCES);
    CommandRun run = CommandRun.of("check", folder, "--explain");
    assertThat(run.code()).isEqualTo(ExitCode.FINE);
    assertThat(run.out())
        .containsSubsequence("rule burst  (", "rule pairs  (", "rule single  (")
        .contains("partial matches at most min(n, 2), shared by all starts")
        .contains("events held     at most n; the limit of 10,000 holds from n = 10,001")
        .contains("partial matches at most 2^n; the limit of 10,000 holds from n = 14")
        .contains("14 events are enough to pass the limit of 10,000")
        .contains("TL0205 at ")
        .contains("nothing is kept: every match is of one event");
    assertThat(run.err()).isEqualTo("1 file, 3 rules: no errors, 1 warning\n");
  }

  @Test
  void theLimitIsThatOfTheOption() throws IOException {
    write("rules.trip", EVENT + SEQUENCES);
    CommandRun run =
        CommandRun.of(
            "check", folder, "--explain", "--rule", "pairs", "--max-partial-matches", 1000);
    assertThat(run.out()).contains("the limit of 1,000 holds from n = 10").doesNotContain("burst");
  }

  @Test
  void anExplanationInJsonHasTheSameFacts() throws IOException {
    write("rules.trip", EVENT + SEQUENCES);
    JsonNode json =
        JSON.readTree(
            CommandRun.of("check", folder, "--explain", "--json", "--graph", "mermaid").out());
    assertThat(json.get("graph").get("format").asString()).isEqualTo("mermaid");
    assertThat(json.get("graph").get("text").asString()).startsWith("flowchart LR\n");
    JsonNode pairs = json.get("explanation").get(1);
    assertThat(names(pairs))
        .containsExactly(
            "rule",
            "file",
            "line",
            "column",
            "input",
            "key",
            "pattern",
            "within_ms",
            "after_match",
            "automaton",
            "kept",
            "bound",
            "once_per",
            "depth",
            "outside",
            "warnings",
            "diagnostics");
    assertThat(pairs.get("rule").asString()).isEqualTo("pairs");
    assertThat(pairs.get("pattern").asString()).isEqualTo("a+ any -> b within 1h");
    assertThat(pairs.get("within_ms").asLong()).isEqualTo(3_600_000);
    assertThat(pairs.get("input").get(0).get("type").asString()).isEqualTo("Payment");
    assertThat(pairs.get("automaton").get("states")).hasSize(2);
    assertThat(pairs.get("automaton").get("steps").get(0).get("from").isNull()).isTrue();
    assertThat(pairs.get("kept").get(0).get("value").asString()).isEqualTo("count(a)");
    JsonNode bound = pairs.get("bound");
    assertThat(bound.get("partial_matches").asString()).isEqualTo("2^n");
    assertThat(bound.get("exponential").asBoolean()).isTrue();
    assertThat(bound.get("shared").asBoolean()).isFalse();
    assertThat(json.get("explanation").get(0).get("bound").get("shared").asBoolean()).isTrue();
    assertThat(bound.get("span_ms").asLong()).isEqualTo(3_600_000);
    assertThat(bound.get("limit_reached_at").asLong()).isEqualTo(14);
    JsonNode often = bound.get("examples").get(1);
    assertThat(often.get("n").asLong()).isEqualTo(3601);
    assertThat(often.get("partial_matches_unlimited").isNull()).isTrue();
    assertThat(often.get("partial_matches").asLong()).isEqualTo(10_000);
    assertThat(pairs.get("once_per").get("ms").asLong()).isEqualTo(60_000);
    assertThat(pairs.get("diagnostics").get(0).get("code").asString()).isEqualTo("TL0205");
    JsonNode single = json.get("explanation").get(2);
    assertThat(single.get("bound").get("partial_matches").asString()).isEqualTo("0");
    assertThat(single.get("bound").get("examples")).isEmpty();
    assertThat(single.get("once_per").isNull()).isTrue();
    assertThat(single.get("diagnostics")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"dot, digraph tripline {", "mermaid, flowchart LR", "DOT, digraph tripline {"})
  void aDrawingStandsAlone(String format, String start) throws IOException {
    write("rules.trip", EVENT + SEQUENCES);
    CommandRun run = CommandRun.of("check", folder, "--explain", "--graph", format);
    assertThat(run.code()).isEqualTo(ExitCode.FINE);
    assertThat(run.out()).startsWith(start + "\n").doesNotContain("TL0205");
    assertThat(run.err()).contains("warning TL0205");
  }

  @Test
  void rulesWithErrorsAreNotExplained() throws IOException {
    Path rules = write("rules.trip", EVENT + "rule a { on Payment by crd alert \"x\" }");
    CommandRun run = CommandRun.of("check", rules, "--explain", "--rule", "a");
    assertThat(run).isEqualTo(CommandRun.of("check", rules));
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
  }

  /** Something is said of whatever the language has. */
  @Test
  void everyGoldenRuleIsExplained() throws IOException {
    Path golden = Repository.path("rules-dsl/src/test/resources/golden/rules");
    try (Stream<Path> cases = Files.list(golden)) {
      for (Path rules : cases.filter(p -> p.toString().endsWith(".trip")).sorted().toList()) {
        Path events = golden.resolveSibling("cards.trip");
        Object[] used =
            Files.readString(rules).startsWith("// uses: ")
                ? new Object[] {"check", rules, events, "--explain", "--json"}
                : new Object[] {"check", rules, "--explain", "--json"};
        CommandRun run = CommandRun.of(used);
        assertThat(run.code()).as(rules + run.err()).isEqualTo(ExitCode.FINE);
        for (JsonNode rule : JSON.readTree(run.out()).get("explanation")) {
          assertThat(rule.get("bound").isNull() && rule.get("warnings").isEmpty())
              .as(rule.toString())
              .isFalse();
        }
      }
    }
  }

  /** What the bound does not count, since it is kept once for all rules, is said. */
  @Test
  void whatIsKeptBesideIsNamed() throws IOException {
    Path rules =
        write(
            "rules.trip",
            EVENT
                + """
                rule gaps { by card pattern a -> [5m] b define
                  a: Payment
                  b: Payment where count() over 1h > 3
                  alert "x" }
                rule absent { by card pattern a -> not b -> c within 1h define
                  a: Payment
                  b: Payment
                  c: Payment
                  alert "x" }
                event Made { id string @id time timestamp @time card string }
                rule maker { on Payment by card when amount > 5.00 emit Made { card = card } }
                rule taker { on Made by card when card != '' alert "x" }
                """);
    CommandRun run = CommandRun.of("check", rules, "--explain");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    assertThat(run.out())
        .contains("depth             a rule before it makes what it takes")
        .contains("events of one key within 5m that `a` can take")
        .contains("      -> [5m] b\n")
        .contains("kept beside, once for all rules that read the same\n")
        .contains("    count() over 1h  8 bytes for each event of 1h, for each card\n")
        .contains("      -> c, without b between\n")
        .contains("events of one key within 1h that fit `a`, `b` or `c`")
        .doesNotContain("the rule cannot run");
  }

  @Test
  void aRuleThatNoEngineCanRunIsAFinding() throws IOException {
    StringBuilder pattern = new StringBuilder("v0?");
    StringBuilder define = new StringBuilder("v0: Payment");
    for (int v = 1; v < 70; v++) {
      pattern.append(" -> v").append(v).append('?');
      define.append("\nv").append(v).append(": Payment");
    }
    Path rules =
        write(
            "rules.trip",
            EVENT
                + "rule wide { by card pattern "
                + pattern
                + " -> last within 1h define "
                + define
                + "\nlast: Payment alert \"x\" }");
    CommandRun run = CommandRun.of("check", rules, "--explain");
    assertThat(run.out()).contains("the rule cannot run: more than 64 ways lead on");
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
  }

  @Test
  void wrongOptionsAreOneSentence() throws IOException {
    Path rules = write("rules.trip", EVENT + SEQUENCES);
    assertThat(CommandRun.of("check", rules, "--explain", "--rule", "pair"))
        .isEqualTo(
            new CommandRun(
                ExitCode.WRONG_USE,
                "",
                "tripline check: there is no rule `pair`; did you mean `pairs`?\n"));
    assertThat(CommandRun.of("check", rules, "--rule", "pairs").err()).contains("--explain only");
    assertThat(CommandRun.of("check", rules, "--graph", "dot").code())
        .isEqualTo(ExitCode.WRONG_USE);
    assertThat(CommandRun.of("check", rules, "--explain", "--graph", "svg").code())
        .isEqualTo(ExitCode.WRONG_USE);
    assertThat(CommandRun.of("check", rules, "--max-partial-matches", 100).err())
        .contains("--explain only");
    assertThat(CommandRun.of("check", rules, "--explain", "--max-partial-matches", 0).err())
        .contains("must be 1 or more");
  }

  private static List<String> names(JsonNode json) {
    return List.copyOf(json.propertyNames());
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
