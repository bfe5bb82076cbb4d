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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of tokens that go together, and those that do not. */
final class TokenOptionsTest {
  private static final Object[] LEAST = {
    "--auth", "tokens", "--oidc-issuer", "https://issuer.example", "--oidc-audience", "tripline"
  };

  @TempDir private Path folder;

  private static CommandRun config(Object... more) {
    return CommandRun.in(Map.of(), Stream.concat(Stream.of("config"), Stream.of(more)).toArray());
  }

  private static CommandRun with(Object... more) {
    return config(Stream.concat(Stream.of(LEAST), Stream.of(more)).toArray());
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
            auth: keys,tokens
            oidc-issuer: https://issuer.example/realms/bank
            oidc-audience: [tripline, tripline-test]
            oidc-keys: https://issuer.example/keys
            oidc-scope-claim: [realm_access.roles, scope]
            oidc-scope:
              - Fraud Analysts=read
              - Fraud Analysts=pii
              - a=b=admin
            oidc-caller-claim: preferred_username
            oidc-clock-skew: 0s
            oidc-max-token: 64KB
            oidc-keys-refresh: 30s
            oidc-keys-outage: 30d
            """);
    CommandRun run = config("--config", file);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    assertThat(run.out()).contains("  - 'Fraud Analysts=pii'").contains("  - realm_access.roles");
    assertThat(with("--oidc-keys", "keys.json").code()).isEqualTo(ExitCode.FINE);
  }

  @Test
  void theyGoTogether() {
    refused(config("--auth", "tokens"), "needs --oidc-issuer and --oidc-audience");
    refused(
        config("--auth", "keys,tokens", "--oidc-issuer", "https://issuer.example"),
        "needs --oidc-issuer and --oidc-audience");
    refused(
        config(
            "--auth",
            "tokens",
            "--oidc-issuer",
            "http://issuer.example",
            "--oidc-audience",
            "tripline"),
        "the issuer must be an https URL");
    refused(config("--auth", "both"), "'both' is neither none, keys, tokens nor keys,tokens");
  }

  @ParameterizedTest
  @CsvSource({
    "--oidc-issuer, https://issuer.example",
    "--oidc-audience, tripline",
    "--oidc-keys, keys.json",
    "--oidc-scope-claim, roles",
    "--oidc-scope, a=read",
    "--oidc-caller-claim, azp",
    "--oidc-clock-skew, 1s",
    "--oidc-max-token, 16KB",
    "--oidc-keys-refresh, 1m",
    "--oidc-keys-outage, 2d"
  })
  void noneIsSetForNothing(String option, String value) {
    refused(config(option, value), "settings that begin with --oidc- need --auth tokens");
    refused(
        config("--auth", "keys", option, value),
        "settings that begin with --oidc- need --auth tokens");
  }

  @ParameterizedTest
  @CsvSource({
    "--oidc-keys, http://issuer.example/keys, https",
    "--oidc-keys, ftp://issuer.example/keys, https",
    "--oidc-scope, read, VALUE=SCOPE",
    "--oidc-scope, =read, VALUE=SCOPE",
    "--oidc-scope, a=root, 'ingest, read, author, '",
    "--oidc-scope, a=none, VALUE=SCOPE",
    "--oidc-clock-skew, 6m, 0s to 5m",
    "--oidc-max-token, 65KB, 1KB to 64KB",
    "--oidc-max-token, 9GB, 1KB to 64KB",
    "--oidc-max-token, 0KB, 1KB to 64KB",
    "--oidc-keys-refresh, 29s, 30s to 1d",
    "--oidc-keys-outage, 9m, until they are fetched anew",
    "--oidc-keys-outage, 31d, 30d"
  })
  void whatIsOutOfBounds(String option, String value, String why) {
    refused(with(option, value), why);
  }
}
