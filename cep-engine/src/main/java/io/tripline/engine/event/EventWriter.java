package io.tripline.engine.event;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Builds events one after another in a growing buffer: {@link #begin}, setters, {@link #end}, or
 * {@link #abandon} to forget the one begun. One a source thread; not thread-safe.
 */
public final class EventWriter {
  private byte[] bytes = new byte[1024];
  private int base;
  private int position;
  private int count;

  /** Where the last completed event begins. */
  private int last;

  private EventLayout layout = NONE;
  private final KeyBuffer key = new KeyBuffer();
  private final boolean keepsRecords;

  private static final EventType NO_TYPE =
      new EventType("none", List.of(), 0, EventType.NO_ID, null);

  private static final EventLayout NONE =
      new EventLayout(
          NO_TYPE, 0, 0, List.of(), new int[0], false, new FeatureSlots(NO_TYPE, Map.of()), null);

  /** A writer whose events keep their raw records. */
  public EventWriter() {
    this(true);
  }

  /**
   * @param keepsRecords whether events keep their raw records; without a journal nobody will ask
   *     for them, and they are the most of an event's bytes
   */
  public EventWriter(boolean keepsRecords) {
    this.keepsRecords = keepsRecords;
  }

  /** Forgets all events. */
  public void clear() {
    base = 0;
    position = 0;
    count = 0;
  }

  /** Starts an event with every field null. */
  public void begin(EventLayout eventLayout) {
    layout = eventLayout;
    base = position;
    byte[] blank = eventLayout.blank();
    reserve(blank.length);
    System.arraycopy(blank, 0, bytes, base, blank.length);
    position = base + blank.length;
  }

  /**
   * Starts an event likewise, to be written in place: {@link #bytes} stays the same array until
   * {@link #end}, slots lie {@link #base} + {@link EventLayout#writeOffset} in it, and texts are
   * put from {@link #position} on, each with its slot set to {@link #textSlot}; at last {@link
   * #textsEnd} says where they end.
   *
   * @param room for texts: that many bytes may be written from {@link #position} on
   */
  public void begin(EventLayout eventLayout, int room) {
    reserve(eventLayout.fixedLength() + room);
    begin(eventLayout);
  }

  /** Where the event begun starts in {@link #bytes}. */
  public int base() {
    return base;
  }

  /** Where the texts of the event begun end so far. */
  public int position() {
    return position;
  }

  /** What the slot of a text holds, for texts that are written in place. */
  public static long textSlot(int fromBase, int length) {
    return (long) fromBase << 32 | length;
  }

  /** Says where the texts end that were written in place. */
  public void textsEnd(int newPosition) {
    position = newPosition;
  }

  /**
   * Sets an int, decimal (unscaled), timestamp, duration (ms) or enum (index of its symbol).
   * Nothing is kept of a field that has no slot; so it is with all setters.
   */
  public void setLong(int field, long value) {
    Bytes.putLong(bytes, base + layout.writeOffset(field), value);
  }

  public void setBool(int field, boolean value) {
    setLong(field, value ? 1 : 0);
  }

  public void setDouble(int field, double value) {
    Bytes.putDouble(bytes, base + layout.writeOffset(field), value);
  }

  public void setGeo(int field, double lat, double lon) {
    int at = base + layout.writeOffset(field);
    Bytes.putDouble(bytes, at, lat);
    Bytes.putDouble(bytes, at + 8, lon);
  }

  public void setIp(int field, IpAddress address) {
    if (layout.hasSlot(field)) {
      int at = base + layout.offset(field);
      Bytes.putLong(bytes, at, 1);
      Bytes.putLong(bytes, at + 8, address.high());
      Bytes.putLong(bytes, at + 16, address.low());
    }
  }

  /**
   * Sets a field that is no string from what lay in the slots of another event.
   *
   * @param count bytes of them: 16 for a geo, 24 for an ip, 8 else
   */
  public void setSlots(int field, byte[] source, int offset, int count) {
    if (layout.hasSlot(field)) {
      System.arraycopy(source, offset, bytes, base + layout.offset(field), count);
    }
  }

  /** Sets a string from UTF-8 bytes, which are taken as valid. */
  public void setText(int field, byte[] utf8, int offset, int length) {
    if (!layout.hasSlot(field)) {
      return;
    }
    reserve(length);
    System.arraycopy(utf8, offset, bytes, position, length);
    placeText(field, length);
  }

  /** Sets a string from UTF-16; an unpaired surrogate becomes U+FFFD. */
  public void setText(int field, char[] chars, int offset, int length) {
    if (!layout.hasSlot(field)) {
      return;
    }
    reserve(3 * length);
    int at = position;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      char c = chars[i];
      if (c < 0x80) {
        bytes[at++] = (byte) c;
      } else if (c < 0x800) {
        bytes[at++] = (byte) (0xC0 | c >> 6);
        bytes[at++] = (byte) (0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(chars[i + 1])) {
        int point = Character.toCodePoint(c, chars[++i]);
        bytes[at++] = (byte) (0xF0 | point >> 18);
        bytes[at++] = (byte) (0x80 | point >> 12 & 0x3F);
        bytes[at++] = (byte) (0x80 | point >> 6 & 0x3F);
        bytes[at++] = (byte) (0x80 | point & 0x3F);
      } else {
        int point = Character.isSurrogate(c) ? 0xFFFD : c;
        bytes[at++] = (byte) (0xE0 | point >> 12);
        bytes[at++] = (byte) (0x80 | point >> 6 & 0x3F);
        bytes[at++] = (byte) (0x80 | point & 0x3F);
      }
    }
    placeText(field, at - position);
  }

  private void placeText(int field, int length) {
    setLong(field, textSlot(position - base, length));
    position += length;
  }

  /** Makes a field null again (a JSON object may name a field twice; the last one counts). */
  public void setNull(int field) {
    if (layout.hasSlot(field)) {
      int at = layout.offset(field);
      System.arraycopy(layout.blank(), at, bytes, base + at, 8);
    }
  }

  /**
   * Completes the event: raw record (empty if records are not kept), key hashes.
   *
   * @param source the source's number
   */
  public void end(int source, byte[] raw, int rawOffset, int rawCount) {
    int rawLength = keepsRecords ? rawCount : 0;
    Bytes.putInt(bytes, base + EventLayout.RAW_OFFSET, position - base);
    Bytes.putInt(bytes, base + EventLayout.RAW_LENGTH, rawLength);
    if (rawLength > 0) {
      reserve(rawLength);
      System.arraycopy(raw, rawOffset, bytes, position, rawLength);
      position += rawLength;
    }
    Bytes.putInt(bytes, base + EventLayout.LENGTH, position - base);
    Bytes.putInt(bytes, base + EventLayout.SOURCE, source);
    Bytes.putInt(bytes, base + EventLayout.SCHEMA, layout.schemaId());
    layout.putKeyHashes(bytes, base, key);
    last = base;
    base = position;
    count++;
  }

  /** Bytes of the event begun so far; {@link #end} adds the raw record to them. */
  public int begunLength() {
    return position - base;
  }

  /** Adds a copy of a completed event. None may be begun. */
  public void append(EventView event) {
    int length = event.length();
    reserve(length);
    System.arraycopy(event.bytes(), event.base(), bytes, position, length);
    position += length;
    last = base;
    base = position;
    count++;
  }

  /**
   * Marks the last completed event as one of which somebody asks what the rules say; there must be
   * one.
   */
  public void ask() {
    int at = last + EventLayout.SOURCE;
    Bytes.putInt(bytes, at, Bytes.getInt(bytes, at) | EventLayout.ASKED);
  }

  /** The time of the last completed event, ms; there must be one. */
  public long lastTime() {
    return Bytes.getLong(bytes, last + EventLayout.TIME);
  }

  /** Forgets the last completed event; there must be one, and it can be done once in a row. */
  public void removeLast() {
    position = last;
    base = last;
    count--;
  }

  /** Forgets the event begun. */
  public void abandon() {
    position = base;
  }

  /** Number of completed events. */
  public int count() {
    return count;
  }

  /** The events, one after another; valid until the next call of a setter. */
  public byte[] bytes() {
    return bytes;
  }

  /** Bytes of all completed events. */
  public int length() {
    return base;
  }

  private void reserve(int more) {
    if (position + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + more));
    }
  }
}
