package io.tripline.engine.window;

import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.heap.TextSlot;
import java.util.Arrays;

/**
 * Logs of rows in bytes, and in another form: rows are all that is taken along. In bytes a value of
 * {@link Cell#BYTES} stands once, and is a number wherever it comes again. Not thread-safe.
 */
final class LogCodec {
  private static final int NULL = 0;
  private static final int NEW = 1;
  private static final int KNOWN = 2;

  private final Series.Kind kind;
  private final Cell cell;
  private final SmallLog small;
  private final LargeLog large;
  private final LargeLog other;

  // Of the values that were read so far: where their bytes begin, and how many they are.
  private int[] froms = new int[16];
  private int[] lengths = new int[16];
  private final int[] numbers = new int[LogStates.MOST_SMALL + 1];

  LogCodec(Series.Kind kind, Cell cell, SmallLog small, LargeLog large, StateHeap heap) {
    this.kind = kind;
    this.cell = cell;
    this.small = small;
    this.large = large;
    this.other = new LargeLog(heap, cell, !kind.isAnew());
  }

  // ---- forms

  /** Makes the open small log a large one, without gear, which is open then. */
  int toLarge() {
    large.make();
    large.putClock(kind == Series.Kind.TIME ? small.stamp(small.count() - 1) : small.clock());
    for (int i = 0; i < small.count(); i++) {
      if (cell == Cell.BYTES) {
        int length = TextSlot.length(small.word(i));
        large.append(small.stamp(i), small.bytes(i), small.from(i), length);
      } else {
        large.append(small.stamp(i), cell == Cell.NONE ? 0 : small.word(i));
      }
    }
    small.free();
    return large.state();
  }

  /** Makes the open large log, which has no gear, a small one, which is open then. */
  int toSmall() {
    small.open(small.make());
    if (kind != Series.Kind.TIME) {
      small.putClock(large.clock());
    }
    ValueTable values = large.values();
    byte[] none = {};
    for (long row = large.first(); row < large.end(); row++) {
      if (cell == Cell.BYTES && !large.isNull(row)) {
        int entry = large.entry(row);
        small.append(
            large.stamp(row), 0, values.bytes(entry), values.from(entry), values.length(entry));
      } else {
        small.append(large.stamp(row), cell == Cell.NONE ? 0 : large.word(row), none, 0, -1);
      }
    }
    large.free();
    return small.state();
  }

  /** Makes the open large log, which has no gear, one that has what it needs only. */
  int remade() {
    other.make();
    other.putClock(large.clock());
    ValueTable values = large.values();
    for (long row = large.first(); row < large.end(); row++) {
      if (cell != Cell.BYTES || large.isNull(row)) {
        other.append(large.stamp(row), cell == Cell.NONE ? 0 : large.word(row));
      } else {
        int entry = large.entry(row);
        other.append(
            large.stamp(row), values.bytes(entry), values.from(entry), values.length(entry));
      }
    }
    large.free();
    large.open(other.state());
    return large.state();
  }

  // ---- in bytes

  /** Writes the open log. */
  void write(boolean isLarge, ByteBuilder out) {
    out.putNumber(isLarge ? large.count() : small.count());
    if (kind != Series.Kind.TIME) {
      out.putSigned(isLarge ? large.clock() : small.clock());
    }
    if (isLarge) {
      writeLarge(out);
    } else {
      writeSmall(out);
    }
  }

  private void writeSmall(ByteBuilder out) {
    long before = 0;
    int known = 0;
    for (int i = 0; i < small.count(); i++) {
      if (!kind.isAnew()) {
        out.putSigned(small.stamp(i) - before);
        before = small.stamp(i);
      }
      if (cell == Cell.BYTES) {
        int length = TextSlot.length(small.word(i));
        numbers[i] = length < 0 ? -1 : numberOf(i, known);
        writeBytes(numbers[i], known, small.bytes(i), small.from(i), length, out);
        known += numbers[i] == known ? 1 : 0;
      } else if (cell != Cell.NONE) {
        writeWord(small.word(i), out);
      }
    }
  }

  private int numberOf(int row, int known) {
    for (int i = 0; i < row; i++) {
      if (numbers[i] >= 0 && small.isSameText(i, row)) {
        return numbers[i];
      }
    }
    return known;
  }

  private void writeLarge(ByteBuilder out) {
    int[] byEntry = new int[cell == Cell.BYTES ? large.values().room() : 0];
    Arrays.fill(byEntry, -1);
    ValueTable values = large.values();
    long before = 0;
    int known = 0;
    for (long row = large.first(); row < large.end(); row++) {
      if (!kind.isAnew()) {
        out.putSigned(large.stamp(row) - before);
        before = large.stamp(row);
      }
      if (cell == Cell.BYTES && large.isNull(row)) {
        out.putNumber(NULL);
      } else if (cell == Cell.BYTES) {
        int entry = large.entry(row);
        int number = byEntry[entry] < 0 ? known : byEntry[entry];
        writeBytes(
            number, known, values.bytes(entry), values.from(entry), values.length(entry), out);
        byEntry[entry] = number;
        known += number == known ? 1 : 0;
      } else if (cell != Cell.NONE) {
        writeWord(large.word(row), out);
      }
    }
  }

  private void writeWord(long word, ByteBuilder out) {
    if (cell == Cell.LONG) {
      out.putSigned(word);
    } else {
      out.putLong(word);
    }
  }

  /**
   * @param number that the value has, or −1 for null
   * @param known how many numbers were given before
   */
  private static void writeBytes(
      int number, int known, byte[] bytes, int from, int length, ByteBuilder out) {
    if (number < 0) {
      out.putNumber(NULL);
    } else if (number < known) {
      out.putNumber(KNOWN + number);
    } else {
      out.putNumber(NEW);
      out.putNumber(length);
      out.put(bytes, from, length);
    }
  }

  /**
   * Reads a log.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  int read(StateInput in) {
    int count = in.takeCount();
    small.open(small.make());
    boolean[] isLarge = {false};
    try {
      readRows(in, count, isLarge);
    } catch (IllegalArgumentException e) {
      if (isLarge[0]) {
        large.free();
      } else {
        small.free();
      }
      throw e;
    }
    return isLarge[0] ? large.state() : small.state();
  }

  private void readRows(StateInput in, int count, boolean[] isLarge) {
    long clock = kind == Series.Kind.TIME ? Long.MAX_VALUE : in.takeSigned();
    if (kind != Series.Kind.TIME) {
      small.putClock(clock);
    }
    long stamp = 0;
    int known = 0;
    for (int i = 0; i < count; i++) {
      if (!kind.isAnew()) {
        long next = stamp + in.takeSigned();
        if (i > 0 && next < stamp || next > clock) {
          throw StateInput.damaged("its rows are not in order");
        }
        stamp = next;
      }
      if (!isLarge[0] && small.count() > LogStates.MOST_SMALL) {
        toLarge();
        isLarge[0] = true;
      }
      if (cell == Cell.BYTES) {
        known = readBytes(in, stamp, known, isLarge[0]);
      } else {
        long word = cell == Cell.NONE ? 0 : cell == Cell.LONG ? in.takeSigned() : in.takeLong();
        append(stamp, word, in.bytes(), 0, -1, isLarge[0]);
      }
    }
    if (!isLarge[0] && small.count() > LogStates.MOST_SMALL) {
      toLarge();
      isLarge[0] = true;
    }
    if (isLarge[0] && kind == Series.Kind.TIME) {
      large.putClock(stamp);
    }
  }

  /** Reads a value of bytes; how many are known then. */
  private int readBytes(StateInput in, long stamp, int known, boolean isLarge) {
    long number = in.takeNumber();
    if (number == NULL) {
      append(stamp, 0, in.bytes(), 0, -1, isLarge);
      return known;
    }
    if (number == NEW) {
      if (known == froms.length) {
        froms = Arrays.copyOf(froms, 2 * known);
        lengths = Arrays.copyOf(lengths, 2 * known);
      }
      long length = in.takeNumber();
      froms[known] = in.take(length);
      lengths[known] = (int) length;
      append(stamp, 0, in.bytes(), froms[known], lengths[known], isLarge);
      return known + 1;
    }
    if (number < 0 || number - KNOWN >= known) {
      throw StateInput.damaged("a value is named that was not told");
    }
    int which = (int) (number - KNOWN);
    append(stamp, 0, in.bytes(), froms[which], lengths[which], isLarge);
    return known;
  }

  private void append(long stamp, long word, byte[] bytes, int from, int length, boolean isLarge) {
    if (!isLarge) {
      small.append(stamp, word, bytes, from, length);
    } else if (cell == Cell.BYTES) {
      large.append(stamp, bytes, from, length);
    } else {
      large.append(stamp, word);
    }
  }
}
