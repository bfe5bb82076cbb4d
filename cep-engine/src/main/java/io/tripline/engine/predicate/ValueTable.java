package io.tripline.engine.predicate;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** From the value of one field to a number from 0 on, by hash. Immutable. */
final class ValueTable {
  private static final int ABSENT = -1;

  private final int mask;
  private final int[] numbers;

  /** For texts their hashes, for numbers their keys. */
  private final long[] keys;

  private final byte[] @Nullable [] texts;

  private ValueTable(int size, boolean onText) {
    int capacity = Integer.highestOneBit(Math.max(1, size) * 2 - 1) * 2;
    this.mask = capacity - 1;
    this.numbers = new int[capacity];
    Arrays.fill(numbers, ABSENT);
    this.keys = new long[capacity];
    this.texts = new byte[onText ? capacity : 0] @Nullable [];
  }

  /** A table of keys; each has its place in the list as its number. */
  static ValueTable ofKeys(List<Long> keys) {
    ValueTable table = new ValueTable(keys.size(), false);
    for (int i = 0; i < keys.size(); i++) {
      int at = table.place(keys.get(i));
      while (table.numbers[at] != ABSENT) {
        at = at + 1 & table.mask;
      }
      table.keys[at] = keys.get(i);
      table.numbers[at] = i;
    }
    return table;
  }

  /** A table of texts; each has its place in the map's order as its number. */
  static ValueTable ofTexts(SequencedMap<String, ?> texts) {
    ValueTable table = new ValueTable(texts.size(), true);
    int number = 0;
    for (String text : texts.keySet()) {
      byte[] utf8 = FieldTest.utf8(text);
      long hash = hash(utf8, 0, utf8.length);
      int at = table.place(hash);
      while (table.numbers[at] != ABSENT) {
        at = at + 1 & table.mask;
      }
      table.keys[at] = hash;
      table.texts[at] = utf8;
      table.numbers[at] = number++;
    }
    return table;
  }

  private int place(long key) {
    long h = key * 0x9E37_79B9_7F4A_7C15L;
    return (int) (h >>> 32) & mask;
  }

  /** Of texts up to 16 bytes, which most are, by two reads that overlap. */
  private static long hash(byte[] bytes, int from, int length) {
    long first;
    long last;
    if (length > 16) {
      return Bytes.hash(bytes, from, length);
    } else if (length >= 8) {
      first = Bytes.getLong(bytes, from);
      last = Bytes.getLong(bytes, from + length - 8);
    } else if (length >= 4) {
      first = Bytes.getInt(bytes, from);
      last = Bytes.getInt(bytes, from + length - 4);
    } else if (length > 0) {
      first = bytes[from] << 16 | (bytes[from + (length >>> 1)] & 0xFF) << 8;
      last = bytes[from + length - 1];
    } else {
      return 0;
    }
    long h = (first + length) * 0x9E37_79B9_7F4A_7C15L ^ last;
    h *= 0xC4CE_B9FE_1A85_EC53L;
    return h ^ h >>> 32;
  }

  /** The number of a key, or −1. */
  int of(long key) {
    int at = place(key);
    while (numbers[at] != ABSENT && keys[at] != key) {
      at = at + 1 & mask;
    }
    return numbers[at];
  }

  /** The number of the text that a slot of an event names, or −1, also for null. */
  int ofText(byte[] bytes, int base, long slot) {
    if (slot == Nulls.NO_STRING) {
      return ABSENT;
    }
    int from = base + (int) (slot >>> 32);
    int length = (int) slot;
    long hash = hash(bytes, from, length);
    int at = place(hash);
    while (numbers[at] != ABSENT) {
      byte[] text = texts[at];
      if (keys[at] == hash
          && text != null
          && Arrays.equals(bytes, from, from + length, text, 0, text.length)) {
        return numbers[at];
      }
      at = at + 1 & mask;
    }
    return ABSENT;
  }
}
