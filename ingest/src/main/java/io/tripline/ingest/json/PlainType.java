package io.tripline.ingest.json;

import io.tripline.dsl.ir.EventType;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event type as {@link PlainRecords} needs it. Not thread-safe. */
final class PlainType {
  /** Fields are counted in the bits of a long, {@code type} too. */
  private static final int MAX_FIELDS = Long.SIZE - 1;

  /** Names that are no fields: so many are remembered, of at most so many bytes. */
  private static final int MAX_LEARNED = 64;

  private static final int LONGEST_LEARNED = 64;

  /** So many records that were as expected make up for one that was not. */
  private static final int WEIGHT = 4;

  /** Each change is a class. */
  private static final int MOST_CHANGES = 8;

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

  private final MemberReader reader;

  /** After how many records that were not expected what is expected is changed. */
  private final int patience;

  private @Nullable MemberSequence expected;

  /** What stands behind its commas and colons. */
  private String expectedSpace = "";

  /** How far it is to the next change, counted up; records that were as expected count down. */
  private int unexpected;

  private int changes;

  PlainType(EventLayout layout, FieldReaders types, MemberReader reader, int patience) {
    this.layout = layout;
    this.reader = reader;
    this.patience = patience;
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
    members[size] = PlainField.type(size, typeName);
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

  /** The members that records have lately had, in their order; null if too little was seen. */
  @Nullable MemberSequence expected() {
    return expected;
  }

  /** A record was as expected. */
  void wasExpected() {
    unexpected -= unexpected > 0 ? 1 : 0;
  }

  /**
   * A record was not. If too many are not, the order in which members follow each other now is what
   * is expected from now on; unless it is already, as far as a sequence can go.
   *
   * @param from where its first member starts
   */
  void wasNotExpected(byte[] record, int from, int to) {
    unexpected += WEIGHT;
    if (unexpected < WEIGHT * patience || changes == MOST_CHANGES) {
      return;
    }
    unexpected = 0;
    List<PlainField> order = order();
    String space = spaceIn(record, from, to);
    if (expected == null || !expected.isOf(order) || !space.equals(expectedSpace)) {
      changes++;
      expected = MemberCode.sequence(order, space, mandatory, reader);
      expectedSpace = space;
    }
  }

  /** The members as they follow each other now, each of them once. */
  private List<PlainField> order() {
    List<PlainField> order = new ArrayList<>();
    for (PlainField member = start.next;
        order.size() < MemberCode.MOST_MEMBERS
            && MemberCode.takes(member)
            && !order.contains(member);
        member = member.next) {
      order.add(member);
    }
    return order;
  }

  /** What stands behind the first colon: nothing, or one space. */
  private static String spaceIn(byte[] record, int from, int to) {
    int colon = Bytes.indexOf(record, (byte) ':', from, to);
    return colon + 1 < to && record[colon + 1] == ' ' ? " " : "";
  }

  /** What a member may be said to follow if none does. */
  PlainField start() {
    return start;
  }

  /**
   * The member whose name stands in a record, where it was not guessed; see {@link #isUnknown}.
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
