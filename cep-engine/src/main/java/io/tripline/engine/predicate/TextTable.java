package io.tripline.engine.predicate;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import java.util.Arrays;
import java.util.SequencedMap;

/**
 * From texts to numbers from 0 on, by hash. A text of up to 16 bytes, which most are, is its length
 * and two words that overlap: they lie in the table, so that one place in memory decides.
 * Immutable.
 */
final class TextTable {
  private static final int ABSENT = -1;
  private static final int SHORT = 16;

  // An entry: both words (of a long text its hash and 0); length and number, 0 where there is none.
  private static final int FIRST = 0;
  private static final int LAST = 1;
  private static final int WHAT = 2;
  private static final int WORDS = 4;
  // Where entries begin, so that none of them lies in two lines of a cache.
  private static final int BEGIN = 2;

  private final int mask;
  private final int shift;
  private final long[] entries;
  private final byte[][] texts;

  /** Each text has its place in the map's order as its number. */
  TextTable(SequencedMap<String, ?> all) {
    int capacity = Integer.highestOneBit(Math.max(1, all.size()) * 2 - 1) * 2;
    this.mask = capacity - 1;
    this.shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
    this.entries = new long[BEGIN + WORDS * capacity];
    this.texts = all.keySet().stream().map(FieldTest::utf8).toArray(byte[][]::new);
    for (int number = 0; number < texts.length; number++) {
      byte[] text = texts[number];
      long first = first(text, 0, text.length);
      long last = last(text, 0, text.length);
      int at = place(first, last, text.length);
      while (entries[at + WHAT] != 0) {
        at = next(at);
      }
      entries[at + FIRST] = first;
      entries[at + LAST] = last;
      entries[at + WHAT] = (long) text.length << Integer.SIZE | number + 1;
    }
  }

  private static long first(byte[] bytes, int from, int length) {
    if (length > SHORT) {
      return Bytes.hash(bytes, from, length);
    } else if (length >= 8) {
      return Bytes.getLong(bytes, from);
    } else if (length >= 4) {
      return Bytes.getInt(bytes, from);
    }
    return length == 0 ? 0 : bytes[from] << 8 | bytes[from + (length >>> 1)] & 0xFF;
  }

  private static long last(byte[] bytes, int from, int length) {
    if (length > SHORT) {
      return 0;
    } else if (length >= 8) {
      return Bytes.getLong(bytes, from + length - 8);
    } else if (length >= 4) {
      return Bytes.getInt(bytes, from + length - 4);
    }
    return length == 0 ? 0 : bytes[from + length - 1];
  }

  /** Where the entry of a text is, or the first that it may be in. */
  private int place(long first, long last, int length) {
    long h = (first + length) * 0x9E37_79B9_7F4A_7C15L ^ last;
    h = (h ^ h >>> 32) * 0xC4CE_B9FE_1A85_EC53L;
    return BEGIN + WORDS * (int) (h >>> shift);
  }

  private int next(int at) {
    return BEGIN + (at - BEGIN + WORDS & WORDS * mask + WORDS - 1);
  }

  /** The number of the text that a slot of an event names, or −1, also for null. */
  int of(byte[] bytes, int base, long slot) {
    if (slot == Nulls.NO_STRING) {
      return ABSENT;
    }
    int from = base + (int) (slot >>> 32);
    int length = (int) slot;
    long first = first(bytes, from, length);
    long last = last(bytes, from, length);
    int at = place(first, last, length);
    for (long what = entries[at + WHAT]; what != 0; what = entries[at + WHAT]) {
      int number = (int) what - 1;
      if (entries[at + FIRST] == first
          && entries[at + LAST] == last
          && what >>> Integer.SIZE == length
          && (length <= SHORT || isText(number, bytes, from, length))) {
        return number;
      }
      at = next(at);
    }
    return ABSENT;
  }

  private boolean isText(int number, byte[] bytes, int from, int length) {
    byte[] text = texts[number];
    return Arrays.equals(bytes, from, from + length, text, 0, text.length);
  }
}
