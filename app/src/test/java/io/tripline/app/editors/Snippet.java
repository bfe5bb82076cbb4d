package io.tripline.app.editors;

import java.util.HashMap;
import java.util.Map;

/** The text that a snippet leaves when all its placeholders are taken as they are proposed. */
final class Snippet {
  private final String body;
  private final Map<Integer, String> values = new HashMap<>();
  private int at;

  private Snippet(String body) {
    this.body = body;
  }

  static String filled(String body) {
    return new Snippet(body).read('\0');
  }

  private String read(char end) {
    StringBuilder text = new StringBuilder();
    while (at < body.length() && body.charAt(at) != end) {
      char c = body.charAt(at++);
      if (c == '\\') {
        text.append(body.charAt(at++));
      } else if (c == '$') {
        text.append(placeholder());
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** {@code $1}, {@code ${1}}, {@code ${1:text}}, {@code ${1|a,b|}}; the dollar has been read. */
  private String placeholder() {
    boolean braces = body.charAt(at) == '{';
    at += braces ? 1 : 0;
    int start = at;
    while (at < body.length() && Character.isDigit(body.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw new IllegalArgumentException("no placeholder at " + start + " of " + body);
    }
    int number = Integer.parseInt(body.substring(start, at));
    if (!braces) {
      return values.getOrDefault(number, "");
    }
    char kind = body.charAt(at++);
    switch (kind) {
      case ':' -> {
        values.put(number, read('}'));
        at++;
      }
      case '|' -> {
        int close = body.indexOf("|}", at);
        values.put(number, body.substring(at, close).split(",", -1)[0]);
        at = close + 2;
      }
      case '}' -> {}
      default -> throw new IllegalArgumentException("a placeholder with " + kind + " in " + body);
    }
    return values.getOrDefault(number, "");
  }
}
