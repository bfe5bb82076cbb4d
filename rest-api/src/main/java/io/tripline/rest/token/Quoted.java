package io.tripline.rest.token;

import org.jspecify.annotations.Nullable;

/** What others have written, as it may stand in the log: on one line, and not long. */
final class Quoted {
  private static final int MOST = 200;

  private Quoted() {}

  static String of(@Nullable Object said) {
    String text = String.valueOf(said).replaceAll("\\p{Cntrl}", "?");
    return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
  }
}
