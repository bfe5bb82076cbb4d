package io.tripline.engine.expression;

import com.google.re2j.Pattern;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;

/** {@code like} and {@code matches}. */
final class TextNodes {
  private TextNodes() {}

  /** A regular expression found anywhere in the text, in linear time (RE2). */
  static final class Matches extends Node {
    private final Node operand;
    private final Pattern pattern;

    Matches(Node operand, String regex) {
      this.operand = operand;
      this.pattern = Pattern.compile(regex);
    }

    @Override
    public int test(Frame frame) {
      Utf8 text = operand.asText(frame);
      if (text == null) {
        return Nulls.UNKNOWN;
      }
      return pattern.matcher(text.copy()).find() ? 1 : 0;
    }
  }

  /**
   * {@code like}, on UTF-8 directly. {@code %} takes any bytes, {@code _} one code point; the last
   * {@code %} is where matching falls back to, so time is at most text times pattern.
   */
  static final class Like extends Node {
    private static final int ANY_TEXT = -1;
    private static final int ANY_CHARACTER = -2;

    private final Node operand;
    private final int[] pattern;

    Like(Node operand, String like) {
      this.operand = operand;
      this.pattern = parse(like);
    }

    /** Bytes of the text to find, with {@code %} and {@code _} as negative numbers. */
    private static int[] parse(String like) {
      java.util.stream.IntStream.Builder out = java.util.stream.IntStream.builder();
      for (int i = 0; i < like.length(); ) {
        int point = like.codePointAt(i);
        i += Character.charCount(point);
        if (point == '%') {
          out.add(ANY_TEXT);
          continue;
        }
        if (point == '_') {
          out.add(ANY_CHARACTER);
          continue;
        }
        if (point == '\\' && i < like.length()) {
          point = like.codePointAt(i);
          i += Character.charCount(point);
        }
        Utf8 bytes = Utf8.of(Character.toString(point));
        for (int b = 0; b < bytes.length(); b++) {
          out.add(bytes.bytes()[b] & 0xFF);
        }
      }
      return out.build().toArray();
    }

    @Override
    public int test(Frame frame) {
      Utf8 text = operand.asText(frame);
      if (text == null) {
        return Nulls.UNKNOWN;
      }
      return matches(text.bytes(), text.offset(), text.offset() + text.length()) ? 1 : 0;
    }

    private boolean matches(byte[] text, int from, int end) {
      int t = from;
      int p = 0;
      int retryPattern = -1;
      int retryText = from;
      while (t < end) {
        if (p < pattern.length && pattern[p] == ANY_TEXT) {
          retryPattern = ++p;
          retryText = t;
        } else if (p < pattern.length && pattern[p] == ANY_CHARACTER) {
          t = afterCharacter(text, t, end);
          p++;
        } else if (p < pattern.length && pattern[p] == (text[t] & 0xFF)) {
          t++;
          p++;
        } else if (retryPattern >= 0) {
          retryText = afterCharacter(text, retryText, end);
          t = retryText;
          p = retryPattern;
        } else {
          return false;
        }
      }
      while (p < pattern.length && pattern[p] == ANY_TEXT) {
        p++;
      }
      return p == pattern.length;
    }

    private static int afterCharacter(byte[] text, int at, int end) {
      int next = at + 1;
      while (next < end && (text[next] & 0xC0) == 0x80) {
        next++;
      }
      return next;
    }
  }
}
