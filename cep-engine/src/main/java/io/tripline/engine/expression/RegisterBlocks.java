package io.tripline.engine.expression;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.heap.TextSlot;
import java.util.List;

/** The registers of a rule that name blocks of the heap: texts and sets. Immutable. */
public final class RegisterBlocks {
  private final int[] texts;
  private final int[] sets;

  RegisterBlocks(List<RegisterSpec> specs) {
    this.texts = offsets(specs, RegisterForm.TEXT);
    this.sets = offsets(specs, RegisterForm.SET);
  }

  private static int[] offsets(List<RegisterSpec> specs, RegisterForm form) {
    return specs.stream().filter(s -> s.form() == form).mapToInt(RegisterSpec::offset).toArray();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return texts.length == 0 && sets.length == 0;
  }

  /** Gives registers that were copied from others blocks of their own, with what those hold. */
  public void copy(byte[] bytes, int base, StateHeap heap) {
    for (int offset : texts) {
      TextSlot.copy(bytes, base + offset, heap);
    }
    for (int offset : sets) {
      int set = Bytes.getInt(bytes, base + offset);
      if (set != StateHeap.NONE) {
        Bytes.putLong(bytes, base + offset, copy(heap, set, DistinctSets.used(heap, set)));
      }
    }
  }

  private static int copy(StateHeap heap, int block, int length) {
    int copy = heap.allocate(length);
    System.arraycopy(
        heap.page(block), heap.offset(block), heap.page(copy), heap.offset(copy), length);
    return copy;
  }

  /** Frees the blocks of registers that are no longer needed. */
  public void free(byte[] bytes, int base, StateHeap heap) {
    for (int offset : texts) {
      heap.free(TextSlot.block(Bytes.getLong(bytes, base + offset)));
    }
    for (int offset : sets) {
      heap.free(Bytes.getInt(bytes, base + offset));
    }
  }

  /** Bytes that {@link #write} writes. */
  public int writtenBytes(byte[] bytes, int base, StateHeap heap) {
    int sum = 0;
    for (int offset : texts) {
      sum += blockLength(Bytes.getLong(bytes, base + offset));
    }
    for (int offset : sets) {
      sum += 4 + DistinctSets.used(heap, Bytes.getInt(bytes, base + offset));
    }
    return sum;
  }

  /**
   * Writes registers in a form without handles: the slots, with the lengths alone in those that
   * name the block of a text and nothing in those of sets, then what the blocks hold.
   *
   * @param slots bytes of all slots
   * @return where the written bytes end
   */
  public int write(byte[] bytes, int base, int slots, StateHeap heap, byte[] target, int at) {
    System.arraycopy(bytes, base, target, at, slots);
    int end = at + slots;
    for (int offset : texts) {
      long slot = Bytes.getLong(bytes, base + offset);
      int length = blockLength(slot);
      if (length > 0) {
        int block = TextSlot.block(slot);
        Bytes.putLong(target, at + offset, length);
        System.arraycopy(heap.page(block), heap.offset(block), target, end, length);
        end += length;
      }
    }
    for (int offset : sets) {
      int set = Bytes.getInt(bytes, base + offset);
      int used = DistinctSets.used(heap, set);
      Bytes.putLong(target, at + offset, 0);
      Bytes.putInt(target, end, used);
      end += 4;
      if (used > 0) {
        System.arraycopy(heap.page(set), heap.offset(set), target, end, used);
        end += used;
      }
    }
    return end;
  }

  /**
   * Reads what {@link #write} has written, into blocks of the heap.
   *
   * @param at in {@code source}, of the slots
   * @return where in {@code source} the written bytes end
   * @throws IllegalArgumentException if the bytes cannot have been written so
   */
  public int read(byte[] source, int at, int slots, byte[] bytes, int base, StateHeap heap) {
    int end = checked(source, at, slots);
    System.arraycopy(source, at, bytes, base, slots);
    for (int offset : sets) {
      Bytes.putLong(bytes, base + offset, StateHeap.NONE);
    }
    for (int offset : texts) {
      long slot = Bytes.getLong(source, at + offset);
      if (slot >= 0 && slot >>> 32 != 0) {
        Bytes.putLong(bytes, base + offset, Nulls.NO_STRING);
        throw new IllegalArgumentException("a text of an impossible length");
      }
    }
    for (int offset : texts) {
      int length = blockLength(Bytes.getLong(source, at + offset));
      if (length > 0) {
        int after = checked(source, end, length);
        int block = block(heap, source, end, length);
        Bytes.putLong(bytes, base + offset, TextSlot.of(block, length));
        end = after;
      }
    }
    for (int offset : sets) {
      int from = checked(source, end, 4);
      int used = Bytes.getInt(source, end);
      end = checked(source, from, used);
      int set = used == 0 ? StateHeap.NONE : block(heap, source, from, used);
      Bytes.putLong(bytes, base + offset, set);
      if (used != 0 && (used < 8 || DistinctSets.used(heap, set) != used)) {
        throw new IllegalArgumentException("a set of " + used + " bytes");
      }
    }
    return end;
  }

  private static int checked(byte[] source, int from, int length) {
    if (length < 0 || length > source.length - from) {
      throw new IllegalArgumentException("registers that end too early");
    }
    return from + length;
  }

  private static int block(StateHeap heap, byte[] source, int from, int length) {
    int block = heap.allocate(length);
    System.arraycopy(source, from, heap.page(block), heap.offset(block), length);
    return block;
  }

  /** Bytes of a text that lies in a block, or 0. Also of a slot that holds the length alone. */
  private static int blockLength(long slot) {
    return slot < 0 ? 0 : (int) slot;
  }
}
