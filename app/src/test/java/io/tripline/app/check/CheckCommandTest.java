package io.tripline.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  @ValueSource(strings = {"examples/demo", "examples/handbook"})
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

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
