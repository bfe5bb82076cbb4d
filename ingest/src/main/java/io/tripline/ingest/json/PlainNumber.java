package io.tripline.ingest.json;

import io.tripline.engine.event.Bytes;

/**
 * Reads numbers of JSON from bytes. Those without an exponent and of at most 18 digits are {@link
 * #isShort}; the others are left to {@link NumberText}. Reused; not thread-safe.
 */
final class PlainNumber {
  private static final int GIVE_UP = -1;
  static final int SHORT = 18;
  private static final int BUFFER = 64;
  static final long ZEROS = 0x3030_3030_3030_3030L;

  /** What carries into the highest bit of a byte that was no digit. */
  private static final long NO_DIGITS = 0x7676_7676_7676_7676L;

  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long PAIRS = 0x0000_00FF_0000_00FFL;
  static final long[] POWERS = new long[SHORT + 1];
  static final double[] DOUBLE_POWERS = new double[SHORT + 1];

  /** Up to here every whole number is a double. */
  private static final long EXACT_DOUBLE = 1L << 53;

  static {
    long power = 1;
    for (int i = 0; i <= SHORT; i++) {
      POWERS[i] = power;
      DOUBLE_POWERS[i] = power;
      power *= 10;
    }
  }

  private final int longest;
  private final NumberText text = new NumberText();

  /** For what is read from characters. */
  final char[] chars = new char[BUFFER];

  private boolean negative;
  private long digits;
  private int digitCount;
  private int fraction;
  private boolean isShort;

  PlainNumber(DecodeLimits limits) {
    longest = Math.min(BUFFER, limits.maxNumberLength());
  }

  /**
   * Takes in a number.
   *
   * @param from its first byte
   * @param to before which it has to end; the byte there must be readable
   * @return the place after it, or −1 if there is none; of a long one only the beginning is read
   */
  int read(byte[] record, int from, int to) {
    int at = from;
    negative = record[at] == '-';
    if (negative) {
      at++;
    }
    if (to - at < 2 * Long.BYTES) {
      return readLong(record, from, at, to);
    }
    long word = Bytes.getLong(record, at) ^ ZEROS;
    int whole = digitsIn(word);
    if (whole == 0 || whole > 1 && record[at] == '0') {
      return GIVE_UP;
    }
    digits = value(word, whole);
    if (whole == Long.BYTES) {
      // As many again: times in milliseconds have 13.
      word = Bytes.getLong(record, at + Long.BYTES) ^ ZEROS;
      int more = digitsIn(word);
      if (more == Long.BYTES) {
        return readLong(record, from, at, to);
      }
      if (more > 0) {
        digits = digits * POWERS[more] + value(word, more);
        whole += more;
      }
    }
    digitCount = whole;
    fraction = 0;
    at += whole;
    if (record[at] == '.') {
      word = Bytes.getLong(record, at + 1) ^ ZEROS;
      fraction = digitsIn(word);
      if (fraction == Long.BYTES || to - at <= Long.BYTES || whole + fraction > SHORT) {
        return readLong(record, from, at - whole, to);
      }
      if (fraction == 0) {
        return GIVE_UP;
      }
      digits = digits * POWERS[fraction] + value(word, fraction);
      digitCount += fraction;
      at += fraction + 1;
    }
    isShort = true;
    return end(record, from, at, to);
  }

  /** How many of eight bytes are digits before the first that is none. */
  static int digitsIn(long word) {
    return Long.numberOfTrailingZeros((word + NO_DIGITS | word) & HIGH_BITS) >> 3;
  }

  /**
   * The number made of the first of eight digits, 1 to 8 (after Lemire, "Parsing eight digits").
   */
  static long value(long word, int count) {
    long eight = word << Long.SIZE - Byte.SIZE * count; // zeros in front
    long pairs = 10 * eight + (eight >>> 8);
    long high = (pairs & PAIRS) * (100 + (1_000_000L << 32));
    long low = (pairs >>> 16 & PAIRS) * (1 + (10_000L << 32));
    return high + low >>> 32;
  }

  /** Digit by digit; for what is long, or at the end of a record. */
  private int readLong(byte[] record, int from, int start, int to) {
    int end = Math.min(to, from + longest);
    long value = 0;
    int at = start;
    while (at < end && isDigit(record[at])) {
      value = 10 * value + record[at++] - '0';
    }
    digitCount = at - start;
    if (digitCount == 0 || digitCount > 1 && record[start] == '0') {
      return GIVE_UP;
    }
    fraction = 0;
    if (record[at] == '.') {
      int point = at++;
      while (at < end && isDigit(record[at])) {
        value = 10 * value + record[at++] - '0';
      }
      fraction = at - point - 1;
      digitCount += fraction;
      if (fraction == 0) {
        return GIVE_UP;
      }
    }
    digits = value;
    isShort = digitCount <= SHORT;
    return end(record, from, at, to);
  }

  private int end(byte[] record, int from, int at, int to) {
    int end = Math.min(to, from + longest);
    if (record[at] == 'e' || record[at] == 'E') {
      isShort = false;
      return exponent(record, at + 1, end);
    }
    return at > end ? GIVE_UP : at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static int exponent(byte[] record, int from, int to) {
    int at = from;
    if (record[at] == '-' || record[at] == '+') {
      at++;
    }
    int start = at;
    while (at < to && isDigit(record[at])) {
      at++;
    }
    return at == start ? GIVE_UP : at;
  }

  /** Whether the other methods can tell its value. */
  boolean isShort() {
    return isShort;
  }

  /** Whether {@link #scaled} can tell it: it has no more places, and does not become too long. */
  boolean fits(int scale) {
    return isShort && fraction <= scale && digitCount + scale - fraction <= SHORT;
  }

  /** The number in units of 10^−scale. */
  long scaled(int scale) {
    long magnitude = digits * POWERS[scale - fraction];
    return negative ? -magnitude : magnitude;
  }

  /**
   * The nearest double, perhaps infinite, of the number that was read last.
   *
   * @param from where it stands
   * @param to the place after it
   */
  double toDouble(byte[] record, int from, int to) {
    if (isShort && digits <= EXACT_DOUBLE) {
      // Both are exact doubles, so that one operation rounds once (Clinger's fast path).
      double magnitude = digits / DOUBLE_POWERS[fraction];
      return negative ? -magnitude : magnitude;
    }
    int length = toChars(record, from, to);
    text.read(chars, 0, length);
    return text.toDouble();
  }

  /**
   * Copies what is ASCII, and at most 64 bytes, to {@link #chars}.
   *
   * @return how many, or −1
   */
  int toChars(byte[] record, int from, int to) {
    int length = to - from;
    if (length > BUFFER) {
      return GIVE_UP;
    }
    int all = 0;
    for (int i = 0; i < length; i++) {
      byte b = record[from + i];
      all |= b;
      chars[i] = (char) b;
    }
    return all < 0 ? GIVE_UP : length;
  }
}
