package io.tripline.ingest.json;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the value of a member into the event begun: a method for each kind, all of one shape, so
 * that {@link MemberCode} can write a call of any. They return the place after the value, or −1 if
 * it is not plain, or is null where that is for others to decide. Not thread-safe.
 */
final class MemberReader {
  private static final int GIVE_UP = -1;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  /** The first of a place's names with the brace before it, and the second with the comma. */
  private static final long LAT = word("{\"lat\":");

  private static final long LON = word(",\"lon\":");
  private static final long NAME = QuotedName.mask(7);

  private final PlainText text;
  private final PlainValues values;
  private final PlainSkip skip;

  /** The most bytes of a number. */
  private final int longest;

  MemberReader(DecodeLimits limits, PlainText text, PlainValues values, PlainSkip skip) {
    this.longest = limits.maxNumberLength();
    this.text = text;
    this.values = values;
    this.skip = skip;
  }

  private static long word(String seven) {
    return Bytes.getLong(Arrays.copyOf(seven.getBytes(StandardCharsets.US_ASCII), Long.BYTES), 0);
  }

  int text(PlainField field, byte[] record, int at, int to, EventWriter out) {
    byte[] event = out.bytes();
    int start = out.position();
    long first = Bytes.getLong(record, at + 1);
    long second = Bytes.getLong(record, at + 9);
    long third = Bytes.getLong(record, at + 17);
    Bytes.putLong(event, start, first);
    Bytes.putLong(event, start + 8, second);
    Bytes.putLong(event, start + 16, third);
    int length = lengthOfShort(first, second, third);
    int after = at + 1 + length;
    if (length < 0 || record[at] != '"' || record[after] != '"') {
      return longText(field, record, at, to, out);
    }
    Bytes.putLong(event, out.base() + field.slot, EventWriter.textSlot(start - out.base(), length));
    out.textsEnd(start + length);
    return after + 1;
  }

  private int longText(PlainField field, byte[] record, int at, int to, EventWriter out) {
    if (record[at] != '"') {
      return GIVE_UP;
    }
    byte[] event = out.bytes();
    int start = out.position();
    int after = text.copy(record, at + 1, to, event, start);
    if (after >= 0) {
      long slot = EventWriter.textSlot(start - out.base(), text.end() - start);
      Bytes.putLong(event, out.base() + field.slot, slot);
      out.textsEnd(text.end());
    }
    return after;
  }

  int unreadText(PlainField field, byte[] record, int at, int to, EventWriter out) {
    int length =
        lengthOfShort(
            Bytes.getLong(record, at + 1),
            Bytes.getLong(record, at + 9),
            Bytes.getLong(record, at + 17));
    int after = at + 1 + length;
    if (length < 0 || record[at] != '"' || record[after] != '"') {
      return record[at] == '"' ? text.skip(record, at + 1, to) : GIVE_UP;
    }
    return after + 1;
  }

  /**
   * How many of 24 bytes of ASCII come before the first that is special in JSON; negative if none
   * is, or if not all before it surely are ASCII.
   */
  private static int lengthOfShort(long first, long second, long third) {
    long inFirst = JsonStrings.special(first);
    if (inFirst != 0) {
      return (first & HIGH_BITS) != 0 ? -1 : Long.numberOfTrailingZeros(inFirst) >> 3;
    }
    long inSecond = JsonStrings.special(second);
    if (inSecond != 0) {
      return ((first | second) & HIGH_BITS) != 0
          ? -1
          : 8 + (Long.numberOfTrailingZeros(inSecond) >> 3);
    }
    long inThird = JsonStrings.special(third);
    return inThird == 0 || ((first | second | third) & HIGH_BITS) != 0
        ? -1
        : 16 + (Long.numberOfTrailingZeros(inThird) >> 3);
  }

  int scaled(PlainField field, byte[] record, int at, int to, EventWriter out) {
    int negative = record[at] == '-' ? 1 : 0;
    int start = at + negative;
    long word = Bytes.getLong(record, start) ^ PlainNumber.ZEROS;
    int whole = PlainNumber.digitsIn(word);
    int end = start + whole;
    // A zero in front, no digits, or eight of them: not for here.
    if (whole > 1 && (word & 0xFF) == 0 || whole < 1 || whole > 7) {
      return values.readScaled(field, record, at, to, out);
    }
    long digits = PlainNumber.value(word, whole);
    int fraction = 0;
    if (record[end] == '.') {
      word = Bytes.getLong(record, end + 1) ^ PlainNumber.ZEROS;
      fraction = PlainNumber.digitsIn(word);
      if (fraction == 0 || fraction > field.shortScale) {
        return values.readScaled(field, record, at, to, out);
      }
      digits = digits * PlainNumber.POWERS[fraction] + PlainNumber.value(word, fraction);
      end += 1 + fraction;
    }
    if (end - at > longest || field.shortScale < 0 || !endsNumber(record[end])) {
      return values.readScaled(field, record, at, to, out);
    }
    long magnitude = digits * PlainNumber.POWERS[field.scale - fraction];
    long value = (magnitude ^ -negative) + negative;
    Bytes.putLong(out.bytes(), out.base() + field.slot, value);
    return end;
  }

  /** What stands behind most numbers; what else may is left to others. */
  private static boolean endsNumber(byte next) {
    return next == ',' || next == '}';
  }

  int floating(PlainField field, byte[] record, int at, int to, EventWriter out) {
    return values.readDouble(field, record, at, to, out);
  }

  int bool(PlainField field, byte[] record, int at, int to, EventWriter out) {
    return values.readBool(field, record, at, out);
  }

  int time(PlainField field, byte[] record, int at, int to, EventWriter out) {
    // Milliseconds have 13 digits from 2001 to 2286.
    long high = Bytes.getLong(record, at) ^ PlainNumber.ZEROS;
    long low = Bytes.getLong(record, at + Long.BYTES) ^ PlainNumber.ZEROS;
    if (PlainNumber.digitsIn(high) == Long.BYTES
        && PlainNumber.digitsIn(low) == 5
        && (high & 0xFF) != 0
        && longest >= 13
        && endsNumber(record[at + 13])) {
      long millis = PlainNumber.value(high, 8) * 100_000 + PlainNumber.value(low, 5);
      Bytes.putLong(out.bytes(), out.base() + field.slot, millis);
      return at + 13;
    }
    return values.readTime(field, record, at, to, out);
  }

  int symbol(PlainField field, byte[] record, int at, int to, EventWriter out) {
    return values.readSymbol(field, record, at, out);
  }

  int address(PlainField field, byte[] record, int at, int to, EventWriter out) {
    return values.readAddress(field, record, at, to, out);
  }

  int place(PlainField field, byte[] record, int at, int to, EventWriter out) {
    int slot = out.base() + field.slot;
    if (MemberSequence.stands(record, at, LAT, NAME)) {
      int end = degrees(record, at + 7, 90, out.bytes(), slot);
      if (end > 0 && MemberSequence.stands(record, end, LON, NAME)) {
        end = degrees(record, end + 7, 180, out.bytes(), slot + 8);
        if (end > 0 && record[end] == '}') {
          return end + 1;
        }
      }
    }
    return values.readPlace(field, record, at, to, out);
  }

  /** An angle of up to seven digits before the point and after it; −1 if it is none. */
  private int degrees(byte[] record, int at, int most, byte[] event, int slot) {
    boolean negative = record[at] == '-';
    int start = negative ? at + 1 : at;
    long word = Bytes.getLong(record, start) ^ PlainNumber.ZEROS;
    int whole = PlainNumber.digitsIn(word);
    int end = start + whole;
    if (whole < 1 || whole > 3 || whole > 1 && (word & 0xFF) == 0 || record[end] != '.') {
      return GIVE_UP;
    }
    long decimals = Bytes.getLong(record, end + 1) ^ PlainNumber.ZEROS;
    int fraction = PlainNumber.digitsIn(decimals);
    if (fraction < 1 || fraction > 7 || whole + fraction + 2 > longest) {
      return GIVE_UP;
    }
    long digits =
        PlainNumber.value(word, whole) * PlainNumber.POWERS[fraction]
            + PlainNumber.value(decimals, fraction);
    end += 1 + fraction;
    // Both are exact doubles, so that one operation rounds once (Clinger's fast path).
    double magnitude = digits / PlainNumber.DOUBLE_POWERS[fraction];
    if (magnitude > most || !endsNumber(record[end])) {
      return GIVE_UP;
    }
    Bytes.putDouble(event, slot, negative ? -magnitude : magnitude);
    return end;
  }

  int type(PlainField field, byte[] record, int at, int to, EventWriter out) {
    QuotedName name = field.symbols[0];
    return name.standsAt(record, at) ? at + name.length : GIVE_UP;
  }

  int skip(PlainField field, byte[] record, int at, int to, EventWriter out) {
    return skip.value(record, at, to);
  }

  int other(PlainField field, byte[] record, int at, int to, EventWriter out) {
    return values.readOther(field, record, at, to, out);
  }
}
