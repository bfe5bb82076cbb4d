package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.heap.TextSlot;
import java.util.Arrays;

/** Values in slots of eight bytes of some block, which own the longer texts. Not thread-safe. */
final class ValueSlots {
  private final StateHeap heap;
  private final Cell cell;

  ValueSlots(StateHeap heap, Cell cell) {
    this.heap = heap;
    this.cell = cell;
  }

  /** Makes slots that hold anything such that hold nothing. */
  void make(byte[] page, int from, int count) {
    for (int i = 0; i < count; i++) {
      Bytes.putLong(page, from + 8 * i, cell == Cell.BYTES ? Nulls.NO_STRING : 0);
    }
  }

  void put(byte[] page, int at, Argument value) {
    if (cell != Cell.BYTES) {
      Bytes.putLong(page, at, value.word());
    } else if (value.isNull()) {
      TextSlot.clear(page, at, heap);
    } else {
      TextSlot.put(page, at, heap, value.bytes(), value.from(), value.length());
    }
  }

  /** The order of the value of a slot and another, neither of which is null. */
  int compare(byte[] page, int at, Argument value) {
    long slot = Bytes.getLong(page, at);
    if (cell != Cell.BYTES) {
      return Long.compare(Order.of(cell, slot), Order.of(cell, value.word()));
    }
    int from = TextSlot.from(slot, at, heap);
    return Arrays.compareUnsigned(
        TextSlot.bytes(slot, page, heap),
        from,
        from + TextSlot.length(slot),
        value.bytes(),
        value.from(),
        value.from() + value.length());
  }

  /** The order of the values of two slots, neither of which is null. */
  int compare(byte[] page, int at, byte[] otherPage, int otherAt) {
    long slot = Bytes.getLong(page, at);
    long other = Bytes.getLong(otherPage, otherAt);
    if (cell != Cell.BYTES) {
      return Long.compare(Order.of(cell, slot), Order.of(cell, other));
    }
    int from = TextSlot.from(slot, at, heap);
    int otherFrom = TextSlot.from(other, otherAt, heap);
    return Arrays.compareUnsigned(
        TextSlot.bytes(slot, page, heap),
        from,
        from + TextSlot.length(slot),
        TextSlot.bytes(other, otherPage, heap),
        otherFrom,
        otherFrom + TextSlot.length(other));
  }

  /** Tells the value of a slot. */
  void tell(byte[] page, int at, Answer answer) {
    long slot = Bytes.getLong(page, at);
    if (cell != Cell.BYTES) {
      answer.word(slot);
    } else if (slot == Nulls.NO_STRING) {
      answer.none();
    } else {
      answer.bytes(
          TextSlot.bytes(slot, page, heap), TextSlot.from(slot, at, heap), TextSlot.length(slot));
    }
  }

  /** Gives back what slots own. */
  void free(byte[] page, int from, int count) {
    if (cell == Cell.BYTES) {
      for (int i = 0; i < count; i++) {
        TextSlot.clear(page, from + 8 * i, heap);
      }
    }
  }

  void write(byte[] page, int at, ByteBuilder out) {
    long slot = Bytes.getLong(page, at);
    if (cell == Cell.LONG) {
      out.putSigned(slot);
    } else if (cell == Cell.DOUBLE) {
      out.putLong(slot);
    } else {
      int length = TextSlot.length(slot);
      out.putNumber(length + 1L);
      if (length > 0) {
        out.put(TextSlot.bytes(slot, page, heap), TextSlot.from(slot, at, heap), length);
      }
    }
  }

  /** Fills a slot, which holds nothing, from what was written. */
  void read(byte[] page, int at, StateInput in) {
    if (cell == Cell.LONG) {
      Bytes.putLong(page, at, in.takeSigned());
    } else if (cell == Cell.DOUBLE) {
      Bytes.putLong(page, at, in.takeLong());
    } else {
      int length = in.takeLength();
      if (length >= 0) {
        TextSlot.put(page, at, heap, in.bytes(), in.take(length), length);
      }
    }
  }

  /** Whether a slot holds a value. */
  boolean isGiven(byte[] page, int at) {
    long slot = Bytes.getLong(page, at);
    return switch (cell) {
      case NONE, LONG -> slot != Nulls.LONG;
      case DOUBLE -> !Double.isNaN(Double.longBitsToDouble(slot));
      case BYTES -> slot != Nulls.NO_STRING;
    };
  }
}
