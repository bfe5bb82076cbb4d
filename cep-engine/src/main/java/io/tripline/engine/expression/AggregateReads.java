package io.tripline.engine.expression;

import io.tripline.dsl.ir.Place;
import io.tripline.engine.event.Nulls;

/** Reads of registers that do not hold the aggregate as it is. */
final class AggregateReads {
  private AggregateReads() {}

  /** A sum of longs, which may have overflowed. */
  static final class LongSum extends Node {
    private final int index;
    private final Place place;

    LongSum(int index, Place place) {
      this.index = index;
      this.place = place;
    }

    @Override
    public long asLong(Frame frame) {
      return checked(frame.longs[index], frame, place);
    }
  }

  private static long checked(long sum, Frame frame, Place place) {
    if (sum == RegisterUpdate.OVERFLOWED) {
      frame.fail(place, "the sum is beyond 64 bits");
      return Nulls.LONG;
    }
    return sum;
  }

  /** An average of longs, with more digits than they have. */
  static final class LongAverage extends Node {
    private final int index;
    private final int moreDigits;
    private final Place place;

    LongAverage(int index, int moreDigits, Place place) {
      this.index = index;
      this.moreDigits = moreDigits;
      this.place = place;
    }

    @Override
    public long asLong(Frame frame) {
      long count = frame.longs[index + 1];
      if (count == 0) {
        return Nulls.LONG;
      }
      long sum = checked(frame.longs[index], frame, place);
      if (sum == Nulls.LONG) {
        return sum;
      }
      long average = Decimals.divide(sum, moreDigits, count);
      if (average == Nulls.LONG) {
        frame.fail(place, "the average is beyond 64 bits");
      }
      return average;
    }
  }

  /** An average of doubles. */
  static final class DoubleAverage extends Node {
    private final int index;

    DoubleAverage(int index) {
      this.index = index;
    }

    @Override
    public double asDouble(Frame frame) {
      long count = frame.longs[index + 1];
      return count == 0 ? Nulls.DOUBLE : Double.longBitsToDouble(frame.longs[index]) / count;
    }
  }

  /** The standard deviation of the sample. */
  static final class Deviation extends Node {
    private final int index;

    Deviation(int index) {
      this.index = index;
    }

    @Override
    public double asDouble(Frame frame) {
      long count = frame.longs[index];
      return count < 2
          ? Nulls.DOUBLE
          : StrictMath.sqrt(Double.longBitsToDouble(frame.longs[index + 2]) / (count - 1));
    }
  }

  /** The size of a set of values. */
  static final class DistinctCount extends Node {
    private final int index;

    DistinctCount(int index) {
      this.index = index;
    }

    @Override
    public long asLong(Frame frame) {
      DistinctValues values = (DistinctValues) frame.objects[index];
      return values == null ? 0 : values.size();
    }
  }
}
