package io.tripline.engine.event;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A flyweight on the bytes of one event. Not thread-safe. */
public final class EventView {
  private byte[] bytes = {};
  private int base;

  /** Looks at the event that starts at {@code base}. */
  public EventView wrap(byte[] bytes, int base) {
    this.bytes = bytes;
    this.base = base;
    return this;
  }

  /** Turns to what lies behind the event in the same bytes: another one, or nothing. */
  public void next() {
    base += length();
  }

  public byte[] bytes() {
    return bytes;
  }

  public int base() {
    return base;
  }

  public int length() {
    return Bytes.getInt(bytes, base + EventLayout.LENGTH);
  }

  public int typeId() {
    return Bytes.getInt(bytes, base + EventLayout.TYPE);
  }

  /** Event time, ms since 1970. */
  public long time() {
    return Bytes.getLong(bytes, base + EventLayout.TIME);
  }

  public int source() {
    return Bytes.getInt(bytes, base + EventLayout.SOURCE) & ~EventLayout.ASKED;
  }

  /** Whether somebody asked what the rules say of it, and is to be told the same again. */
  public boolean isAsked() {
    return Bytes.getInt(bytes, base + EventLayout.SOURCE) < 0;
  }

  public int schemaId() {
    return Bytes.getInt(bytes, base + EventLayout.SCHEMA);
  }

  /** The record as it arrived. */
  public byte[] raw() {
    int from = base + Bytes.getInt(bytes, base + EventLayout.RAW_OFFSET);
    return Arrays.copyOfRange(
        bytes, from, from + Bytes.getInt(bytes, base + EventLayout.RAW_LENGTH));
  }

  /** Bytes of the event without its raw record. */
  int lengthWithoutRecord() {
    return Bytes.getInt(bytes, base + EventLayout.RAW_OFFSET);
  }

  /** A copy of the event without its raw record: all that rules read of it. */
  public byte[] withoutRecord() {
    int length = lengthWithoutRecord();
    byte[] copy = Arrays.copyOfRange(bytes, base, base + length);
    Bytes.putInt(copy, EventLayout.LENGTH, length);
    Bytes.putInt(copy, EventLayout.RAW_LENGTH, 0);
    return copy;
  }

  /** The eight bytes at an offset of the layout. */
  public long longAt(int offset) {
    return Bytes.getLong(bytes, base + offset);
  }

  public double doubleAt(int offset) {
    return Bytes.getDouble(bytes, base + offset);
  }

  /** The string whose slot lies at {@code offset}, or null. */
  public @Nullable Utf8 textAt(int offset, Utf8 view) {
    long slot = Bytes.getLong(bytes, base + offset);
    return slot == Nulls.NO_STRING
        ? null
        : view.wrap(bytes, base + (int) (slot >>> 32), (int) slot);
  }

  /** The address whose slot lies at {@code offset}, or null. Allocates. */
  public @Nullable IpAddress ipAt(int offset) {
    return longAt(offset) == Nulls.LONG
        ? null
        : new IpAddress(longAt(offset + 8), longAt(offset + 16));
  }

  /** The place whose slot lies at {@code offset}, or null. Allocates. */
  public @Nullable Geo geoAt(int offset) {
    double lat = doubleAt(offset);
    return Double.isNaN(lat) ? null : new Geo(lat, doubleAt(offset + 8));
  }

  /** Whether the event lacks the id that its type has. */
  public boolean lacksId(EventLayout layout) {
    int field = layout.type().idField();
    boolean isText = layout.type().fields().get(field).type() == Type.Simple.STRING;
    return longAt(layout.offset(field)) == (isText ? Nulls.NO_STRING : Nulls.LONG);
  }

  /**
   * The event's id as alerts show it: the {@code @id} field, else the event's number.
   *
   * @param number the event's place among all events, from 1
   */
  public String id(EventLayout layout, long number) {
    int field = layout.type().idField();
    if (field == EventType.NO_ID) {
      return Long.toString(number);
    }
    int offset = layout.offset(field);
    long slot = longAt(offset);
    if (layout.type().fields().get(field).type() == Type.Simple.STRING) {
      return new String(bytes, base + (int) (slot >>> 32), (int) slot, StandardCharsets.UTF_8);
    }
    return Long.toString(slot);
  }
}
