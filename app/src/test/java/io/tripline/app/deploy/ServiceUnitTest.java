package io.tripline.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The unit of systemd, and the settings beside it. */
final class ServiceUnitTest {
  private static Map<String, String> unit() throws IOException {
    Map<String, String> said = new HashMap<>();
    String section = "";
    for (String line : Files.readAllLines(Repository.path("deploy/systemd/tripline.service"))) {
      if (line.startsWith("[")) {
        section = line;
      } else if (!line.isBlank() && !line.startsWith("#")) {
        int at = line.indexOf('=');
        assertThat(at).as(line).isPositive();
        assertThat(said.put(section + line.substring(0, at), line.substring(at + 1)))
            .as(line)
            .isNull();
      }
    }
    return said;
  }

  @Test
  void theServiceIsClosedAndStartsAgain() throws IOException {
    assertThat(unit())
        .containsEntry("[Service]DynamicUser", "yes")
        .containsEntry("[Service]ProtectSystem", "strict")
        .containsEntry("[Service]StateDirectory", "tripline")
        .containsEntry("[Service]NoNewPrivileges", "yes")
        .containsEntry("[Service]Restart", "on-failure")
        .containsEntry("[Service]KillSignal", "SIGTERM")
        .containsEntry("[Service]CapabilityBoundingSet", "")
        .containsKeys("[Service]TimeoutStopSec", "[Service]LimitNOFILE", "[Install]WantedBy");
    // The JVM writes code while it runs.
    assertThat(unit()).doesNotContainKey("[Service]MemoryDenyWriteExecute");
  }

  @Test
  void itsSettingsAreSettings() throws IOException {
    String start = unit().getOrDefault("[Service]ExecStart", "");
    assertThat(List.of(start.split(" ")))
        .containsExactly(
            "/opt/tripline/bin/tripline", "serve", "--config", "/etc/tripline/tripline.yaml");
    CommandRun run =
        CommandRun.of("config", "--config", Repository.path("deploy/systemd/tripline.yaml"));
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    assertThat(run.out()).contains("data: /var/lib/tripline/data");
  }
}
