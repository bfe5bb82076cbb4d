package io.tripline.engine.expression;

import io.tripline.dsl.ir.Place;
import io.tripline.engine.event.Nulls;

/** Reads of registers that do not hold the aggregate as it is. */
final class AggregateReads {
  private AggregateReads() {}

  /** A sum of longs, which may have overflowed. */
  static final class LongSum extends Node {
    private final int offset;
    private final Place place;

    LongSum(int offset, Place place) {
      this.offset = offset;
      this.place = place;
    }

    @Override
    public long asLong(Frame frame) {
      return checked(frame.registerAt(offset), frame, place);
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
    private final int offset;
    private final int moreDigits;
    private final Place place;

    LongAverage(int offset, int moreDigits, Place place) {
      this.offset = offset;
      this.moreDigits = moreDigits;
      this.place = place;
    }

    @Override
    public long asLong(Frame frame) {
      long count = frame.registerAt(offset + 8);
      if (count == 0) {
        return Nulls.LONG;
      }
      long sum = checked(frame.registerAt(offset), frame, place);
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
    private final int offset;

    DoubleAverage(int offset) {
      this.offset = offset;
    }

    @Override
    public double asDouble(Frame frame) {
      long count = frame.registerAt(offset + 8);
      return count == 0 ? Nulls.DOUBLE : frame.realAt(offset) / count;
    }
  }

  /** The standard deviation of the sample. */
  static final class Deviation extends Node {
    private final int offset;

    Deviation(int offset) {
      this.offset = offset;
    }

    @Override
    public double asDouble(Frame frame) {
      long count = frame.registerAt(offset);
      return count < 2 ? Nulls.DOUBLE : StrictMath.sqrt(frame.realAt(offset + 16) / (count - 1));
    }
  }

  /** The size of a set of values. */
  static final class DistinctCount extends Node {
    private final int offset;

    DistinctCount(int offset) {
      this.offset = offset;
    }

    @Override
    public long asLong(Frame frame) {
      return DistinctSets.size(frame.heap, (int) frame.registerAt(offset));
    }
  }
}
