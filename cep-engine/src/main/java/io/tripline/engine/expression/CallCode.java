package io.tripline.engine.expression;

import io.tripline.dsl.function.PrimitiveKernel;
import io.tripline.dsl.ir.Place;
import io.tripline.engine.event.Nulls;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Calls of functions with primitive values, none null, from generated code. */
final class CallCode {
  private CallCode() {}

  static void fail(ArithmeticException e, Frame frame, Place place) {
    String message = e.getMessage();
    frame.fail(place, message == null ? "the result is out of range" : message);
  }

  static long ofLong(LongUnaryOperator function, long x, Frame frame, Place place) {
    try {
      return function.applyAsLong(x);
    } catch (ArithmeticException e) {
      fail(e, frame, place);
      return Nulls.LONG;
    }
  }

  static double ofDouble(DoubleUnaryOperator function, double x, Frame frame, Place place) {
    try {
      return function.applyAsDouble(x);
    } catch (ArithmeticException e) {
      fail(e, frame, place);
      return Nulls.DOUBLE;
    }
  }

  static double ofPlaces(
      PrimitiveKernel.Way function,
      double fromLat,
      double fromLon,
      double toLat,
      double toLon,
      Frame frame,
      Place place) {
    try {
      return function.between(fromLat, fromLon, toLat, toLon);
    } catch (ArithmeticException e) {
      fail(e, frame, place);
      return Nulls.DOUBLE;
    }
  }

  static double ofJourney(
      PrimitiveKernel.Journey function,
      double fromLat,
      double fromLon,
      long fromTime,
      double toLat,
      double toLon,
      long toTime,
      Frame frame,
      Place place) {
    try {
      return function.of(fromLat, fromLon, fromTime, toLat, toLon, toTime);
    } catch (ArithmeticException e) {
      fail(e, frame, place);
      return Nulls.DOUBLE;
    }
  }

  static boolean ofAddress(PrimitiveKernel.AddressTest function, long high, long low) {
    return function.test(high, low);
  }
}
