package io.tripline.engine.expression;

import io.tripline.dsl.ir.Place;
import io.tripline.engine.event.Nulls;

/** Arithmetic on longs that may be null, with run-time errors; for nodes and generated code. */
final class LongCode {
  private LongCode() {}

  private static boolean anyNull(long a, long b) {
    return a == Nulls.LONG || b == Nulls.LONG;
  }

  private static long checked(long result, Frame frame, Place place) {
    if (result == Nulls.LONG) {
      frame.fail(place, "the result is beyond 64 bits");
    }
    return result;
  }

  static long add(long a, long b, int aDigits, int bDigits, Frame frame, Place place) {
    if (anyNull(a, b)) {
      return Nulls.LONG;
    }
    long x = Decimals.rescale(a, aDigits);
    long y = Decimals.rescale(b, bDigits);
    return checked(anyNull(x, y) ? Nulls.LONG : Decimals.add(x, y), frame, place);
  }

  static long subtract(long a, long b, int aDigits, int bDigits, Frame frame, Place place) {
    if (anyNull(a, b)) {
      return Nulls.LONG;
    }
    long x = Decimals.rescale(a, aDigits);
    long y = Decimals.rescale(b, bDigits);
    return checked(anyNull(x, y) ? Nulls.LONG : Decimals.subtract(x, y), frame, place);
  }

  /** a times b, then without the last {@code drop} digits. */
  static long multiply(long a, long b, int drop, Frame frame, Place place) {
    return anyNull(a, b) ? Nulls.LONG : checked(Decimals.multiply(a, b, drop), frame, place);
  }

  /** a times 10 to the {@code shift}, divided by b. */
  static long divide(long a, long b, int shift, Frame frame, Place place) {
    if (anyNull(a, b)) {
      return Nulls.LONG;
    }
    if (b == 0) {
      frame.fail(place, "division by zero");
      return Nulls.LONG;
    }
    return checked(Decimals.divide(a, shift, b), frame, place);
  }

  static long remainder(long a, long b, int aDigits, int bDigits, Frame frame, Place place) {
    if (anyNull(a, b)) {
      return Nulls.LONG;
    }
    if (b == 0) {
      frame.fail(place, "division by zero");
      return Nulls.LONG;
    }
    long x = Decimals.rescale(a, aDigits);
    long y = Decimals.rescale(b, bDigits);
    return checked(anyNull(x, y) ? Nulls.LONG : x % y, frame, place);
  }

  static long rescale(long value, int digits, Frame frame, Place place) {
    if (value == Nulls.LONG) {
      return value;
    }
    long result = Decimals.rescale(value, digits);
    if (result == Nulls.LONG) {
      frame.fail(place, "the number is beyond 64 bits");
    }
    return result;
  }

  /** A register's sum, which may have overflowed. */
  static long sum(long sum, Frame frame, Place place) {
    if (sum == RegisterUpdate.OVERFLOWED) {
      frame.fail(place, "the sum is beyond 64 bits");
      return Nulls.LONG;
    }
    return sum;
  }

  /** An average with more digits than what it is of. */
  static long average(long sum, long count, int moreDigits, Frame frame, Place place) {
    if (count == 0) {
      return Nulls.LONG;
    }
    long checked = sum(sum, frame, place);
    if (checked == Nulls.LONG) {
      return checked;
    }
    long average = Decimals.divide(checked, moreDigits, count);
    if (average == Nulls.LONG) {
      frame.fail(place, "the average is beyond 64 bits");
    }
    return average;
  }
}
