package io.tripline.engine.heap;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * A text in eight bytes of some block: up to seven bytes of UTF-8 lie in the slot itself, and its
 * last byte holds their number with the highest bit set; of a longer one the slot names a block of
 * its own, and its length. {@link Nulls#NO_STRING} is none.
 */
public final class TextSlot {
  /** The longest text without a block, bytes. */
  public static final int MOST_INLINE = 7;

  /** Bytes of a slot. */
  public static final int BYTES = 8;

  private static final int LENGTH_SHIFT = 56;

  private TextSlot() {}

  /** Whether the text of a slot lies in it. */
  public static boolean isInline(long slot) {
    return slot < 0 && slot != Nulls.NO_STRING;
  }

  /** The block that a slot names, or {@link StateHeap#NONE}. */
  public static int block(long slot) {
    return slot < 0 ? StateHeap.NONE : (int) (slot >>> 32);
  }

  /** Bytes of the text; of none −1. */
  public static int length(long slot) {
    return isInline(slot) ? (int) (slot >>> LENGTH_SHIFT) & MOST_INLINE : (int) slot;
  }

  /** The array in which the text of a slot lies; the slot lies in {@code page}. */
  public static byte[] bytes(long slot, byte[] page, StateHeap heap) {
    int block = block(slot);
    return block == StateHeap.NONE ? page : heap.page(block);
  }

  /** Where the text begins there; the slot lies at {@code at}. */
  public static int from(long slot, int at, StateHeap heap) {
    int block = block(slot);
    return block == StateHeap.NONE ? at : heap.offset(block);
  }

  /** The text of the slot that lies at {@code at}, or null. */
  public static @Nullable Utf8 text(byte[] page, int at, StateHeap heap, Utf8 view) {
    long slot = Bytes.getLong(page, at);
    return slot == Nulls.NO_STRING
        ? null
        : view.wrap(bytes(slot, page, heap), from(slot, at, heap), length(slot));
  }

  /** Puts a text into a slot that holds another, or none; that one is given back. */
  public static void put(byte[] page, int at, StateHeap heap, byte[] text, int offset, int length) {
    int block = block(Bytes.getLong(page, at));
    if (length <= MOST_INLINE) {
      heap.free(block);
      putInline(page, at, text, offset, length);
      return;
    }
    int resized = heap.resize(block, length, 0);
    System.arraycopy(text, offset, heap.page(resized), heap.offset(resized), length);
    Bytes.putLong(page, at, of(resized, length));
  }

  private static void putInline(byte[] page, int at, byte[] text, int offset, int length) {
    Bytes.putLong(
        page, at, Bytes.upTo7(text, offset, offset + length) | (0x80L | length) << LENGTH_SHIFT);
  }

  /** The slot of a text that lies in a block. */
  public static long of(int block, int length) {
    return (long) block << 32 | length;
  }

  /** Leaves a slot without a text. */
  public static void clear(byte[] page, int at, StateHeap heap) {
    heap.free(block(Bytes.getLong(page, at)));
    Bytes.putLong(page, at, Nulls.NO_STRING);
  }

  /** Gives a slot that was copied from another a block of its own, if it names one. */
  public static void copy(byte[] page, int at, StateHeap heap) {
    long slot = Bytes.getLong(page, at);
    int block = block(slot);
    if (block != StateHeap.NONE) {
      int length = length(slot);
      int copy = heap.allocate(length);
      System.arraycopy(
          heap.page(block), heap.offset(block), heap.page(copy), heap.offset(copy), length);
      Bytes.putLong(page, at, of(copy, length));
    }
  }
}
