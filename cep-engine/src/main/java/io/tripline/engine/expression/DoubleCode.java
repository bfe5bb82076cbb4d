package io.tripline.engine.expression;

import io.tripline.dsl.ir.Place;
import io.tripline.engine.event.Nulls;

/** Arithmetic on doubles that may be null (NaN), with run-time errors. */
final class DoubleCode {
  private DoubleCode() {}

  static double add(double a, double b, Frame frame, Place place) {
    return checked(a + b, a, b, frame, place);
  }

  static double subtract(double a, double b, Frame frame, Place place) {
    return checked(a - b, a, b, frame, place);
  }

  static double multiply(double a, double b, Frame frame, Place place) {
    return checked(a * b, a, b, frame, place);
  }

  static double divide(double a, double b, Frame frame, Place place) {
    return b == 0 ? byZero(a, frame, place) : checked(a / b, a, b, frame, place);
  }

  static double remainder(double a, double b, Frame frame, Place place) {
    return b == 0 ? byZero(a, frame, place) : checked(a % b, a, b, frame, place);
  }

  private static double byZero(double a, Frame frame, Place place) {
    if (!Double.isNaN(a)) {
      frame.fail(place, "division by zero");
    }
    return Nulls.DOUBLE;
  }

  private static double checked(double result, double a, double b, Frame frame, Place place) {
    if (Double.isFinite(result)) {
      return result;
    }
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Nulls.DOUBLE;
    }
    if (Double.isNaN(result) || Double.isFinite(a) && Double.isFinite(b)) {
      frame.fail(place, "the result is no finite number");
      return Nulls.DOUBLE;
    }
    return result;
  }

  static double average(double sum, long count) {
    return count == 0 ? Nulls.DOUBLE : sum / count;
  }

  /** The standard deviation of the sample. */
  static double deviation(long count, double squares) {
    return count < 2 ? Nulls.DOUBLE : StrictMath.sqrt(squares / (count - 1));
  }
}
