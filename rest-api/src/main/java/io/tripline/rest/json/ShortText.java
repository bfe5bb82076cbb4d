package io.tripline.rest.json;

/** Texts for receivers that take no longer ones. Lengths are in UTF-16 units. */
final class ShortText {
  private static final String MORE = "…";

  private ShortText() {}

  /**
   * The text, or its beginning and a sign that there is more.
   *
   * @param most the greatest length of the result, from 1
   */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - MORE.length();
    // No half of a character stays.
    boolean splits = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, splits ? end - 1 : end) + MORE;
  }

  /** The same for Slack, where three characters begin what is no text; none is cut in two. */
  static String slack(String text, int most) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), most) + 16);
    int whole = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      switch (point) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        default -> out.appendCodePoint(point);
      }
      if (out.length() > most) {
        out.setLength(whole);
        return out.append(MORE).toString();
      }
      if (out.length() <= most - MORE.length()) {
        whole = out.length();
      }
    }
    return out.toString();
  }
}
