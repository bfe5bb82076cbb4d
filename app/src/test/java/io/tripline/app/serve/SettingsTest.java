package io.tripline.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings from the command line, the environment and a file. */
final class SettingsTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("t.yaml"), text);
  }

  private static List<String> lines(CommandRun run, String... names) {
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    return run.out()
        .lines()
        .map(line -> line.replaceAll(" +# ", " # "))
        .filter(line -> List.of(names).stream().anyMatch(name -> line.startsWith(name + ":")))
        .toList();
  }

  @Test
  void theCommandLineGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
    Path file = file("port: 1\nhost: 127.0.0.2\ndata: here\n");
    Map<String, String> environment = Map.of("TRIPLINE_PORT", "2", "TRIPLINE_HOST", "127.0.0.3");
    CommandRun run = CommandRun.in(environment, "config", "--config", file, "--port", "3");
    assertThat(lines(run, "port", "host", "data", "sync"))
        .containsExactly(
            "data: here # " + file + ":3",
            "host: 127.0.0.3 # TRIPLINE_HOST",
            "port: 3 # --port",
            "sync: every-batch # default");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aListIsFromOnePlace() throws IOException {
    Path file = file("rules:\n- a=x.trip\n- 'b=y: z.trip'\n");
    assertThat(CommandRun.in(Map.of(), "config", "--config", file).out())
        .contains("\n  - a=x.trip\n  - 'b=y: z.trip'\n");
    assertThat(
            CommandRun.in(Map.of("TRIPLINE_RULES", "c=1.trip,d=2.trip"), "config", "--config", file)
                .out())
        .contains("\n  - c=1.trip\n  - d=2.trip\n")
        .doesNotContain("x.trip");
    assertThat(
            CommandRun.in(Map.of(), "config", "--config", file, "--rules", "e=3.trip", "f=4.trip")
                .out())
        .contains("# --rules\n  - e=3.trip\n  - f=4.trip\n")
        .doesNotContain("x.trip");
    assertThat(CommandRun.in(Map.of(), "config", "--config", file("rules: g=5.trip")).out())
        .contains("\n  - g=5.trip\n");
  }

  @Test
  void whatIsShownIsAFileOfTheSame() throws IOException {
    CommandRun first =
        CommandRun.in(
            Map.of("TRIPLINE_DATA", "a folder: with # signs and 'quotes'", "TRIPLINE_SYNC", "20ms"),
            "config",
            "--rules",
            "x=~",
            "--warm-start",
            "--state-memory",
            "1500MB");
    CommandRun second = CommandRun.in(Map.of(), "config", "--config", file(first.out()));
    assertThat(second.err()).isEmpty();
    assertThat(values(second)).isEqualTo(values(first)).contains("warm-start: true");
  }

  private static List<String> values(CommandRun run) {
    return run.out().lines().map(line -> line.replaceAll(" +# [^ ]+$", "")).toList();
  }

  @Test
  void theFileMayBeNamedInTheEnvironment() throws IOException {
    Map<String, String> environment = Map.of("TRIPLINE_CONFIG", file("port: 4711").toString());
    assertThat(CommandRun.in(environment, "config").out()).contains("port: 4711");
    assertThat(CommandRun.in(environment, "config", "--config", file("port: 4712")).out())
        .contains("port: 4712");
  }

  @Test
  void anEmptyVariableGivesNothing() {
    assertThat(CommandRun.in(Map.of("TRIPLINE_PORT", ""), "config").out())
        .containsPattern("port: 8080 +# default");
  }

  @Test
  void aVariableThatIsNoSettingIsToldOf() {
    CommandRun run =
        CommandRun.in(
            Map.of("TRIPLINE_PROT", "1", "TRIPLINE_JAVA_OPTS", "-Xmx1g", "HOME", "/"), "config");
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEqualTo("tripline config: there is no setting TRIPLINE_PROT\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prot: 1|:1: there is no setting `prot`; did you mean `port`?",
        "port: 1\\nport: 2|:2: port is given twice; first in ",
        "port:|:1: port has no value",
        "port: null|:1: port has no value",
        "port: [1]|:1: port takes one value",
        "port: {a: 1}|:1: port takes one value",
        "rules: {a: 1}|:1: rules takes one value, or a list of them",
        "rules: [[a]]|:1: rules takes a list of values",
        "rules: [a, ]\\nrules2: 1|:2: there is no setting `rules2`; did you mean `rules`?",
        "- port|:1: settings are written name: value",
        "8080|:1: settings are written name: value",
        "? [a]\\n: 1|this is no YAML",
        "port: 1\\n  host: 2|:2: this is no YAML",
        "port: 1\\n--- \\nport: 2|this is no YAML",
        "\"port: 1|this is no YAML",
        "a: &a [*a]|there is no setting `a`",
      })
  void whatIsWrongInAFileIsToldWithItsPlace(String text, String sentence) throws IOException {
    Path file = file(text.replace("\\n", "\n"));
    CommandRun run = CommandRun.in(Map.of(), "serve", "--config", file);
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.err()).contains(file.toString()).contains(sentence).doesNotContain("\tat ");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() throws IOException {
    CommandRun run = CommandRun.in(Map.of(), "config", "--config", file("prot: 1\nhots: 2\nport:"));
    assertThat(run.err()).contains(":1: ", ":2: ", ":3: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"port: many", "state-memory: 1KB", "sync: now", "warm-start: 1"})
  void aValueThatCannotBeIsToldWithWhereItIs(String line) throws IOException {
    Path file = file("# mine\n" + line);
    CommandRun run = CommandRun.in(Map.of(), "config", "--config", file);
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.err()).contains("(from " + file + ":2)");
  }

  @Test
  void twoThatExcludeEachOtherAreToldWithBothPlaces() throws IOException {
    Path file = file("drain: true");
    CommandRun run =
        CommandRun.in(Map.of("TRIPLINE_WARM_START", "true"), "config", "--config", file);
    assertThat(run.err()).contains("TRIPLINE_WARM_START").contains(file + ":1");
  }

  @Test
  void aFileThatCannotBeReadIsToldOf() throws IOException {
    assertThat(CommandRun.in(Map.of(), "config", "--config", folder.resolve("no.yaml")).err())
        .contains("no.yaml");
    assertThat(CommandRun.in(Map.of(), "config", "--config", folder).code())
        .isEqualTo(ExitCode.WRONG_USE);
    Path latin =
        Files.write(folder.resolve("l.yaml"), "data: ä".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(CommandRun.in(Map.of(), "config", "--config", latin).err()).contains("not UTF-8");
    Path large = Files.write(folder.resolve("g.yaml"), new byte[(1 << 20) + 1]);
    assertThat(CommandRun.in(Map.of(), "config", "--config", large).err()).contains("1MB");
  }

  @Test
  void anEmptyFileGivesNothing() throws IOException {
    for (String text : List.of("", "# nothing\n", "---\n", "{}")) {
      assertThat(CommandRun.in(Map.of(), "config", "--config", file(text)).out())
          .as(text)
          .isEqualTo(CommandRun.in(Map.of(), "config").out());
    }
  }

  @Test
  void otherCommandsTakeNoneOfThem() {
    assertThat(CommandRun.in(Map.of("TRIPLINE_WORKERS", "no number"), "check", "--help").code())
        .isZero();
  }

  @Test
  void theDocsHaveEachWithItsDefault() throws IOException {
    List<String> documented = new ArrayList<>();
    for (String line : Files.readAllLines(Repository.path("docs/settings.md"))) {
      String[] cells = line.split(" \\| ");
      if (line.startsWith("| `") && cells.length == 4) {
        String name = cells[0].substring(3, cells[0].length() - 1);
        String usual = cells[3].substring(0, cells[3].lastIndexOf(" |")).replace("`", "");
        documented.add(name + ": " + usual);
      }
    }
    List<String> shown =
        CommandRun.in(Map.of(), "config")
            .out()
            .lines()
            .map(line -> line.replaceAll(" +# default$", "").replaceAll("^# (.*):$", "$1: none"))
            .map(line -> line.replaceAll("^workers: .*", "workers: one for two cores"))
            .map(
                line ->
                    line.replaceAll(
                        "^state-memory: .*", "state-memory: a quarter of Java's memory (-Xmx)"))
            .toList();
    assertThat(documented).containsExactlyInAnyOrderElementsOf(shown);
  }
}
