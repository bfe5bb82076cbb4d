package io.tripline.engine.predicate;

import io.tripline.dsl.ir.EventType;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.expression.Kind;

/** Where a field lies in an event, and how its key is read; see {@link FieldTest}. */
record FieldSlot(int offset, boolean onText, boolean real) {
  static FieldSlot of(EventLayout layout, int field) {
    EventType.Field declared = layout.type().fields().get(field);
    Kind kind = Kind.of(declared.type());
    return new FieldSlot(layout.offset(field), kind == Kind.TEXT, kind == Kind.DOUBLE);
  }

  /** The key of a number, or {@link Nulls#LONG}. */
  long key(byte[] bytes, int base) {
    long slot = Bytes.getLong(bytes, base + offset);
    if (!real) {
      return slot;
    }
    double value = Double.longBitsToDouble(slot);
    return Double.isNaN(value) ? Nulls.LONG : FieldTest.key(value);
  }

  /** The slot of a text. */
  long slot(byte[] bytes, int base) {
    return Bytes.getLong(bytes, base + offset);
  }
}
