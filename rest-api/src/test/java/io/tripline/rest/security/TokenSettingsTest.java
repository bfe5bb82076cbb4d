package io.tripline.rest.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tokens may be asked for. */
final class TokenSettingsTest {
  private static final TokenSettings FINE = TokenSettings.of("https://issuer.example", "us");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://issuer.example",
        "https://issuer.example:8443/realms/bank",
        "http://localhost:9000",
        "http://127.0.0.1:9000/realm",
        "http://[::1]:9000"
      })
  void issuersThatCanBe(String issuer) {
    assertThatCode(() -> TokenSettings.of(issuer, "us")).doesNotThrowAnyException();
    assertThatCode(() -> FINE.withKeys(new TokenSettings.Keys.At(URI.create(issuer))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bank",
        "http://issuer.example",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://10.0.0.1",
        "ftp://localhost",
        "https://",
        "https:///path",
        "https://user:word@issuer.example",
        "https://issuer.example#a",
        "https://issuer.example/a b"
      })
  void andThoseThatCannot(String issuer) {
    assertThatThrownBy(() -> TokenSettings.of(issuer, "us"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the issuer");
  }

  @Test
  void bounds() {
    refused(() -> TokenSettings.of("https://issuer.example", ""), "there must be an audience");
    refused(() -> FINE.withScopes(List.of(), Map.of()), "a claim with scopes");
    refused(() -> FINE.withCallerClaim(""), "a claim that names the caller");
    refused(() -> FINE.withBounds(Duration.ofSeconds(301), 8 << 10), "0s to 5m");
    refused(() -> FINE.withBounds(Duration.ofSeconds(-1), 8 << 10), "0s to 5m");
    refused(() -> FINE.withBounds(Duration.ZERO, 1_023), "1KB to 64KB");
    refused(() -> FINE.withBounds(Duration.ZERO, (64 << 10) + 1), "1KB to 64KB");
    refused(() -> refreshed(Duration.ofSeconds(29), Duration.ofDays(1)), "each 30s to 1d");
    refused(() -> refreshed(Duration.ofDays(2), Duration.ofDays(3)), "each 30s to 1d");
    refused(() -> refreshed(Duration.ofMinutes(1), Duration.ofSeconds(59)), "at most for 30d");
    refused(() -> refreshed(Duration.ofMinutes(1), Duration.ofDays(31)), "at most for 30d");
    assertThatCode(() -> refreshed(Duration.ofMinutes(1), Duration.ofMinutes(1)))
        .doesNotThrowAnyException();
  }

  private static TokenSettings refreshed(Duration refresh, Duration outage) {
    return new TokenSettings(
        FINE.issuer(),
        FINE.audiences(),
        FINE.keys(),
        FINE.scopeClaims(),
        FINE.scopes(),
        FINE.callerClaim(),
        FINE.skew(),
        FINE.maxBytes(),
        refresh,
        outage);
  }

  private static void refused(Runnable making, String why) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
