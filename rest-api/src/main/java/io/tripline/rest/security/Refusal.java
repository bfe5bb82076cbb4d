package io.tripline.rest.security;

import java.util.Locale;

/** Why a caller is not let in. The names are label values of a metric. */
public enum Refusal {
  /** There is no key, nor a token. */
  MISSING("The request has no key; send one as \"Authorization: Bearer KEY\"."),

  /** What is there is neither a key nor a token, or not whole. */
  MALFORMED("The key is not whole: it was cut, or mistyped."),

  /** No such key was made here, or it was forgotten. */
  UNKNOWN("The key is not known here."),

  /** It was good until some time. */
  EXPIRED("The key has expired."),

  /** It was taken back. */
  REVOKED("The key was revoked.");

  private final String detail;

  Refusal(String detail) {
    this.detail = detail;
  }

  /** A sentence for the caller. */
  String detail() {
    return detail;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
