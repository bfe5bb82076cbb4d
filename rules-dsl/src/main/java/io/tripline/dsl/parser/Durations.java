package io.tripline.dsl.parser;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Reads {@code 10m}. */
final class Durations {
  private Durations() {}

  /** Milliseconds, or null for what has been reported. */
  static @Nullable Long millis(Token token, Places places, Diagnostics diagnostics) {
    String text = token.getText();
    if (text.equals(Tokens.UNREADABLE)) {
      return null;
    }
    int digits = 0;
    while (Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    long unit =
        switch (text.substring(digits)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          default -> 86_400_000L;
        };
    try {
      return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), unit);
    } catch (NumberFormatException | ArithmeticException e) {
      diagnostics.report(
          Code.BAD_LITERAL, places.of(token), "the duration `" + text + "` is too long");
      return null;
    }
  }
}
