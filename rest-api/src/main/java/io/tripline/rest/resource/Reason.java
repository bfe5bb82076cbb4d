package io.tripline.rest.resource;

import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import org.jspecify.annotations.Nullable;

/** Why somebody does something, in their words. */
final class Reason {
  /** In characters. */
  static final int LONGEST = 500;

  private Reason() {}

  /**
   * What was given, or an empty text.
   *
   * @param where it was given: {@code parameter} or {@code member}
   * @throws ProblemException 400 if it is too long
   */
  static String of(@Nullable String given, String where) {
    if (given != null && given.length() > LONGEST) {
      throw Problem.of(
              ProblemType.BAD_REQUEST,
              "The " + where + " reason has more than " + LONGEST + " characters.")
          .with(where, "reason")
          .exception();
    }
    return given == null ? "" : given;
  }
}
