package io.tripline.engine.expression;

import io.tripline.engine.event.Utf8;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of {@code like}, on UTF-8 directly. {@code %} takes any bytes, {@code _} one code
 * point; the last {@code %} is where matching falls back to, so time is at most text times pattern.
 * Immutable.
 */
final class LikePattern {
  private static final int ANY_TEXT = -1;
  private static final int ANY_CHARACTER = -2;

  /** Bytes of the text to find, with {@code %} and {@code _} as negative numbers. */
  private final int[] pattern;

  private LikePattern(int[] pattern) {
    this.pattern = pattern;
  }

  static LikePattern of(String like) {
    IntStream.Builder out = IntStream.builder();
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
    return new LikePattern(out.build().toArray());
  }

  /** How texts begin that match, if that is all that the pattern says; else null. */
  byte @Nullable [] start() {
    int last = pattern.length - 1;
    if (last < 0 || pattern[last] != ANY_TEXT) {
      return null;
    }
    byte[] start = new byte[last];
    for (int i = 0; i < last; i++) {
      if (pattern[i] < 0) {
        return null;
      }
      start[i] = (byte) pattern[i];
    }
    return start;
  }

  boolean matches(byte[] text, int from, int length) {
    int end = from + length;
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LikePattern like && Arrays.equals(pattern, like.pattern);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pattern);
  }

  private static int afterCharacter(byte[] text, int at, int end) {
    int next = at + 1;
    while (next < end && (text[next] & 0xC0) == 0x80) {
      next++;
    }
    return next;
  }
}
