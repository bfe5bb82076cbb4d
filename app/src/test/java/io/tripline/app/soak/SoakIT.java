package io.tripline.app.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short one; for a long one there is the command. */
final class SoakIT {
  private static final long SEED =
      Long.getLong("tripline.soak.seed", System.nanoTime() % 1_000_000);

  @TempDir private Path folder;

  @Test
  void whatIsKilledRestoredAndChangedAlertsAsIfItWereNot() {
    System.out.println("tripline.soak.seed = " + SEED);
    CommandRun run =
        CommandRun.of(
            "soak",
            "--for",
            "1s",
            "--events",
            "8000",
            "--kills",
            "5",
            "--seed",
            SEED,
            "--folder",
            folder);
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.FINE);
    assertThat(run.out())
        .containsPattern("so far 1 rounds, 5 kills, ")
        .endsWith("No alert was lost, none was there twice, and none was different.\n");
    assertThat(folder).as("nothing is left behind").isEmptyDirectory();
  }

  @Test
  void tooFewEventsAreWrongUse() {
    CommandRun run = CommandRun.of("soak", "--events", "10");
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.err()).contains("--events must be 1000 or more, and --kills 1 or more");
  }
}
