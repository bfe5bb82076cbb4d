package io.tripline.rest.security;

/** Tells who a caller is by what they show. Thread-safe. */
public interface Authenticator {
  /**
   * Who shows this.
   *
   * @param credential what is behind {@code Bearer}
   */
  Finding check(String credential);

  /** What callers are to show, for sentences: such as {@code key}. */
  String asksFor();

  /** What came of it. */
  sealed interface Finding {
    /** Somebody who is known. */
    record Known(Caller caller) implements Finding {}

    /**
     * Nobody who may come in.
     *
     * @param about whose key or token it is, for the log, where that is known; never the key, and
     *     never what nobody has vouched for
     * @param detail a sentence for the caller, without quotes and backslashes if it is of a token
     * @param isToken whether a token was shown
     */
    record Refused(Refusal why, String about, String detail, boolean isToken) implements Finding {
      Refused(Refusal why, String about) {
        this(why, about, why.detail(), false);
      }

      /** What is said of a token. */
      public static Refused token(Refusal why, String about, String detail) {
        return new Refused(why, about, detail, true);
      }
    }

    /**
     * It cannot be found out now: not by the caller's fault.
     *
     * @param detail a sentence for the caller
     */
    record Unknowable(String detail) implements Finding {}
  }
}
