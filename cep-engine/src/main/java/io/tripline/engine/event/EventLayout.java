package io.tripline.engine.event;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import java.util.ArrayList;
import java.util.List;

/** Where the fields of one event type lie (see the package's picture). Immutable. */
public final class EventLayout {
  static final int LENGTH = 0;
  static final int TYPE = 4;
  static final int TIME = 8;
  static final int SOURCE = 16;
  static final int RAW_OFFSET = 20;
  static final int RAW_LENGTH = 24;
  static final int SCHEMA = 28;
  static final int HEADER = 32;

  private final EventType type;
  private final int typeId;
  private final int schemaId;
  private final int[] offsets;
  private final List<KeyLayout> keys;
  private final int keysOffset;
  private final byte[] blank;

  EventLayout(EventType type, int typeId, int schemaId, List<List<Integer>> keyFields) {
    this.type = type;
    this.typeId = typeId;
    this.schemaId = schemaId;
    this.offsets = new int[type.fields().size()];
    int at = HEADER;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = at;
      at += slotBytes(type.fields().get(i).type());
    }
    this.keysOffset = at;
    List<KeyLayout> layouts = new ArrayList<>();
    for (List<Integer> fields : keyFields) {
      layouts.add(new KeyLayout(type, fields, offsets));
    }
    this.keys = List.copyOf(layouts);
    this.blank = blankEvent(at + 8 * keys.size());
  }

  private static int slotBytes(Type type) {
    return type == Type.Simple.GEO ? 16 : type == Type.Simple.IP ? 24 : 8;
  }

  private byte[] blankEvent(int length) {
    byte[] bytes = new byte[length];
    Bytes.putInt(bytes, LENGTH, length);
    Bytes.putInt(bytes, TYPE, typeId);
    Bytes.putInt(bytes, SCHEMA, schemaId);
    for (int i = 0; i < offsets.length; i++) {
      Type fieldType = type.fields().get(i).type();
      if (fieldType == Type.Simple.STRING) {
        Bytes.putLong(bytes, offsets[i], Nulls.NO_STRING);
      } else if (fieldType == Type.Simple.DOUBLE || fieldType == Type.Simple.GEO) {
        Bytes.putDouble(bytes, offsets[i], Nulls.DOUBLE);
      } else {
        Bytes.putLong(bytes, offsets[i], Nulls.LONG);
      }
    }
    return bytes;
  }

  public EventType type() {
    return type;
  }

  /** Index of the type in its schema. */
  public int typeId() {
    return typeId;
  }

  /** Where the slot of a field starts, from the event's first byte. */
  public int offset(int field) {
    return offsets[field];
  }

  /** Bytes of the part before the strings. */
  public int fixedLength() {
    return blank.length;
  }

  /** The keys that rules use with this type. */
  public List<KeyLayout> keys() {
    return keys;
  }

  /** Where the hash of the key with that index lies. */
  public int keyHashOffset(int key) {
    return keysOffset + 8 * key;
  }

  /** The index of the key made of these fields. */
  public int keyIndex(List<Integer> fields) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).fields().equals(fields)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no key " + fields + " in " + type.name());
  }

  /** Whether an event under another layout means the same here: it has the same fields. */
  boolean readsAs(EventLayout other) {
    return type.name().equals(other.type.name())
        && type.fields().equals(other.type.fields())
        && type.timeField() == other.type.timeField()
        && type.idField() == other.type.idField();
  }

  /**
   * An event under this layout that was written under another, which has the same fields but
   * perhaps other keys.
   */
  byte[] convert(EventLayout from, byte[] event) {
    int moved = fixedLength() - from.fixedLength();
    byte[] converted = new byte[event.length + moved];
    System.arraycopy(event, 0, converted, 0, keysOffset);
    int texts = event.length - from.fixedLength();
    System.arraycopy(event, from.fixedLength(), converted, fixedLength(), texts);
    Bytes.putInt(converted, LENGTH, converted.length);
    Bytes.putInt(converted, TYPE, typeId);
    Bytes.putInt(converted, SCHEMA, schemaId);
    Bytes.putInt(converted, RAW_OFFSET, Bytes.getInt(event, RAW_OFFSET) + moved);
    for (int i = 0; i < offsets.length; i++) {
      long slot = Bytes.getLong(converted, offsets[i]);
      if (type.fields().get(i).type() == Type.Simple.STRING && slot != Nulls.NO_STRING) {
        Bytes.putLong(converted, offsets[i], slot + ((long) moved << 32));
      }
    }
    KeyBuffer key = new KeyBuffer();
    for (int i = 0; i < keys.size(); i++) {
      long hash = keys.get(i).write(converted, 0, key) ? key.hash() : 0;
      Bytes.putLong(converted, keyHashOffset(i), hash);
    }
    return converted;
  }

  /** An event of this type in which every field is null. Not to be written to. */
  byte[] blank() {
    return blank;
  }
}
