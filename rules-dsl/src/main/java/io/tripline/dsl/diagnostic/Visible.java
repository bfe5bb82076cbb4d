package io.tripline.dsl.diagnostic;

/**
 * Characters of a rule file as a terminal may be sent them. Control characters would move its
 * cursor or change its colors, and those that turn the direction of writing would show another text
 * than the one that is compiled; both are shown as U+FFFD.
 */
final class Visible {
  private static final int REPLACEMENT = 0xFFFD;

  private Visible() {}

  /** The character itself, if it does no more than to be seen. Tabs stay. */
  static int of(int codePoint) {
    boolean control = Character.isISOControl(codePoint) && codePoint != '\t';
    return control || isDirection(codePoint) ? REPLACEMENT : codePoint;
  }

  /** Each character of a text; line feeds stay. */
  static String of(String text) {
    if (text.codePoints().allMatch(c -> c == '\n' || of(c) == c)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(c == '\n' ? c : of(c)));
    return out.toString();
  }

  private static boolean isDirection(int codePoint) {
    return codePoint >= 0x202A && codePoint <= 0x202E // embeddings and overrides
        || codePoint >= 0x2066 && codePoint <= 0x2069 // isolates
        || codePoint == 0x200E
        || codePoint == 0x200F
        || codePoint == 0x061C
        || codePoint == 0x2028 // line and paragraph separators
        || codePoint == 0x2029;
  }
}
