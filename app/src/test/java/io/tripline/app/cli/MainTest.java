package io.tripline.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.Main;
import io.tripline.app.testing.CommandRun;
import io.tripline.rest.security.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  @Test
  void withoutACommandItSaysWhichThereAre() {
    CommandRun run = CommandRun.of();
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(
            "check", "fmt", "test", "backtest", "explain", "generate", "serve", "demo", "lsp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check",
        "fmt",
        "test",
        "backtest",
        "explain",
        "generate",
        "serve",
        "config",
        "savepoint",
        "store",
        "key",
        "audit",
        "soak",
        "demo",
        "lsp"
      })
  void everyCommandHasHelpWithAnExampleAndTheExitCodes(String command) {
    CommandRun run = CommandRun.of(command, "--help");
    assertThat(run.code()).isEqualTo(ExitCode.FINE);
    assertThat(run.out())
        .startsWith("Usage: tripline " + command)
        .contains("Example:  tripline " + command)
        .contains("Exit codes:");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void theHelpOfKeysNamesEveryScope() {
    assertThat(CommandRun.of("key", "create", "--help").out()).contains(Scope.names());
  }

  @Test
  void versionGoesToStandardOutput() {
    CommandRun run = CommandRun.of("--version");
    assertThat(run.code()).isEqualTo(ExitCode.FINE);
    assertThat(run.out()).startsWith("tripline ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chek", "--colour"})
  void whatIsUnknownIsWrongUse(String argument) {
    CommandRun run = CommandRun.of(argument);
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(argument).contains("tripline --help").doesNotContain("\tat ");
  }

  @Test
  void aMistypedCommandIsGuessed() {
    assertThat(CommandRun.of("bactest").err()).contains("backtest");
  }

  @Test
  void aReaderThatHasGoneIsNoMistake() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(terminal(new FailingOutput("Broken pipe"), err), StopRequest.byHand(), "generate");
    assertThat(code).isEqualTo(ExitCode.FINE);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void aFullDiskIsToldInASentenceAndDebugShowsWhere() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream full = new FailingOutput("No space left on device");
    assertThat(Main.run(terminal(full, err), StopRequest.byHand(), "generate"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("No space left on device")
        .doesNotContain("\tat ");
    err.reset();
    assertThat(Main.run(terminal(full, err), StopRequest.byHand(), "generate", "--debug"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("\tat ");
  }

  private static Terminal terminal(OutputStream out, ByteArrayOutputStream err) {
    return new Terminal(
        InputStream.nullInputStream(),
        new PipeOutput(out),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        false,
        false);
  }

  /** Fails as a pipe or a disk does. */
  private static final class FailingOutput extends OutputStream {
    private final String reason;

    FailingOutput(String reason) {
      this.reason = reason;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException(reason);
    }
  }
}
