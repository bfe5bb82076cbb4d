package io.tripline.ingest.json;

import io.tripline.engine.event.Bytes;

/**
 * Strings of JSON, eight bytes at a time: copied with their escapes undone, or read over. Methods
 * return the place after the closing quote, or −1 where there is none before {@code to}, or where
 * something is not plain, or no UTF-8. Not thread-safe.
 */
final class PlainText {
  /** So many bytes must be readable after {@code to}, and writable after the text. */
  static final int BEYOND = 3 * Long.BYTES;

  private static final int GIVE_UP = -1;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private int end;

  /** Where the text ends that was copied last. */
  int end() {
    return end;
  }

  /**
   * Copies a string to {@code target[put]} and on.
   *
   * @param from its first byte after the quote
   */
  int copy(byte[] record, int from, int to, byte[] target, int put) {
    int at = from;
    int shift = put - from;
    long seen = 0;
    while (at < to) {
      // Two words at once, as most strings are that short: the processor guesses badly whether a
      // short loop goes on.
      long first = Bytes.getLong(record, at);
      long second = Bytes.getLong(record, at + Long.BYTES);
      Bytes.putLong(target, at + shift, first);
      Bytes.putLong(target, at + shift + Long.BYTES, second);
      seen |= first | second;
      long inFirst = JsonStrings.special(first);
      long inSecond = JsonStrings.special(second);
      if ((inFirst | inSecond) == 0) {
        at += 2 * Long.BYTES;
        continue;
      }
      at += place(inFirst, inSecond);
      if (record[at] == '"') {
        end = at + shift;
        return afterQuote(record, from, at, seen);
      }
      if (record[at] != '\\') {
        return GIVE_UP; // a control character, which JSON forbids
      }
      int after = unescape(record, at, target, at + shift);
      if (after < 0) {
        return GIVE_UP;
      }
      at = after;
      shift = end - after;
    }
    return GIVE_UP;
  }

  /** Writes what is escaped; half of a surrogate pair is for others to judge. */
  private int unescape(byte[] record, int backslash, byte[] target, int put) {
    byte simple = unescaped(record[backslash + 1]);
    if (simple != 0) {
      target[put] = simple;
      end = put + 1;
      return backslash + 2;
    }
    int c = hex(record, backslash);
    if (c < 0) {
      return GIVE_UP;
    }
    if (c < 0x80) {
      target[put] = (byte) c;
      end = put + 1;
    } else if (c < 0x800) {
      target[put] = (byte) (0xC0 | c >> 6);
      target[put + 1] = (byte) (0x80 | c & 0x3F);
      end = put + 2;
    } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      int low = hex(record, backslash + 6);
      if (c > Character.MAX_HIGH_SURROGATE
          || low < Character.MIN_LOW_SURROGATE
          || low > Character.MAX_LOW_SURROGATE) {
        return GIVE_UP;
      }
      int point = Character.toCodePoint((char) c, (char) low);
      target[put] = (byte) (0xF0 | point >> 18);
      target[put + 1] = (byte) (0x80 | point >> 12 & 0x3F);
      target[put + 2] = (byte) (0x80 | point >> 6 & 0x3F);
      target[put + 3] = (byte) (0x80 | point & 0x3F);
      end = put + 4;
      return backslash + 12;
    } else {
      target[put] = (byte) (0xE0 | c >> 12);
      target[put + 1] = (byte) (0x80 | c >> 6 & 0x3F);
      target[put + 2] = (byte) (0x80 | c & 0x3F);
      end = put + 3;
    }
    return backslash + 6;
  }

  /** What a letter after a backslash stands for; 0 for none, or for more than one letter. */
  private static byte unescaped(byte letter) {
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> 0;
    };
  }

  /** The number in an escape of six letters, or −1. */
  private static int hex(byte[] record, int backslash) {
    if (record[backslash] != '\\' || record[backslash + 1] != 'u') {
      return GIVE_UP;
    }
    int value = 0;
    for (int i = 2; i < 6; i++) {
      value = value << 4 | Character.digit(record[backslash + i], 16);
    }
    return value; // negative if a digit was
  }

  /** Reads over a string, escapes included. */
  int skip(byte[] record, int from, int to) {
    int at = from;
    long seen = 0;
    while (at < to) {
      long first = Bytes.getLong(record, at);
      long second = Bytes.getLong(record, at + Long.BYTES);
      seen |= first | second;
      long inFirst = JsonStrings.special(first);
      long inSecond = JsonStrings.special(second);
      if ((inFirst | inSecond) == 0) {
        at += 2 * Long.BYTES;
        continue;
      }
      at += place(inFirst, inSecond);
      if (record[at] == '"') {
        return afterQuote(record, from, at, seen);
      }
      if (record[at] != '\\') {
        return GIVE_UP; // a control character, which JSON forbids
      }
      if (unescaped(record[at + 1]) != 0) {
        at += 2;
      } else if (hex(record, at) >= 0) {
        at += 6;
      } else {
        return GIVE_UP;
      }
    }
    return GIVE_UP;
  }

  /** The place after the quote of a string in which nothing is escaped. */
  int plainEnd(byte[] record, int from, int to) {
    long seen = 0;
    for (int at = from; at < to; at += 2 * Long.BYTES) {
      long first = Bytes.getLong(record, at);
      long second = Bytes.getLong(record, at + Long.BYTES);
      seen |= first | second;
      long inFirst = JsonStrings.special(first);
      long inSecond = JsonStrings.special(second);
      if ((inFirst | inSecond) != 0) {
        int end = at + place(inFirst, inSecond);
        return record[end] == '"' ? afterQuote(record, from, end, seen) : GIVE_UP;
      }
    }
    return GIVE_UP;
  }

  /**
   * The place after a closing quote, if all before it is UTF-8.
   *
   * @param seen has a high bit if there is something beyond ASCII
   */
  private static int afterQuote(byte[] record, int from, int quote, long seen) {
    return (seen & HIGH_BITS) == 0 || Utf8Check.firstInvalid(record, from, quote) < 0
        ? quote + 1
        : GIVE_UP;
  }

  /** Which of sixteen bytes is the first that is marked. */
  private static int place(long inFirst, long inSecond) {
    int of = Long.numberOfTrailingZeros(inFirst != 0 ? inFirst : inSecond) >> 3;
    return inFirst != 0 ? of : of + Long.BYTES;
  }
}
