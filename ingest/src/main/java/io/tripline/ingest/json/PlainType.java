package io.tripline.ingest.json;

import io.tripline.dsl.ir.EventType;
import io.tripline.engine.event.EventLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An event type as {@link PlainRecords} needs it. Not thread-safe. */
final class PlainType {
  /** Fields are counted in the bits of a long, {@code type} too. */
  private static final int MAX_FIELDS = Long.SIZE - 1;

  /** Names that are no fields: so many are remembered, of at most so many bytes. */
  private static final int MAX_LEARNED = 64;

  private static final int LONGEST_LEARNED = 64;

  private final EventLayout layout;
  private final QuotedName typeName;

  /** The fields in their order, {@code type}, and then what was learned. */
  private final PlainField[] members;

  private int count;
  private final long mandatory;

  /** Stands before the first member. */
  private final PlainField start;

  /** Whether the type can be read in the plain way at all. */
  private final boolean plain;

  PlainType(EventLayout layout, FieldReaders types) {
    this.layout = layout;
    typeName = new QuotedName(layout.type().name());
    List<EventType.Field> fields = layout.type().fields();
    int size = fields.size();
    plain =
        size <= MAX_FIELDS
            && fields.stream()
                .map(EventType.Field::jsonName)
                .noneMatch(
                    name -> name.equals(EventFields.TYPE) || new QuotedName(name).needsEscapes());
    members = new PlainField[size + 1 + MAX_LEARNED];
    long needed = 0;
    for (int i = 0; i < size; i++) {
      EventType.Field field = fields.get(i);
      members[i] = PlainField.of(layout, i, types.of(field.type()));
      needed |= field.nullable() ? 0 : 1L << i;
    }
    members[size] = PlainField.type(size);
    count = size + 1;
    mandatory = needed;
    start = PlainField.unknown("", size); // so that a search begins with the first field
    start.next = members[size];
    start.nextButOne = members[0];
  }

  EventLayout layout() {
    return layout;
  }

  /** Whether the type's records can be read in the plain way at all. */
  boolean isPlain() {
    return plain;
  }

  QuotedName name() {
    return typeName;
  }

  /** The fields that must have a value, as bits. */
  long mandatory() {
    return mandatory;
  }

  /** What a member may be said to follow if none does. */
  PlainField start() {
    return start;
  }

  /**
   * The member whose name stands in a record, where it was not guessed; null if it is not known.
   *
   * @param previous the member before it
   */
  PlainField find(PlainField previous, byte[] record, int at) {
    PlainField guess = previous.nextButOne;
    if (guess.name.standsAt(record, at)) {
      return guess;
    }
    int place = previous.place;
    for (int i = 0; i < count; i++) {
      place = place + 1 < count ? place + 1 : 0;
      PlainField member = members[place];
      if (member.name.standsAt(record, at)) {
        previous.follows(member);
        return member;
      }
    }
    return start;
  }

  /** Whether what {@link #find} gave is no member. */
  @SuppressWarnings("ReferenceEquality")
  boolean isUnknown(PlainField found) {
    return found == start;
  }

  /** Remembers a name that is no field, if there is room; so it is found the next time. */
  void learn(byte[] record, int from, int to) {
    if (count == members.length || to - from > LONGEST_LEARNED) {
      return;
    }
    for (int i = from; i < to; i++) {
      if (record[i] < 0) {
        return; // it may turn out to be no UTF-8
      }
    }
    String name = new String(record, from, to - from, StandardCharsets.US_ASCII);
    members[count] = PlainField.unknown(name, count);
    count++;
  }
}
