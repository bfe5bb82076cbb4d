package io.tripline.rest.security;

import java.util.Locale;

/** Why a caller is not let in. The names are label values of a metric. */
public enum Refusal {
  /** There is no key, nor a token. */
  MISSING("The request has nothing that says who calls."),

  /** What is there is neither a key nor a token, or not whole. */
  MALFORMED("The key is not whole: it was cut, or mistyped."),

  /** No such key was made here, or it was forgotten; or a token's key is none of the issuer's. */
  UNKNOWN("The key is not known here."),

  /** It was good until some time. */
  EXPIRED("The key has expired."),

  /** It was taken back. */
  REVOKED("The key was revoked."),

  /** A token that is longer than any is taken. */
  TOO_LONG("The token is too long."),

  /** A token that is signed in a way that is not taken, or not at all. */
  ALGORITHM("The token is not signed by a public-key algorithm that is taken here."),

  /**
   * A token of another kind, or with something in its header that must be understood and is not.
   */
  HEADER("The token's header asks for something that is not taken here."),

  /** A token that was changed, or not signed with the key that it names. */
  SIGNATURE("The token's signature is wrong."),

  /** A token of somebody else. */
  ISSUER("The token is of another issuer."),

  /** A token for somebody else. */
  AUDIENCE("The token is for another audience."),

  /** A token that will be good. */
  NOT_YET_VALID("The token is not valid yet."),

  /** A token that lacks a claim, or has one of another form than it should. */
  CLAIMS("The token lacks a claim, or has one of a wrong form.");

  private final String detail;

  Refusal(String detail) {
    this.detail = detail;
  }

  /** A sentence for the caller. */
  public String detail() {
    return detail;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
