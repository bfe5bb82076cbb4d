package io.tripline.engine.event;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

  /** In the number of the source: somebody waits for what the rules say of the event. */
  static final int ASKED = Integer.MIN_VALUE;

  /**
   * Where values of fields without a slot may be written while an event is begun, 16 bytes at most:
   * the part of the header that is written when the event ends.
   */
  static final int SCRATCH = SOURCE;

  private static final int NO_SLOT = -1;

  private final EventType type;
  private final int typeId;
  private final int schemaId;
  private final int[] offsets;
  private final List<KeyLayout> keys;
  private final KeyLayout[] keyLayouts;
  private final int keysOffset;
  private final byte[] blank;
  private final FeatureSlots features;
  // The same of all layouts that are known to have fields where this one has them.
  private final Object fieldPlaces;

  /**
   * @param read the fields that have a slot, in the order of their slots
   * @param keysFirst whether the hashes of keys lie before the slots, else behind them; then slots
   *     lie where they do whatever the keys are
   * @param features that are read at events of the type; they lie before the event, and only while
   *     it is matched
   * @param before the layout of the type in a schema before this one; null if it had none
   */
  EventLayout(
      EventType type,
      int typeId,
      int schemaId,
      List<List<Integer>> keyFields,
      int[] read,
      boolean keysFirst,
      FeatureSlots features,
      @Nullable EventLayout before) {
    this.type = type;
    this.typeId = typeId;
    this.schemaId = schemaId;
    this.features = features;
    this.offsets = new int[type.fields().size()];
    Arrays.fill(offsets, NO_SLOT);
    int hashes = 8 * keyFields.size();
    int at = keysFirst ? HEADER + hashes : HEADER;
    for (int field : read) {
      if (field == type.timeField()) {
        offsets[field] = TIME; // it is in the header anyway
      } else {
        offsets[field] = at;
        at += slotBytes(type.fields().get(field).type());
      }
    }
    this.keysOffset = keysFirst ? HEADER : at;
    List<KeyLayout> layouts = new ArrayList<>();
    for (List<Integer> fields : keyFields) {
      layouts.add(new KeyLayout(type, fields, offsets));
    }
    this.keys = List.copyOf(layouts);
    this.keyLayouts = layouts.toArray(KeyLayout[]::new);
    this.blank = blankEvent(keysFirst ? at : at + hashes);
    this.fieldPlaces =
        before != null && hasFieldsWhereItDoes(before) ? before.fieldPlaces : new Object();
  }

  /** Bytes of a slot for values of a type. */
  static int slotBytes(Type type) {
    return type == Type.Simple.GEO ? 16 : type == Type.Simple.IP ? 24 : 8;
  }

  /** Writes null into a slot for values of a type. */
  static void putNull(byte[] bytes, int slot, Type type) {
    if (type == Type.Simple.STRING) {
      Bytes.putLong(bytes, slot, Nulls.NO_STRING);
    } else if (isReal(type) || type == Type.Simple.GEO) {
      Bytes.putDouble(bytes, slot, Nulls.DOUBLE);
    } else {
      Bytes.putLong(bytes, slot, Nulls.LONG);
    }
  }

  private static boolean isReal(Type type) {
    return type == Type.Simple.DOUBLE || type == Type.Simple.LENGTH || type == Type.Simple.SPEED;
  }

  private byte[] blankEvent(int length) {
    byte[] bytes = new byte[length];
    Bytes.putInt(bytes, LENGTH, length);
    Bytes.putInt(bytes, TYPE, typeId);
    Bytes.putInt(bytes, SCHEMA, schemaId);
    for (int i = 0; i < offsets.length; i++) {
      if (hasSlot(i)) {
        putNull(bytes, offsets[i], type.fields().get(i).type());
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

  int schemaId() {
    return schemaId;
  }

  /** Whether events hold the field; if not, no rule reads it. */
  public boolean hasSlot(int field) {
    return offsets[field] != NO_SLOT;
  }

  /**
   * Where the slot of a field starts, from the event's first byte.
   *
   * @throws IllegalArgumentException if it has none; see {@link #hasSlot}
   */
  public int offset(int field) {
    int offset = offsets[field];
    if (offset == NO_SLOT) {
      throw noSlot(field);
    }
    return offset;
  }

  /** Where the values of features lie that rules read at events of the type. */
  public FeatureSlots features() {
    return features;
  }

  private IllegalArgumentException noSlot(int field) {
    return new IllegalArgumentException(
        "events do not hold " + type.name() + "." + type.fields().get(field).name());
  }

  /**
   * Where a value of the field may be written while an event is begun: its slot; without one, a
   * place that is written again when the event ends. For types of up to 16 bytes.
   */
  public int writeOffset(int field) {
    return hasSlot(field) ? offsets[field] : SCRATCH;
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

  /**
   * Writes the hashes of an event's keys.
   *
   * @param scratch its contents are lost
   */
  void putKeyHashes(byte[] event, int base, KeyBuffer scratch) {
    for (int i = 0; i < keyLayouts.length; i++) {
      Bytes.putLong(event, base + keyHashOffset(i), keyLayouts[i].hash(event, base, scratch));
    }
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

  /**
   * Whether an event under another layout means the same here: it has the same fields, and holds
   * all that are held here.
   */
  boolean readsAs(EventLayout other) {
    return type.name().equals(other.type.name())
        && type.fields().equals(other.type.fields())
        && type.timeField() == other.type.timeField()
        && type.idField() == other.type.idField()
        && IntStream.range(0, offsets.length).allMatch(f -> !hasSlot(f) || other.hasSlot(f));
  }

  /**
   * Whether its fields lie where they do in a layout of another schema, and its type has the same
   * number there, so that code which reads fields of events of the one reads those of the other.
   * Keys are not asked about, nor features: see {@link FeatureSlots#hasAlike}.
   */
  public boolean isLike(EventLayout other) {
    return fieldPlaces == other.fieldPlaces || hasFieldsWhereItDoes(other);
  }

  private boolean hasFieldsWhereItDoes(EventLayout other) {
    return typeId == other.typeId
        && type.name().equals(other.type.name())
        && type.fields().equals(other.type.fields())
        && type.timeField() == other.type.timeField()
        && type.idField() == other.type.idField()
        && Arrays.equals(offsets, other.offsets);
  }

  /** An event under this layout that was written under another, which reads as this one. */
  byte[] convert(EventLayout from, byte[] event) {
    int moved = fixedLength() - from.fixedLength();
    byte[] converted = Arrays.copyOf(blank, event.length + moved);
    System.arraycopy(event, TIME, converted, TIME, SCHEMA - TIME);
    int texts = event.length - from.fixedLength();
    System.arraycopy(event, from.fixedLength(), converted, fixedLength(), texts);
    Bytes.putInt(converted, LENGTH, converted.length);
    Bytes.putInt(converted, RAW_OFFSET, Bytes.getInt(event, RAW_OFFSET) + moved);
    for (int i = 0; i < offsets.length; i++) {
      if (!hasSlot(i)) {
        continue;
      }
      System.arraycopy(
          event, from.offset(i), converted, offsets[i], slotBytes(type.fields().get(i).type()));
      long slot = Bytes.getLong(converted, offsets[i]);
      if (type.fields().get(i).type() == Type.Simple.STRING && slot != Nulls.NO_STRING) {
        Bytes.putLong(converted, offsets[i], slot + ((long) moved << 32));
      }
    }
    putKeyHashes(converted, 0, new KeyBuffer());
    return converted;
  }

  /** An event of this type in which every field is null. Not to be written to. */
  byte[] blank() {
    return blank;
  }
}
