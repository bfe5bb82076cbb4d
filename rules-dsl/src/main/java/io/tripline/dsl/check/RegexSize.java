package io.tripline.dsl.check;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many steps a regular expression comes to when its counted repetitions are written out, at
 * most. It is known before the expression is compiled: {@code ((a{1000}){1000}){1000}} is a short
 * text and would take all memory.
 */
final class RegexSize {
  /** The most steps that the language allows. */
  static final int LIMIT = 10_000;

  /** Steps of the groups that are open, up to the last whole part. */
  private final Deque<Long> outer = new ArrayDeque<>();

  private final String regex;
  private long before;
  private long last;

  private RegexSize(String regex) {
    this.regex = regex;
  }

  /** The number of steps, from 0 to {@link Long#MAX_VALUE}; of a text that is none, anything. */
  static long of(String regex) {
    return new RegexSize(regex).size();
  }

  private long size() {
    int i = 0;
    while (i < regex.length()) {
      char c = regex.charAt(i);
      int next = i + 1;
      switch (c) {
        case '\\' -> {
          next = afterEscape(i);
          part(next - i);
        }
        case '[' -> {
          next = afterClass(i);
          part(1);
        }
        case '(' -> {
          outer.push(plus(before, last));
          before = 0;
          last = 1;
        }
        case ')' -> {
          long group = plus(plus(before, last), 1);
          before = outer.isEmpty() ? 0 : outer.pop();
          last = group;
        }
        case '{' -> {
          int end = regex.indexOf('}', i);
          long times = end < 0 ? 0 : times(regex.substring(i + 1, end));
          if (times > 0) {
            last = times(last, times);
            next = end + 1;
          } else {
            part(1);
          }
        }
        case '*', '+', '?' -> last = plus(last, 1); // of the part before
        default -> part(1);
      }
      i = next;
    }
    while (!outer.isEmpty()) {
      before = plus(before, outer.pop());
    }
    return plus(before, last);
  }

  private void part(long steps) {
    before = plus(before, last);
    last = steps;
  }

  private static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private static long times(long a, long times) {
    return a > Long.MAX_VALUE / times ? Long.MAX_VALUE : a * times;
  }

  /**
   * One more than the greater number of {@code 3}, {@code 3,} or {@code 3,5}; 0 if it is none of
   * them.
   */
  private static long times(String braces) {
    if (!braces.matches("[0-9]{1,6}(,[0-9]{0,6})?")) {
      return 0;
    }
    String[] numbers = braces.split(",");
    long most = 1;
    for (String number : numbers) {
      most = Math.max(most, Long.parseLong(number));
    }
    return most + 1;
  }

  private int afterEscape(int backslash) {
    if (regex.startsWith("\\Q", backslash)) {
      int end = regex.indexOf("\\E", backslash);
      return end < 0 ? regex.length() : end + 2;
    }
    return Math.min(regex.length(), backslash + 2);
  }

  private int afterClass(int bracket) {
    int i = bracket + 1;
    if (regex.startsWith("^", i)) {
      i++;
    }
    if (regex.startsWith("]", i)) {
      i++;
    }
    while (i < regex.length() && regex.charAt(i) != ']') {
      if (regex.charAt(i) == '\\') {
        i++;
      } else if (regex.startsWith("[:", i) && regex.indexOf(":]", i) > 0) {
        i = regex.indexOf(":]", i) + 1;
      }
      i++;
    }
    return Math.min(regex.length(), i + 1);
  }
}
