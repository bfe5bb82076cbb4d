package io.tripline.ingest.json;

import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The quick way for records as programs usually write them: nothing escaped, nothing nested but
 * places, {@code type} first where there are several types. Strings go from the record to the event
 * as they are, and a name is first compared with the one that stood in its place before.
 *
 * <p>It never rejects. Whatever is not plain, or is wrong in any way, it gives up on, and the
 * careful way (Jackson, {@link EventFields}) decides. So all it has to be sure of is what it takes:
 * that it is JSON, and that the careful way would make the same event of it. A test compares them.
 *
 * <p>Not thread-safe.
 */
final class PlainRecords {
  private static final int GIVE_UP = -1;
  private static final QuotedName TYPE = new QuotedName(EventFields.TYPE);

  /** After so many records in a row that were not plain, only one in so many is tried. */
  private static final int PATIENCE = 16;

  private final DecodeLimits limits;
  private int source;
  private final List<PlainType> types = new ArrayList<>();
  private final PlainValues values;
  private int misses;

  PlainRecords(Schema schema, FieldReaders readers, int source, DecodeLimits limits) {
    this.limits = limits;
    this.source = source;
    this.values = new PlainValues(limits);
    for (EventLayout layout : schema.layouts()) {
      types.add(new PlainType(layout, readers));
    }
  }

  /** The events that follow are of this source. */
  void source(int number) {
    source = number;
  }

  /**
   * Decodes a record that is UTF-8 and not empty, and has nothing around it.
   *
   * @return false if it is left to the careful way; an event may have been begun
   */
  boolean decode(byte[] record, int from, int to, EventWriter out) {
    if (misses >= PATIENCE && misses++ % PATIENCE != 0) {
      return false;
    }
    boolean plain = record[from] == '{' && decodeObject(record, from, to, out);
    misses = plain ? 0 : misses + 1;
    return plain;
  }

  private boolean decodeObject(byte[] record, int from, int to, EventWriter out) {
    int at = PlainValues.skipSpace(record, from + 1, to);
    PlainType type = types.size() == 1 ? types.getFirst() : typeInFront(record, at, to);
    if (type == null || !type.isPlain()) {
      return false;
    }
    out.begin(type.layout());
    if (!readMembers(type, record, at, to, out)
        || out.begunLength() + to - from > limits.maxEventBytes()) {
      return false;
    }
    out.end(source, record, from, to - from);
    return true;
  }

  private @Nullable PlainType typeInFront(byte[] record, int from, int to) {
    if (!TYPE.standsAt(record, from, to)) {
      return null;
    }
    int at = PlainValues.afterColon(record, from + TYPE.length(), to);
    if (at < 0) {
      return null;
    }
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i).name().standsAt(record, at, to)) {
        return types.get(i);
      }
    }
    return null;
  }

  private boolean readMembers(PlainType type, byte[] record, int from, int to, EventWriter out) {
    long given = 0;
    int at = from;
    for (int place = 0; ; place++) {
      int field = type.fieldAt(place, record, at, to);
      int value =
          field == PlainType.UNKNOWN
              ? values.unknownMember(record, at, to)
              : PlainValues.afterColon(record, at + type.name(field).length(), to);
      if (value < 0) {
        return false;
      }
      long bit = field < 0 ? 0 : 1L << field;
      if ((given & bit) != 0) {
        return false; // named twice
      }
      boolean isNull = record[value] == 'n';
      at = read(type, field, record, value, to, out);
      if (at < 0) {
        return false;
      }
      if (!isNull) {
        given |= bit;
      }
      at = PlainValues.skipSpace(record, at, to);
      if (at == to) {
        return false;
      }
      if (record[at] == '}') {
        return at + 1 == to && (type.mandatory() & ~given) == 0;
      }
      if (record[at] != ',') {
        return false;
      }
      at = PlainValues.skipSpace(record, at + 1, to);
    }
  }

  /** The place after the value that starts at {@code at}, when it has been read. */
  private int read(PlainType type, int field, byte[] record, int at, int to, EventWriter out) {
    if (field == type.typeField()) {
      return type.name().standsAt(record, at, to) ? at + type.name().length() : GIVE_UP;
    }
    return field == PlainType.UNKNOWN
        ? values.skip(record, at, to)
        : values.read(type.reader(field), record, at, to, out, field);
  }
}
