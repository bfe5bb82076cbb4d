package io.tripline.rest.json;

/**
 * Writes JSON, member by member, without any freedom: no spaces, members in the order of the calls,
 * only the escapes that JSON demands. Written by hand so that the bytes of an alert are ours to
 * promise, and not a library version's.
 *
 * <p>Not thread-safe.
 */
final class JsonText {
  private static final char REPLACEMENT = '\uFFFD';

  private final StringBuilder out;

  /** Whether the next member or element is the first of its object or array. */
  private boolean first = true;

  JsonText(StringBuilder out) {
    this.out = out;
  }

  /** What was written. */
  String text() {
    return out.toString();
  }

  JsonText beginObject() {
    separate();
    out.append('{');
    first = true;
    return this;
  }

  JsonText endObject() {
    out.append('}');
    first = false;
    return this;
  }

  JsonText beginArray() {
    separate();
    out.append('[');
    first = true;
    return this;
  }

  JsonText endArray() {
    out.append(']');
    first = false;
    return this;
  }

  /** A member's name; its value must follow. */
  JsonText name(String name) {
    separate();
    quote(name);
    out.append(':');
    first = true;
    return this;
  }

  JsonText string(String value) {
    separate();
    quote(value);
    return this;
  }

  JsonText number(long value) {
    separate();
    out.append(value);
    return this;
  }

  /** Text that is JSON already: a number, {@code true}, {@code null}. */
  JsonText raw(String json) {
    separate();
    out.append(json);
    return this;
  }

  private void separate() {
    if (!first) {
      out.append(',');
    }
    first = false;
  }

  private void quote(String text) {
    out.append('"');
    int length = text.length();
    int plain = 0;
    while (plain < length && isPlain(text.charAt(plain))) {
      plain++;
    }
    out.append(text, 0, plain); // mostly all of it, in one step
    for (int i = plain; i < length; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        control(c);
      } else if (!Character.isSurrogate(c)) {
        out.append(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        out.append(c).append(text.charAt(++i));
      } else {
        out.append(REPLACEMENT); // half a pair has no UTF-8
      }
    }
    out.append('"');
  }

  private static boolean isPlain(char c) {
    return c >= 0x20 && c != '"' && c != '\\' && !Character.isSurrogate(c);
  }

  private void control(char c) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      default -> {
        out.append("\\u00");
        out.append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 0xF, 16));
      }
    }
  }
}
