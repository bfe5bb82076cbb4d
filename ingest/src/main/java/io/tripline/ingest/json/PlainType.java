package io.tripline.ingest.json;

import io.tripline.dsl.ir.EventType;
import io.tripline.engine.event.EventLayout;
import java.util.Arrays;
import java.util.List;

/** An event type as {@link PlainRecords} needs it. Not thread-safe. */
final class PlainType {
  /** In place of a field's index. */
  static final int UNKNOWN = -1;

  /** Fields are counted in the bits of a long, {@code type} too. */
  private static final int MAX_FIELDS = Long.SIZE - 1;

  private final EventLayout layout;
  private final QuotedName typeName;

  /** Names in JSON by the index of their field; the last is {@code type}. */
  private final QuotedName[] names;

  private final FieldReader[] readers;
  private final long mandatory;

  /** Which field stood where in the last record; only a guess. */
  private final int[] lastOrder = new int[Long.SIZE];

  /** Whether the type can be read in the plain way at all. */
  private final boolean plain;

  PlainType(EventLayout layout, FieldReaders types) {
    this.layout = layout;
    typeName = new QuotedName(layout.type().name());
    List<EventType.Field> fields = layout.type().fields();
    names = new QuotedName[fields.size() + 1];
    readers = new FieldReader[fields.size()];
    long needed = 0;
    boolean typeIsAField = false;
    for (int i = 0; i < readers.length; i++) {
      EventType.Field field = fields.get(i);
      names[i] = new QuotedName(field.jsonName());
      readers[i] = types.of(field.type());
      needed |= field.nullable() ? 0 : 1L << i;
      typeIsAField |= field.jsonName().equals(EventFields.TYPE);
    }
    names[readers.length] = new QuotedName(EventFields.TYPE);
    mandatory = needed;
    plain =
        readers.length <= MAX_FIELDS
            && !typeIsAField
            && Arrays.stream(names).noneMatch(QuotedName::needsEscapes);
    Arrays.fill(lastOrder, UNKNOWN);
  }

  EventLayout layout() {
    return layout;
  }

  boolean isPlain() {
    return plain;
  }

  /** The index that stands for {@code type}. */
  int typeField() {
    return readers.length;
  }

  QuotedName name() {
    return typeName;
  }

  QuotedName name(int field) {
    return names[field];
  }

  FieldReader reader(int field) {
    return readers[field];
  }

  /** The fields that must have a value, as bits. */
  long mandatory() {
    return mandatory;
  }

  /**
   * The field whose name stands in a record, or {@link #UNKNOWN}.
   *
   * @param place how many members stand before it
   * @param at where its quote should be
   */
  int fieldAt(int place, byte[] record, int at, int to) {
    int slot = place & (lastOrder.length - 1);
    int guess = lastOrder[slot];
    if (guess != UNKNOWN && names[guess].standsAt(record, at, to)) {
      return guess;
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i].standsAt(record, at, to)) {
        lastOrder[slot] = i;
        return i;
      }
    }
    return UNKNOWN;
  }
}
