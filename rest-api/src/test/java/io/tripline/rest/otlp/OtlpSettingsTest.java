package io.tripline.rest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that make sense, and those that do not. */
final class OtlpSettingsTest {
  private static final Path FILE = Path.of("headers");

  private static OtlpSettings to(String endpoint) {
    return OtlpSettings.to(URI.create(endpoint));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://collector:4318/v1/metrics",
        "http://[::1]:4318/v1/metrics",
        "https://otlp.example/a/b/otlp/v1/metrics"
      })
  void endpoints(String endpoint) {
    assertThat(to(endpoint).endpoint()).hasToString(endpoint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "collector:4318|must be an http or https URL",
        "/v1/metrics|must be an http or https URL",
        "grpc://collector:4317/v1/metrics|must be an http or https URL",
        "http:///v1/metrics|must be an http or https URL",
        "http://collector:4318|its whole path, which is mostly /v1/metrics",
        "http://collector:4318/|its whole path, which is mostly /v1/metrics",
        "https://u:hidden@collector/v1/metrics|no user, query or fragment",
        "https://collector/v1/metrics?key=hidden|no user, query or fragment",
        "https://collector/v1/metrics#hidden|no user, query or fragment",
      })
  void whatIsNoEndpoint(String endpoint, String why) {
    assertThatThrownBy(() -> to(endpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @CsvSource({
    "999, 999, the interval must be 1s to 1h",
    "3600001, 1000, the interval must be 1s to 1h",
    "60000, 999, the timeout must be 1s to 1m",
    "3600000, 60001, the timeout must be 1s to 1m",
    "9000, 9001, the timeout must be no longer than the interval"
  })
  void times(long interval, long timeout, String why) {
    OtlpSettings usual = to("http://collector:4318/v1/metrics");
    assertThatThrownBy(
            () -> usual.withTimes(Duration.ofMillis(interval), Duration.ofMillis(timeout)))
        .hasMessage("OTLP: " + why);
    assertThat(usual.withTimes(Duration.ofHours(1), Duration.ofMinutes(1)).timeout())
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(usual.withTimes(Duration.ofSeconds(1), Duration.ofSeconds(1)).interval())
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void secretsGoWhereNobodyReadsThem() {
    OtlpSettings far = to("http://collector:4318/v1/metrics");
    assertThatThrownBy(() -> far.withHeaders(FILE)).hasMessageContaining("over https alone");
    assertThat(to("http://localhost:4318/v1/metrics").withHeaders(FILE).headers()).isEqualTo(FILE);
    assertThat(to("https://collector/v1/metrics").withHeaders(FILE).headers()).isEqualTo(FILE);
  }

  @Test
  void whatIsGivenGoesBeforeWhatIsUsual() {
    OtlpSettings settings =
        to("http://collector:4318/v1/metrics")
            .withUsualAttributes(Map.of("a", "given"))
            .withUsualAttributes(Map.of("a", "usual", "b", "usual"));
    assertThat(settings.attributes()).isEqualTo(Map.of("a", "given", "b", "usual"));
    assertThatThrownBy(() -> settings.withUsualAttributes(Map.of("", "x")))
        .hasMessageContaining("a name");
  }
}
