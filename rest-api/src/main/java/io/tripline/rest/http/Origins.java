package io.tripline.rest.http;

import io.javalin.plugin.bundled.CorsPlugin;
import java.util.List;

/**
 * Lets web pages of other origins use the API (CORS, <a
 * href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, section 3.3</a>). What a page may
 * do is up to the key that it shows: there are no cookies, and browsers are not asked to send any.
 */
public final class Origins {
  private static final int MAX_AGE_SECONDS = 600;

  /** What pages may see of answers, beside what browsers show anyway. */
  private static final List<String> SHOWN =
      List.of(
          Preconditions.ETAG,
          "Location",
          "Retry-After",
          "WWW-Authenticate",
          "Tripline-Next",
          "Idempotency-Replayed");

  private Origins() {}

  /**
   * @param origins as browsers send them
   */
  public static CorsPlugin allowing(List<String> origins) {
    return new CorsPlugin(
        cors ->
            cors.addRule(
                rule -> {
                  rule.allowHost(
                      origins.getFirst(), origins.stream().skip(1).toArray(String[]::new));
                  rule.maxAge = MAX_AGE_SECONDS;
                  SHOWN.forEach(rule::exposeHeader);
                }));
  }
}
