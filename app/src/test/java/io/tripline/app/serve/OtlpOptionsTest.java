package io.tripline.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of what is sent over OTLP. */
final class OtlpOptionsTest {
  private static final String ENDPOINT = "https://collector.example:4318/v1/metrics";

  @TempDir private Path folder;

  private static CommandRun config(Object... more) {
    return CommandRun.in(Map.of(), Stream.concat(Stream.of("config"), Stream.of(more)).toArray());
  }

  private static CommandRun with(Object... more) {
    return config(Stream.concat(Stream.of("--otlp-endpoint", ENDPOINT), Stream.of(more)).toArray());
  }

  private static void refused(CommandRun run, String why) {
    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.err()).contains(why).doesNotContain("\tat ");
  }

  @Test
  void theLeastAndTheMost() throws IOException {
    assertThat(with().code()).as(with().err()).isEqualTo(ExitCode.FINE);
    Path file =
        Files.writeString(
            folder.resolve("t.yaml"),
            """
            otlp-endpoint: https://collector.example/v1/metrics
            otlp-interval: 1h
            otlp-timeout: 1m
            otlp-headers: /etc/tripline/otlp.headers
            otlp-attribute:
              - deployment.environment.name=production
              - service.instance.id=eu-1
              - empty=
            """);
    CommandRun run = config("--config", file);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    assertThat(run.out())
        .contains("  - service.instance.id=eu-1")
        .contains("otlp-headers: /etc/tripline/otlp.headers");
    Map<String, String> environment =
        Map.of("TRIPLINE_OTLP_ENDPOINT", ENDPOINT, "TRIPLINE_OTLP_ATTRIBUTE", "a=1,b=2");
    assertThat(CommandRun.in(environment, "config").out()).contains("  - a=1\n  - b=2\n");
  }

  @Test
  void whatCannotBe() {
    refused(config("--otlp-endpoint", "http://a b?key=hidden"), "is no URL");
    refused(config("--otlp-endpoint", "http://collector:4318"), "which is mostly /v1/metrics");
    refused(with("--otlp-interval", "61m"), "the interval must be 1s to 1h");
    refused(with("--otlp-attribute", "region"), "must be NAME=VALUE");
    refused(with("--otlp-attribute", "=eu"), "must be NAME=VALUE");
    refused(with("--otlp-attribute", "a=1", "a=2"), "has a twice");
    CommandRun secret = config("--otlp-endpoint", "https://u:hidden@collector/v1/metrics");
    refused(secret, "no user, query or fragment");
    assertThat(secret.err()).doesNotContain("hidden");
  }

  @Test
  void noneDoesAnythingWithoutAnEndpoint() {
    for (String[] each :
        new String[][] {
          {"--otlp-interval", "2m"},
          {"--otlp-timeout", "2s"},
          {"--otlp-headers", "headers"},
          {"--otlp-attribute", "a=1"}
        }) {
      refused(config((Object[]) each), "need --otlp-endpoint");
    }
  }
}
