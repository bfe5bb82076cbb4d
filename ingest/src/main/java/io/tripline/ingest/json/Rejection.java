package io.tripline.ingest.json;

import java.util.List;

/**
 * Why bytes are not an event.
 *
 * @param code stable, for machines; see {@code docs/events.md}
 * @param reason a sentence for people; holds no value of a pii field
 */
public record Rejection(String code, String reason) {
  /** Every code there is. */
  public static final List<String> CODES =
      List.of(
          "unparseable",
          "not_an_object",
          "missing_type",
          "unknown_type",
          "missing_field",
          "wrong_type",
          "overflow",
          "too_many_digits",
          "unknown_symbol",
          "bad_timestamp",
          "bad_duration",
          "bad_ip",
          "bad_geo",
          "too_large");
}
