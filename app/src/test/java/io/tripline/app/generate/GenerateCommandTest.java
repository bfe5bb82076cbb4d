package io.tripline.app.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GenerateCommandTest {
  @TempDir private Path folder;

  @Test
  void writesExactlyTheEventsAskedForAndTheSameBytesAgain() {
    CommandRun run =
        CommandRun.of("generate", "--events", 1000, "--cards", 50, "--seed", 3, "--fraud", 0.02);
    assertThat(run.code()).isEqualTo(ExitCode.FINE);
    assertThat(run.out().lines()).hasSize(1000);
    assertThat(run.err()).contains("1,000 events");
    assertThat(
            CommandRun.of("generate", "--events", 1000, "--cards", 50, "--seed", 3, "--fraud", 0.02)
                .out())
        .isEqualTo(run.out());
    assertThat(
            CommandRun.of("generate", "--events", 1000, "--cards", 50, "--seed", 4, "--fraud", 0.02)
                .out())
        .isNotEqualTo(run.out());
  }

  @Test
  void aFileThatEndsInGzIsZipped() throws IOException {
    Path file = folder.resolve("événements.jsonl.gz");
    CommandRun run = CommandRun.of("generate", "--events", 100, "--out", file);
    assertThat(run.code()).isEqualTo(ExitCode.FINE);
    assertThat(run.out()).isEmpty();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(CommandRun.of("generate", "--events", 100).out());
    }
  }

  @Test
  void startAndDaysMoveTheEvents() {
    CommandRun run =
        CommandRun.of("generate", "--events", 500, "--start", "2027-12-31", "--days", 2);
    assertThat(run.out().lines())
        .allMatch(line -> line.contains("2027-12-31T") || line.contains("2028-01-01T"));
  }

  @ParameterizedTest
  @CsvSource({
    "--fraud, 0.9",
    "--fraud, NaN",
    "--events, -1",
    "--cards, 0",
    "--days, 0",
    "--start, tomorrow",
    "--events, many"
  })
  void whatCannotBeIsWrongUse(String option, String value) {
    CommandRun run = CommandRun.of("generate", option, value);
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(value).doesNotContain("\tat ");
  }
}
