package io.tripline.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A real server, a short while: that it runs, and that nothing is left behind. */
final class DecisionsBenchmarkTest {
  private static final Path ROOT = Path.of("..");

  @TempDir private Path folder;

  @Test
  void aServerIsMeasured() throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int exit =
        new CommandLine(new DecisionsBenchmark())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                "--root=" + ROOT,
                "--folder=" + folder,
                "--variants=RULES_SYNCED",
                "--rates=200,1000",
                "--rounds=1",
                "--seconds=1",
                "--warm-up=1",
                "--connections=8",
                "--cards=300",
                "--deadline=1m");

    assertThat(exit).withFailMessage(err::toString).isZero();
    List<String> rows = out.toString().lines().toList();
    assertThat(rows).hasSize(6);
    assertThat(rows.get(2)).startsWith("| `--sync every-batch --decision-after rules` | 200 | ");
    assertThat(rows.get(3)).startsWith("| `--sync every-batch --decision-after rules` | 1,000 | ");
    assertThat(rows.get(5)).startsWith("| `GET /health` there | 1,000 | ");
    assertThat(rows).allMatch(row -> row.chars().filter(c -> c == '|').count() == 13);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theServerHasTheLaunchersOptions() throws Exception {
    String launcher = Files.readString(ROOT.resolve("tripline"));

    assertThat(launcher).contains(ServerProcess.JAVA_OPTIONS).contains(ServerProcess.LARGE_PAGES);
  }
}
