package io.tripline.dsl.function;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * A kernel that can also be called with primitive values, which generated code does. Arguments
 * after those of the primitive form are constants that it knows already. Results of the primitive
 * forms are never null; they too may throw {@link ArithmeticException}.
 */
public sealed interface PrimitiveKernel extends Kernel {

  /** Of a number held as a long. */
  record OfLong(LongUnaryOperator form) implements PrimitiveKernel {
    @Override
    public Object apply(Object[] arguments) {
      return form.applyAsLong((Long) arguments[0]);
    }
  }

  /** Of a double. */
  record OfDouble(DoubleUnaryOperator form) implements PrimitiveKernel {
    @Override
    public Object apply(Object[] arguments) {
      return form.applyAsDouble((Double) arguments[0]);
    }
  }

  /**
   * From one place to another: a double.
   *
   * @param most what is never less than it, and costs less; to be told before that it is not more
   *     than something
   */
  record OfPlaces(Way form, Way most) implements PrimitiveKernel {
    @Override
    public Object apply(Object[] arguments) {
      Geo from = (Geo) arguments[0];
      Geo to = (Geo) arguments[1];
      return form.between(from.lat(), from.lon(), to.lat(), to.lon());
    }
  }

  /** From one place and time to another: a double. */
  record OfJourney(Journey form) implements PrimitiveKernel {
    @Override
    public Object apply(Object[] arguments) {
      Geo from = (Geo) arguments[0];
      Geo to = (Geo) arguments[2];
      return form.of(
          from.lat(), from.lon(), (Long) arguments[1], to.lat(), to.lon(), (Long) arguments[3]);
    }
  }

  /** Whether an address has a property. */
  record OfAddress(AddressTest form) implements PrimitiveKernel {
    @Override
    public Object apply(Object[] arguments) {
      IpAddress address = (IpAddress) arguments[0];
      return form.test(address.high(), address.low());
    }
  }

  /** The form of {@link OfPlaces}; degrees. */
  @FunctionalInterface
  interface Way {
    double between(double fromLat, double fromLon, double toLat, double toLon);
  }

  /** The form of {@link OfJourney}; degrees and ms. */
  @FunctionalInterface
  interface Journey {
    double of(
        double fromLat, double fromLon, long fromTime, double toLat, double toLon, long toTime);
  }

  /** The form of {@link OfAddress}; the two halves of an {@link IpAddress}. */
  @FunctionalInterface
  interface AddressTest {
    boolean test(long high, long low);
  }
}
