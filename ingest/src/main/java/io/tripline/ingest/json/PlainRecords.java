package io.tripline.ingest.json;

import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The quick way for records as programs usually write them: in one pass over the bytes, from the
 * record straight into the event. Where members come in the order that is expected, by code for
 * that order ({@link MemberSequence}); else a name is first compared with the one that came in its
 * place before. Texts are copied eight bytes at a time; numbers, times and addresses are read from
 * the bytes; what no field has is read over.
 *
 * <p>It never rejects. Whatever is unusual, or wrong in any way, it gives up on, and the careful
 * way (Jackson, {@link EventFields}) decides. So all it has to be sure of is what it takes: that it
 * is JSON, and that the careful way would make the same event of it. A test compares them.
 *
 * <p>Not thread-safe.
 */
final class PlainRecords {
  /** So many bytes are read after the end of a record, whatever they are. */
  static final int BEYOND = 64;

  private static final int GIVE_UP = -1;

  /** After so many records in a row that were not plain, only one in so many is tried. */
  private static final int PATIENCE = 16;

  private final DecodeLimits limits;
  private int source;
  private final PlainSpace space;
  private final List<PlainType> types = new ArrayList<>();
  private final PlainText text = new PlainText();
  private final PlainSkip skip;
  private final MemberReader reader;
  private final QuotedName typeMember = new QuotedName(EventFields.TYPE);
  private PlainField found = PlainField.unknown("", 0);
  private byte[] copy = {};
  private int misses;

  /**
   * @param space what white space is in the records
   * @param unexpected after how many records that are otherwise than expected the expected is
   *     changed
   */
  PlainRecords(
      Schema schema,
      FieldReaders readers,
      int source,
      DecodeLimits limits,
      PlainSpace space,
      int unexpected) {
    this.limits = limits;
    this.source = source;
    this.space = space;
    PlainValues values = new PlainValues(limits, text, space);
    skip = new PlainSkip(limits, text, space, values);
    reader = new MemberReader(limits, text, values, skip);
    for (EventLayout layout : schema.layouts()) {
      types.add(new PlainType(layout, readers, reader, unexpected));
    }
  }

  /** The events that follow are of this source. */
  void source(int number) {
    source = number;
  }

  /**
   * Decodes the record at the start of some bytes.
   *
   * @param from its first byte; there is one
   * @param to before which it ends
   * @return the place after its last byte, or −1 if it is left to the careful way; then an event
   *     may have been begun
   */
  int decode(byte[] bytes, int from, int to, EventWriter out) {
    if (misses >= PATIENCE && misses++ % PATIENCE != 0) {
      return GIVE_UP;
    }
    int end = bytes[from] == '{' ? decodeObject(bytes, from, to, out) : GIVE_UP;
    misses = end < 0 ? misses + 1 : 0;
    return end;
  }

  private int decodeObject(byte[] bytes, int from, int to, EventWriter out) {
    int last = (int) Math.min(to, (long) from + limits.maxEventBytes());
    if (last + BEYOND <= bytes.length) {
      return decodeWithin(bytes, from, last, out);
    }
    int length = last - from;
    if (copy.length < length + BEYOND) {
      copy = new byte[length + BEYOND];
    }
    System.arraycopy(bytes, from, copy, 0, length);
    Arrays.fill(copy, length, length + BEYOND, (byte) 0);
    int end = decodeWithin(copy, 0, length, out);
    return end < 0 ? GIVE_UP : from + end;
  }

  private int decodeWithin(byte[] record, int from, int to, EventWriter out) {
    int first = space.skip(record, from + 1, to);
    PlainType type = types.size() == 1 ? types.getFirst() : typeOf(record, first, to);
    if (type == null || !type.isPlain()) {
      return GIVE_UP;
    }
    out.begin(type.layout(), to - from + PlainText.BEYOND);
    int end = readMembers(type, record, first, to, out);
    if (end < 0 || end > to || out.begunLength() + end - from > limits.maxEventBytes()) {
      return GIVE_UP;
    }
    out.end(source, record, from, end - from);
    return end;
  }

  /** The type that a record names, at best in front; null if it names none that is known. */
  private @Nullable PlainType typeOf(byte[] record, int from, int to) {
    int at = from;
    while (at < to) {
      boolean isType = typeMember.standsAt(record, at);
      int end = isType ? at + typeMember.length : skip.name(record, at, to);
      int value = end < 0 ? GIVE_UP : space.afterColon(record, end, to);
      if (value < 0) {
        return null;
      }
      if (isType) {
        return named(record, value);
      }
      end = skip.value(record, value, to);
      at = end < 0 ? to : space.skip(record, end, to);
      if (record[at] != ',') {
        return null;
      }
      at = space.skip(record, at + 1, to);
    }
    return null;
  }

  private @Nullable PlainType named(byte[] record, int at) {
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i).name().standsAt(record, at)) {
        return types.get(i);
      }
    }
    return null;
  }

  /** The place after the brace that ends the record, or −1. */
  private int readMembers(PlainType type, byte[] record, int from, int to, EventWriter out) {
    PlainField previous = type.start();
    long given = 0;
    int at = from;
    MemberSequence expected = type.expected();
    if (expected != null) {
      at = expected.read(record, from, to, out);
      if (expected.reached == MemberSequence.DONE) {
        type.wasExpected();
        return at;
      }
      previous = expected.previous(previous);
      given = expected.given();
    }
    type.wasNotExpected(record, from, to);
    while (true) {
      PlainField field = previous.next;
      int value = at + field.lead.length;
      if (!field.lead.standsAt(record, at)) {
        value = find(type, previous, record, at, to);
        field = found;
      }
      if (record[value] <= ' ') {
        value = space.skip(record, value, to);
      }
      if (value >= to || (given & field.bit) != 0) {
        return GIVE_UP; // or named twice
      }
      given |= field.bit;
      int end =
          switch (field.kind) {
            case PlainField.TEXT -> reader.text(field, record, value, to, out);
            case PlainField.UNREAD_TEXT -> reader.unreadText(field, record, value, to, out);
            case PlainField.WHOLE, PlainField.DECIMAL ->
                reader.scaled(field, record, value, to, out);
            case PlainField.FLOATING -> reader.floating(field, record, value, to, out);
            case PlainField.BOOL -> reader.bool(field, record, value, to, out);
            case PlainField.TIME -> reader.time(field, record, value, to, out);
            case PlainField.SYMBOL -> reader.symbol(field, record, value, to, out);
            case PlainField.ADDRESS, PlainField.UNREAD_ADDRESS ->
                reader.address(field, record, value, to, out);
            case PlainField.PLACE -> reader.place(field, record, value, to, out);
            case PlainField.TYPE -> reader.type(field, record, value, to, out);
            case PlainField.SKIP -> reader.skip(field, record, value, to, out);
            default -> reader.other(field, record, value, to, out);
          };
      if (end < 0) {
        end = field.kind == PlainField.TYPE ? GIVE_UP : PlainValues.readNull(record, value);
        given &= ~field.bit;
        if (end < 0) {
          return GIVE_UP;
        }
      }
      if (record[end] != ',') {
        end = space.skip(record, end, to);
        if (record[end] == '}') {
          return (type.mandatory() & ~given) == 0 ? end + 1 : GIVE_UP;
        }
        if (record[end] != ',') {
          return GIVE_UP;
        }
      }
      at = end + 1;
      if (record[at] <= ' ') {
        at = space.skip(record, at, to);
      }
      previous = field;
    }
  }

  /**
   * Finds the member that stands in the record where another one was guessed: {@link #found}.
   *
   * @return the place after its colon; {@code to} if there is none
   */
  private int find(PlainType type, PlainField previous, byte[] record, int at, int to) {
    found = type.start();
    if (at >= to) {
      return to;
    }
    PlainField field = type.find(previous, record, at);
    int end = type.isUnknown(field) ? newName(type, record, at, to) : at + field.name.length;
    found = field;
    int colon = end < 0 ? to : space.skip(record, end, to);
    return record[colon] == ':' ? colon + 1 : to;
  }

  private int newName(PlainType type, byte[] record, int at, int to) {
    int end = skip.name(record, at, to);
    if (end > 0) {
      type.learn(record, at + 1, end - 1);
    }
    return end;
  }
}
