package io.tripline.engine.expression;

import io.tripline.engine.event.Nulls;
import io.tripline.engine.heap.StateHeap;

/** How generated code reads the registers of the partial match at hand; see RegisterForm. */
final class RegisterCode {
  private RegisterCode() {}

  static long longAt(Frame frame, int offset) {
    return frame.registerAt(offset);
  }

  static double doubleAt(Frame frame, int offset) {
    return frame.realAt(offset);
  }

  private static int block(Frame frame, int offset) {
    long slot = frame.registerAt(offset);
    return slot == Nulls.NO_STRING ? StateHeap.NONE : (int) (slot >>> 32);
  }

  static byte[] textBytes(Frame frame, int offset) {
    int block = block(frame, offset);
    return block == StateHeap.NONE ? TextCode.NONE : frame.heap.page(block);
  }

  static int textFrom(Frame frame, int offset) {
    int block = block(frame, offset);
    return block == StateHeap.NONE ? 0 : frame.heap.offset(block);
  }

  /** Of a null slot −1. */
  static int textLength(Frame frame, int offset) {
    return (int) frame.registerAt(offset);
  }

  static int isPresent(Frame frame, int offset) {
    return frame.registerAt(offset) == Nulls.LONG ? 0 : 1;
  }

  static long distinct(Frame frame, int offset) {
    return DistinctSets.size(frame.heap, (int) frame.registerAt(offset));
  }
}
