package io.tripline.app.serve;

import io.tripline.app.cli.DurationConverter;
import io.tripline.app.cli.WrongUseException;
import io.tripline.rest.otlp.OtlpSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where figures are sent over OpenTelemetry's protocol. */
final class OtlpOptions {
  private static final Duration USUAL_INTERVAL = Duration.ofMinutes(1);
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--otlp-endpoint",
      paramLabel = "URL",
      description =
          "Send all figures of /metrics there, over OpenTelemetry's protocol (OTLP over HTTP, in "
              + "protobuf): the whole URL, such as https://collector.example:4318/v1/metrics. "
              + "Default: they are sent nowhere.")
  private @Nullable String endpoint;

  @Option(
      names = "--otlp-interval",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "1m",
      description = "How often, 1s to 1h. Default: ${DEFAULT-VALUE}.")
  private Duration interval = USUAL_INTERVAL;

  @Option(
      names = "--otlp-timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "10s",
      description =
          "How long it may take, other attempts included; 1s to 1m, and no longer than "
              + "--otlp-interval. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = USUAL_TIMEOUT;

  @Option(
      names = "--otlp-headers",
      paramLabel = "FILE",
      description =
          "A file of headers to send, one a line as name: value, such as the receiver's key; read "
              + "anew each time. Only over https, or to this machine's loopback.")
  private @Nullable Path headers;

  @Option(
      names = "--otlp-attribute",
      paramLabel = "NAME=VALUE",
      arity = "1..*",
      description =
          "Attributes of the resource, such as deployment.environment.name=production. Beside them "
              + "are service.name (tripline), service.version and service.instance.id (another one "
              + "for each start), if they are not given here.")
  private List<String> attributes = List.of();

  /**
   * These settings; null if nothing is to be sent.
   *
   * @param version of this program
   * @throws WrongUseException if something is set that would do nothing, or is not in its form
   * @throws IllegalArgumentException if something is out of bounds
   */
  @Nullable OtlpSettings settings(String version) {
    if (endpoint == null) {
      requireUnused();
      return null;
    }
    return new OtlpSettings(uri(endpoint), interval, timeout, headers, named())
        .withUsualAttributes(Map.of("service.version", version));
  }

  private void requireUnused() {
    boolean unused =
        interval.equals(USUAL_INTERVAL)
            && timeout.equals(USUAL_TIMEOUT)
            && headers == null
            && attributes.isEmpty();
    if (!unused) {
      throw new WrongUseException("settings that begin with --otlp- need --otlp-endpoint");
    }
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new WrongUseException("--otlp-endpoint is no URL: " + e.getReason(), e);
    }
  }

  private Map<String, String> named() {
    Map<String, String> named = new TreeMap<>();
    for (String each : attributes) {
      int at = each.indexOf('=');
      if (at < 1) {
        throw new WrongUseException("--otlp-attribute must be NAME=VALUE, not " + each);
      }
      if (named.put(each.substring(0, at), each.substring(at + 1)) != null) {
        throw new WrongUseException("--otlp-attribute has " + each.substring(0, at) + " twice");
      }
    }
    return named;
  }
}
