package io.tripline.engine.contents;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import java.util.Arrays;

/**
 * Hashes and compares keys where they lie in entries: numbers in eight bytes, addresses in sixteen,
 * texts behind the slots. Immutable.
 */
final class EntryKeys {
  private enum Kind {
    NUMBER,
    ADDRESS,
    TEXT
  }

  private final Kind kind;
  private final int offset;

  EntryKeys(EntryForm form) {
    this.offset = form.layout().offset(EntryForm.KEY);
    this.kind =
        form.keyType() == Type.Simple.STRING
            ? Kind.TEXT
            : form.keyType() == Type.Simple.IP ? Kind.ADDRESS : Kind.NUMBER;
  }

  static int hash(long number) {
    long h = number * 0x9E37_79B9_7F4A_7C15L;
    return (int) (h ^ h >>> 32);
  }

  static int hash(long high, long low) {
    return hash(high * 31 + low);
  }

  static int hash(byte[] text, int from, int length) {
    long h = Bytes.hash(text, from, length);
    return (int) (h ^ h >>> 32);
  }

  /** The hash of an entry's key. */
  int hash(byte[] bytes, int base) {
    return switch (kind) {
      case NUMBER -> hash(number(bytes, base));
      case ADDRESS -> hash(number(bytes, base + 8), number(bytes, base + 16));
      case TEXT -> hash(bytes, textAt(bytes, base), textLength(bytes, base));
    };
  }

  private long number(byte[] bytes, int base) {
    return Bytes.getLong(bytes, base + offset);
  }

  private int textAt(byte[] bytes, int base) {
    return base + (int) (number(bytes, base) >>> 32);
  }

  private int textLength(byte[] bytes, int base) {
    return (int) number(bytes, base);
  }

  boolean is(Entry entry, long number) {
    return entry != Entry.FORGOTTEN && number(entry.bytes(), entry.base()) == number;
  }

  boolean is(Entry entry, long high, long low) {
    return entry != Entry.FORGOTTEN
        && number(entry.bytes(), entry.base() + 8) == high
        && number(entry.bytes(), entry.base() + 16) == low;
  }

  boolean is(Entry entry, byte[] text, int from, int length) {
    if (entry == Entry.FORGOTTEN) {
      return false;
    }
    byte[] bytes = entry.bytes();
    int at = textAt(bytes, entry.base());
    return textLength(bytes, entry.base()) == length
        && Arrays.equals(bytes, at, at + length, text, from, from + length);
  }

  /** Whether an entry has the key of another. */
  boolean isSame(Entry entry, byte[] bytes, int base) {
    return switch (kind) {
      case NUMBER -> is(entry, number(bytes, base));
      case ADDRESS -> is(entry, number(bytes, base + 8), number(bytes, base + 16));
      case TEXT -> is(entry, bytes, textAt(bytes, base), textLength(bytes, base));
    };
  }

  /** Whether an entry has a key at all. */
  boolean hasKey(byte[] bytes, int base) {
    return number(bytes, base) != (kind == Kind.TEXT ? Nulls.NO_STRING : Nulls.LONG);
  }

  /** The order in which entries are listed: numbers and addresses by size, texts by code point. */
  int compare(byte[] a, int baseA, byte[] b, int baseB) {
    return switch (kind) {
      case NUMBER -> Long.compare(number(a, baseA), number(b, baseB));
      case ADDRESS -> {
        int high = Long.compareUnsigned(number(a, baseA + 8), number(b, baseB + 8));
        yield high != 0 ? high : Long.compareUnsigned(number(a, baseA + 16), number(b, baseB + 16));
      }
      case TEXT -> {
        int atA = textAt(a, baseA);
        int atB = textAt(b, baseB);
        yield Arrays.compareUnsigned(
            a, atA, atA + textLength(a, baseA), b, atB, atB + textLength(b, baseB));
      }
    };
  }

  /** The bytes of an entry's key, by which it is stored. */
  byte[] copy(byte[] bytes, int base) {
    return switch (kind) {
      case NUMBER -> Arrays.copyOfRange(bytes, base + offset, base + offset + 8);
      case ADDRESS -> Arrays.copyOfRange(bytes, base + offset + 8, base + offset + 24);
      case TEXT -> {
        int at = textAt(bytes, base);
        yield Arrays.copyOfRange(bytes, at, at + textLength(bytes, base));
      }
    };
  }
}
