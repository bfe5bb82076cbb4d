package io.tripline.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class DemoIT {
  private static final Pattern FOLDER = Pattern.compile("its store in (\\S+)");
  private static final Pattern DELIVERED =
      Pattern.compile("(\\d+) alerts raised, as many delivered");
  private static final Pattern ALERT =
      Pattern.compile("(?m)^  \\d\\d:\\d\\d:\\d\\d (critical|high|medium|low) .*$");

  @Test
  void showsEveryAlertAndLeavesNothingBehind() {
    CommandRun run = CommandRun.of("demo", "--seconds", 0, "--events", 5000, "--seed", 3);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    Matcher delivered = DELIVERED.matcher(run.out());
    assertThat(delivered.find()).as(run.out()).isTrue();
    int alerts = Integer.parseInt(delivered.group(1));
    assertThat(alerts).isPositive();
    assertThat(ALERT.matcher(run.out()).results().count()).isEqualTo(alerts);
    assertThat(run.out())
        .contains("frauds caught", "look-alikes flagged", "What next", "docs/getting-started.md")
        .doesNotContain("\u001b");
    Matcher folder = FOLDER.matcher(run.out());
    assertThat(folder.find()).isTrue();
    assertThat(Path.of(folder.group(1))).doesNotExist();
  }

  @Test
  void aPortThatIsTakenIsToldInASentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run = CommandRun.of("demo", "--port", taken.getLocalPort());
      assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
      assertThat(run.err()).contains("" + taken.getLocalPort()).doesNotContain("\tat ");
    }
  }

  @Test
  void aDayThatCannotBeIsWrongUse() {
    CommandRun run = CommandRun.of("demo", "--events", -1);
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.err()).contains("-1");
  }
}
