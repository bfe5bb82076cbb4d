package io.tripline.ingest.json;

import io.tripline.engine.event.EventWriter;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number as JSON writes it, exactly and without making objects: as a 64-bit number with a
 * fixed count of decimal digits, or as a double. Leading zeros are let through. Reused; not
 * thread-safe.
 */
final class NumberText {
  /** What {@link #toScaled} found. */
  enum Outcome {
    EXACT,
    OVERFLOW,
    TOO_MANY_DIGITS
  }

  private static final long[] POWERS = new long[19];
  private static final double[] DOUBLE_POWERS = new double[23];

  /** Enough to make any number 0 or infinite, and small enough to be added up safely. */
  private static final int EXPONENT_LIMIT = 100_000_000;

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = 10 * POWERS[i - 1];
    }
    DOUBLE_POWERS[0] = 1;
    for (int i = 1; i < DOUBLE_POWERS.length; i++) {
      DOUBLE_POWERS[i] = 10 * DOUBLE_POWERS[i - 1]; // exact up to 1e22
    }
  }

  private boolean negative;

  /** The digits from the first to the last that is not zero. */
  private long digits;

  private int digitCount;

  /** There are more digits than fit into {@link #digits}, which is then of no use. */
  private boolean tooLong;

  /** The number is digits × 10^exponent. */
  private long exponent;

  private char[] text = {};
  private int offset;
  private int length;

  private long scaled;

  /**
   * Takes in a number.
   *
   * @return false if the text is not one
   */
  boolean read(char[] chars, int from, int count) {
    text = chars;
    offset = from;
    length = count;
    int at = from;
    int end = from + count;
    negative = at < end && chars[at] == '-';
    if (negative) {
      at++;
    }
    digits = 0;
    digitCount = 0;
    tooLong = false;
    int zeros = 0; // since the last digit that is not zero
    int start = at;
    for (; at < end && isDigit(chars[at]); at++) {
      zeros = addDigit(chars[at] - '0', zeros);
    }
    if (at == start) {
      return false;
    }
    int fraction = 0;
    if (at < end && chars[at] == '.') {
      start = ++at;
      for (; at < end && isDigit(chars[at]); at++) {
        zeros = addDigit(chars[at] - '0', zeros);
      }
      fraction = at - start;
      if (fraction == 0) {
        return false;
      }
    }
    exponent = (long) zeros - fraction;
    return at == end || readExponent(at, end);
  }

  private int addDigit(int digit, int zeros) {
    if (digit == 0) {
      return digitCount == 0 ? 0 : zeros + 1;
    }
    digitCount += zeros + 1;
    if (digitCount <= 18) {
      digits = digits * POWERS[zeros + 1] + digit;
    } else if (digitCount == 19 && digits <= (Long.MAX_VALUE - digit) / POWERS[zeros + 1]) {
      digits = digits * POWERS[zeros + 1] + digit;
    } else {
      tooLong = true;
    }
    return 0;
  }

  private boolean readExponent(int from, int end) {
    int at = from;
    if (text[at] != 'e' && text[at] != 'E') {
      return false;
    }
    at++;
    boolean down = at < end && text[at] == '-';
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    int start = at;
    int value = 0;
    for (; at < end && isDigit(text[at]); at++) {
      value = Math.min(EXPONENT_LIMIT, 10 * value + text[at] - '0');
    }
    exponent += down ? -value : value;
    return at == end && at > start;
  }

  /**
   * Makes the number a whole count of units of 10^−scale; {@link #scaled} has it then.
   *
   * <p>{@code Long.MIN_VALUE} is out of range: it stands for null.
   */
  Outcome toScaled(int scale) {
    scaled = 0;
    if (digitCount == 0) {
      return Outcome.EXACT;
    }
    long shift = exponent + scale;
    if (shift < 0) {
      return Outcome.TOO_MANY_DIGITS; // the last digit is not zero
    }
    if (tooLong || shift >= POWERS.length || digits > Long.MAX_VALUE / POWERS[(int) shift]) {
      return Outcome.OVERFLOW;
    }
    long magnitude = digits * POWERS[(int) shift];
    scaled = negative ? -magnitude : magnitude;
    return Outcome.EXACT;
  }

  long scaled() {
    return scaled;
  }

  /** Sets a field to {@link #toScaled}, or returns what is wrong. */
  @Nullable Problem store(int scale, Problem tooManyDigits, EventWriter out, int field) {
    return switch (toScaled(scale)) {
      case EXACT -> {
        out.setLong(field, scaled);
        yield null;
      }
      case OVERFLOW -> Problem.OVERFLOW;
      case TOO_MANY_DIGITS -> tooManyDigits;
    };
  }

  /** The nearest double; infinite if the number is out of range. */
  double toDouble() {
    if (!tooLong && digits <= 1L << 53 && Math.abs(exponent) < DOUBLE_POWERS.length) {
      // Both are exact doubles, so that one operation rounds once (Clinger's fast path).
      double magnitude =
          exponent < 0
              ? digits / DOUBLE_POWERS[(int) -exponent]
              : digits * DOUBLE_POWERS[(int) exponent];
      return negative ? -magnitude : magnitude;
    }
    return Double.parseDouble(new String(text, offset, length));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
