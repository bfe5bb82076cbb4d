package io.tripline.rest.otlp;

import io.tripline.rest.security.Loopback;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where figures are sent, and how often.
 *
 * @param endpoint all of the receiver's address, with its path; https, or http
 * @param interval from the beginning of an export to that of the next; 1 second to 1 hour
 * @param timeout the longest that an export may take, with its repetitions; 1 second to 1 minute,
 *     and no longer than {@code interval}
 * @param headers a file of headers that requests have, with what is secret in them; null for none
 * @param attributes of the resource, beside {@code service.name}, {@code service.version} and
 *     {@code service.instance.id}, or in their place
 */
public record OtlpSettings(
    URI endpoint,
    Duration interval,
    Duration timeout,
    @Nullable Path headers,
    Map<String, String> attributes) {
  public static final Duration LEAST = Duration.ofSeconds(1);
  public static final Duration MOST_INTERVAL = Duration.ofHours(1);
  public static final Duration MOST_TIMEOUT = Duration.ofMinutes(1);

  private static final Set<String> SCHEMES = Set.of("https", "http");

  /**
   * @throws IllegalArgumentException if something makes no sense; the message says what
   */
  public OtlpSettings {
    String host = endpoint.getHost();
    check(
        host != null && SCHEMES.contains(endpoint.getScheme()),
        "the endpoint must be an http or https URL, such as http://127.0.0.1:4318/v1/metrics");
    check(
        endpoint.getRawUserInfo() == null
            && endpoint.getRawQuery() == null
            && endpoint.getRawFragment() == null,
        "the endpoint must have no user, query or fragment; what is secret stands in the file of"
            + " headers");
    check(
        endpoint.getRawPath().length() > 1,
        "the endpoint must have its whole path, which is mostly /v1/metrics");
    check(
        headers == null || "https".equals(endpoint.getScheme()) || Loopback.isNamed(host),
        "headers are sent over https alone, or over http to this machine's loopback");
    check(
        interval.compareTo(LEAST) >= 0 && interval.compareTo(MOST_INTERVAL) <= 0,
        "the interval must be 1s to 1h");
    check(
        timeout.compareTo(LEAST) >= 0 && timeout.compareTo(MOST_TIMEOUT) <= 0,
        "the timeout must be 1s to 1m");
    check(timeout.compareTo(interval) <= 0, "the timeout must be no longer than the interval");
    attributes = Map.copyOf(attributes);
    check(!attributes.containsKey(""), "an attribute must have a name");
  }

  /** To a receiver each minute, within ten seconds, and nothing more. */
  public static OtlpSettings to(URI endpoint) {
    return new OtlpSettings(
        endpoint, Duration.ofMinutes(1), Duration.ofSeconds(10), null, Map.of());
  }

  /** These settings with other times. */
  public OtlpSettings withTimes(Duration newInterval, Duration newTimeout) {
    return new OtlpSettings(endpoint, newInterval, newTimeout, headers, attributes);
  }

  /** These settings with headers from a file. */
  public OtlpSettings withHeaders(Path file) {
    return new OtlpSettings(endpoint, interval, timeout, file, attributes);
  }

  /** These settings with further attributes; those that are there stay as they are. */
  public OtlpSettings withUsualAttributes(Map<String, String> usual) {
    Map<String, String> all = new TreeMap<>(usual);
    all.putAll(attributes);
    return new OtlpSettings(endpoint, interval, timeout, headers, all);
  }

  private static void check(boolean fine, String otherwise) {
    if (!fine) {
      throw new IllegalArgumentException("OTLP: " + otherwise);
    }
  }
}
