package io.tripline.engine.expression;

import io.tripline.dsl.ir.Place;

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
      return LongCode.sum(frame.registerAt(offset), frame, place);
    }
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
      return LongCode.average(
          frame.registerAt(offset),
          frame.registerAt(offset + RegisterForm.SLOT),
          moreDigits,
          frame,
          place);
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
      return DoubleCode.average(frame.realAt(offset), frame.registerAt(offset + RegisterForm.SLOT));
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
      return DoubleCode.deviation(
          frame.registerAt(offset), frame.realAt(offset + 2 * RegisterForm.SLOT));
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
