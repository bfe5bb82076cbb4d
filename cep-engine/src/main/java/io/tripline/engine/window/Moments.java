package io.tripline.engine.window;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;

/**
 * Count, sum and sum of squares of values that only come: a record of bytes in some block, all zero
 * for none. Not thread-safe.
 *
 * <pre>
 *   0  long  number of values that are not null and, of doubles, finite
 *   8  numbers: the sums, as in {@link LongMoments}
 *      doubles: how many infinities (two ints), the blocks of two {@link ExactSum} (two ints)
 * </pre>
 *
 * Values that cannot be added have the number alone.
 */
final class Moments {
  private static final int ABOVE = 8;
  private static final int BELOW = 12;
  private static final int SUM = 16;
  private static final int SQUARES = 20;
  private static final int DOUBLE_BYTES = 24;
  private static final int COUNT_BYTES = 8;

  private final StateHeap heap;
  private final Cell cell;
  private final boolean adds;
  private final byte[] sum = new byte[ExactSum.MOST_BYTES];
  private final byte[] squares = new byte[ExactSum.MOST_BYTES];
  private final byte[] difference = new byte[LongMoments.BYTES];

  /**
   * @param type of the values
   */
  Moments(StateHeap heap, Cell cell, Type type) {
    this.heap = heap;
    this.cell = cell;
    this.adds = adds(cell, type);
  }

  private static boolean adds(Cell cell, Type type) {
    return cell == Cell.LONG && (type.isNumeric() || type == Type.Simple.DURATION);
  }

  /** Bytes of a record. */
  int bytes() {
    return bytes(cell, adds);
  }

  private static int bytes(Cell cell, boolean adds) {
    return cell == Cell.DOUBLE ? DOUBLE_BYTES : adds ? LongMoments.BYTES : COUNT_BYTES;
  }

  static int bytes(Cell cell, Type type) {
    return bytes(cell, adds(cell, type));
  }

  /** Adds a value that is not null. */
  void add(byte[] page, int at, Argument value) {
    if (adds) {
      LongMoments.add(page, at, value.word(), true);
    } else if (cell == Cell.DOUBLE) {
      add(page, at, Double.longBitsToDouble(value.word()));
    } else {
      Bytes.putLong(page, at, Bytes.getLong(page, at) + 1);
    }
  }

  private void add(byte[] page, int at, double value) {
    if (Double.isInfinite(value)) {
      int infinities = at + (value > 0 ? ABOVE : BELOW);
      Bytes.putInt(page, infinities, Bytes.getInt(page, infinities) + 1);
      return;
    }
    Bytes.putLong(page, at, Bytes.getLong(page, at) + 1);
    int total = ExactSum.cover(heap, Bytes.getInt(page, at + SUM), value, false);
    Bytes.putInt(page, at + SUM, total);
    ExactSum.add(heap.page(total), heap.offset(total), value, false);
    int ofSquares = ExactSum.cover(heap, Bytes.getInt(page, at + SQUARES), value, true);
    Bytes.putInt(page, at + SQUARES, ofSquares);
    ExactSum.addSquare(heap.page(ofSquares), heap.offset(ofSquares), value, false);
  }

  /** How many values. */
  long count(byte[] page, int at) {
    long count = Bytes.getLong(page, at);
    return cell == Cell.DOUBLE
        ? count + Bytes.getInt(page, at + ABOVE) + Bytes.getInt(page, at + BELOW)
        : count;
  }

  /** Tells sum, average or deviation of the values of a record. */
  void tell(byte[] page, int at, Answer answer) {
    if (cell == Cell.LONG) {
      answer.longMoments(page, at);
      return;
    }
    ExactSum.load(heap, Bytes.getInt(page, at + SUM), sum);
    ExactSum.load(heap, Bytes.getInt(page, at + SQUARES), squares);
    answer.doubleMoments(
        Bytes.getLong(page, at),
        Bytes.getInt(page, at + ABOVE),
        Bytes.getInt(page, at + BELOW),
        sum,
        0,
        squares,
        0);
  }

  /** The same of those that came after another record was copied from this one. */
  void tellSince(byte[] page, int at, byte[] old, int oldAt, Answer answer) {
    if (cell == Cell.LONG) {
      LongMoments.subtract(page, at, old, oldAt, difference);
      answer.longMoments(difference, 0);
      return;
    }
    ExactSum.load(heap, Bytes.getInt(page, at + SUM), sum);
    ExactSum.subtract(heap, Bytes.getInt(old, oldAt + SUM), sum);
    ExactSum.load(heap, Bytes.getInt(page, at + SQUARES), squares);
    ExactSum.subtract(heap, Bytes.getInt(old, oldAt + SQUARES), squares);
    answer.doubleMoments(
        Bytes.getLong(page, at) - Bytes.getLong(old, oldAt),
        Bytes.getInt(page, at + ABOVE) - Bytes.getInt(old, oldAt + ABOVE),
        Bytes.getInt(page, at + BELOW) - Bytes.getInt(old, oldAt + BELOW),
        sum,
        0,
        squares,
        0);
  }

  /** Copies a record to where none is. */
  void copy(byte[] page, int at, byte[] to, int toAt) {
    System.arraycopy(page, at, to, toAt, bytes());
    if (cell == Cell.DOUBLE) {
      Bytes.putInt(to, toAt + SUM, ExactSum.copy(heap, Bytes.getInt(page, at + SUM)));
      Bytes.putInt(to, toAt + SQUARES, ExactSum.copy(heap, Bytes.getInt(page, at + SQUARES)));
    }
  }

  /** Gives back what a record owns. */
  void free(byte[] page, int at) {
    if (cell == Cell.DOUBLE) {
      heap.free(Bytes.getInt(page, at + SUM));
      heap.free(Bytes.getInt(page, at + SQUARES));
    }
  }

  void write(byte[] page, int at, ByteBuilder out) {
    out.putNumber(Bytes.getLong(page, at));
    if (adds) {
      out.put(page, at + COUNT_BYTES, LongMoments.BYTES - COUNT_BYTES);
    } else if (cell == Cell.DOUBLE) {
      out.putNumber(Bytes.getInt(page, at + ABOVE));
      out.putNumber(Bytes.getInt(page, at + BELOW));
      ExactSum.write(heap, Bytes.getInt(page, at + SUM), out);
      ExactSum.write(heap, Bytes.getInt(page, at + SQUARES), out);
    }
  }

  /** Fills a record, which is all zero, from what was written. */
  void read(byte[] page, int at, StateInput in) {
    Arrays.fill(page, at, at + bytes(), (byte) 0);
    long count = in.takeNumber();
    if (count < 0) {
      throw StateInput.damaged("a number of values is too large");
    }
    Bytes.putLong(page, at, count);
    if (adds) {
      int rest = LongMoments.BYTES - COUNT_BYTES;
      System.arraycopy(in.bytes(), in.take(rest), page, at + COUNT_BYTES, rest);
    } else if (cell == Cell.DOUBLE) {
      Bytes.putInt(page, at + ABOVE, in.takeInt());
      Bytes.putInt(page, at + BELOW, in.takeInt());
      Bytes.putInt(page, at + SUM, ExactSum.read(heap, in));
      Bytes.putInt(page, at + SQUARES, ExactSum.read(heap, in));
    }
  }
}
