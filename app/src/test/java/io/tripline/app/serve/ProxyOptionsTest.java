package io.tripline.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxies can be trusted. */
final class ProxyOptionsTest {
  private static CommandRun config(Object... more) {
    return CommandRun.in(Map.of(), Stream.concat(Stream.of("config"), Stream.of(more)).toArray());
  }

  @Test
  void networksAndAddresses() {
    CommandRun run =
        config("--trusted-proxy", "10.0.7.0/28", "fd00::/8", "--forwarded-header", "Forwarded");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    assertThat(run.out()).contains("  - 10.0.7.0/28\n");
    assertThat(config("--trusted-proxy", "10.0.7.1").code()).isEqualTo(ExitCode.FINE);
  }

  @ParameterizedTest
  @CsvSource({
    "--trusted-proxy, proxy.example, 'is no address and no network'",
    "--trusted-proxy, 10.0.7.1/28, 'leave them 0'",
    "--trusted-proxy, 0.0.0.0/0, 'holds all addresses'",
    "--forwarded-header, forwarded, '--forwarded-header needs --trusted-proxy'"
  })
  void whatCannotBe(String option, String value, String why) {
    CommandRun run = config(option, value);
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.err()).contains(why);
  }

  @Test
  void anotherHeader() {
    CommandRun run = config("--trusted-proxy", "10.0.7.1", "--forwarded-header", "X-Real-IP");
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.err()).contains("'X-Real-IP' is neither x-forwarded-for nor forwarded");
  }
}
