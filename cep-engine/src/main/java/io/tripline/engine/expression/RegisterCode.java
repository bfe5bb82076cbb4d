package io.tripline.engine.expression;

import io.tripline.engine.event.Nulls;
import io.tripline.engine.heap.TextSlot;

/** How generated code reads the registers of the partial match at hand; see RegisterForm. */
final class RegisterCode {
  private RegisterCode() {}

  static long longAt(Frame frame, int offset) {
    return frame.registerAt(offset);
  }

  static double doubleAt(Frame frame, int offset) {
    return frame.realAt(offset);
  }

  static byte[] textBytes(Frame frame, int offset) {
    return TextSlot.bytes(frame.registerAt(offset), frame.registers, frame.heap);
  }

  static int textFrom(Frame frame, int offset) {
    return TextSlot.from(frame.registerAt(offset), frame.registersBase + offset, frame.heap);
  }

  /** Of a null slot −1. */
  static int textLength(Frame frame, int offset) {
    return TextSlot.length(frame.registerAt(offset));
  }

  static int isPresent(Frame frame, int offset) {
    return frame.registerAt(offset) == Nulls.LONG ? 0 : 1;
  }

  static long distinct(Frame frame, int offset) {
    return DistinctSets.size(frame.heap, (int) frame.registerAt(offset));
  }
}
