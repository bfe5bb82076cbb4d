package io.tripline.rest.security;

/** Tells who a caller is by what they show. Thread-safe. */
@FunctionalInterface
public interface Authenticator {
  /**
   * Who shows this.
   *
   * @param credential what is behind {@code Bearer}
   */
  Finding check(String credential);

  /** What came of it. */
  sealed interface Finding {
    /** Somebody who is known. */
    record Known(Caller caller) implements Finding {}

    /**
     * Nobody who may come in.
     *
     * @param about whose key it says it is, for the log; never the key
     * @param detail a sentence for the caller
     */
    record Refused(Refusal why, String about, String detail) implements Finding {
      Refused(Refusal why, String about) {
        this(why, about, why.detail());
      }
    }
  }
}
