package io.tripline.ingest.json;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventWriter;

/**
 * The values of plain records, but texts: read from bytes, and written into the event's slots.
 * Methods return the place after what they read, or −1 if it is not plain, or not JSON. Not
 * thread-safe.
 */
final class PlainValues {
  private static final int GIVE_UP = -1;
  private static final int TRUE = 0x6575_7274;
  private static final int FALS = 0x736C_6166;
  private static final int NULL = 0x6C6C_756E;
  private static final long V4_PREFIX = 0x0000_FFFF_0000_0000L;
  private static final QuotedName LAT = new QuotedName("lat");
  private static final QuotedName LON = new QuotedName("lon");

  private final PlainText text;
  private final PlainSpace space;
  private final PlainNumber number;
  private final PlainTime time = new PlainTime();

  PlainValues(DecodeLimits limits, PlainText text, PlainSpace space) {
    this.text = text;
    this.space = space;
    number = new PlainNumber(limits);
  }

  static int readNull(byte[] record, int at) {
    return Bytes.getInt(record, at) == NULL ? at + 4 : GIVE_UP;
  }

  int readBool(PlainField field, byte[] record, int at, EventWriter out) {
    int word = Bytes.getInt(record, at);
    if (word == TRUE) {
      Bytes.putLong(out.bytes(), out.base() + field.slot, 1);
      return at + 4;
    }
    if (word == FALS && record[at + 4] == 'e') {
      Bytes.putLong(out.bytes(), out.base() + field.slot, 0);
      return at + 5;
    }
    return GIVE_UP;
  }

  int readSymbol(PlainField field, byte[] record, int at, EventWriter out) {
    QuotedName[] symbols = field.symbols;
    for (int i = 0; i < symbols.length; i++) {
      if (symbols[i].standsAt(record, at)) {
        Bytes.putLong(out.bytes(), out.base() + field.slot, i);
        return symbols[i].needsEscapes() ? GIVE_UP : at + symbols[i].length;
      }
    }
    return GIVE_UP;
  }

  /** A whole number, or a decimal. */
  int readScaled(PlainField field, byte[] record, int at, int to, EventWriter out) {
    if (record[at] == '"') {
      return readOther(field, record, at, to, out);
    }
    int end = number.read(record, at, to);
    if (end < 0) {
      return GIVE_UP;
    }
    if (number.fits(field.scale)) {
      Bytes.putLong(out.bytes(), out.base() + field.slot, number.scaled(field.scale));
      return end;
    }
    return give(field, record, at, end, out);
  }

  private int give(PlainField field, byte[] record, int at, int end, EventWriter out) {
    int length = number.toChars(record, at, end);
    return length >= 0 && field.reader.readNumber(number.chars, 0, length, out, field.index) == null
        ? end
        : GIVE_UP;
  }

  int readDouble(PlainField field, byte[] record, int at, int to, EventWriter out) {
    int end = number.read(record, at, to);
    if (end < 0) {
      return GIVE_UP;
    }
    double value = number.toDouble(record, at, end);
    if (Double.isInfinite(value)) {
      return GIVE_UP;
    }
    Bytes.putDouble(out.bytes(), out.base() + field.slot, value);
    return end;
  }

  int readTime(PlainField field, byte[] record, int at, int to, EventWriter out) {
    if (record[at] == '"') {
      int end = time.read(record, at);
      if (end < 0) {
        return readOther(field, record, at, to, out);
      }
      Bytes.putLong(out.bytes(), out.base() + field.slot, time.millis());
      return end;
    }
    int end = number.read(record, at, to);
    if (end < 0) {
      return GIVE_UP;
    }
    if (number.fits(0)) {
      long millis = number.scaled(0);
      if (millis < TimestampText.MIN || millis > TimestampText.MAX) {
        return GIVE_UP;
      }
      Bytes.putLong(out.bytes(), out.base() + field.slot, millis);
      return end;
    }
    return give(field, record, at, end, out);
  }

  /** An address; those of IPv4 by hand. */
  int readAddress(PlainField field, byte[] record, int quote, int to, EventWriter out) {
    if (record[quote] != '"') {
      return GIVE_UP;
    }
    int at = quote + 1;
    long address = 0;
    for (int i = 0; i < 4; i++) {
      int first = record[at] - '0';
      if (first < 0 || first > 9) {
        return readOther(field, record, quote, to, out);
      }
      int part = first;
      int digit = record[++at] - '0';
      if (first != 0 && digit >= 0 && digit <= 9) {
        part = 10 * part + digit;
        digit = record[++at] - '0';
        if (digit >= 0 && digit <= 9) {
          part = 10 * part + digit;
          at++;
        }
      }
      if (part > 255 || record[at] != (i < 3 ? '.' : '"')) {
        return readOther(field, record, quote, to, out);
      }
      at++;
      address = address << 8 | part;
    }
    if (field.kind == PlainField.ADDRESS) {
      byte[] event = out.bytes();
      int slot = out.base() + field.slot;
      Bytes.putLong(event, slot, 1);
      Bytes.putLong(event, slot + 8, 0);
      Bytes.putLong(event, slot + 16, V4_PREFIX | address);
    }
    return at;
  }

  /** A value that its own reader takes from characters. */
  int readOther(PlainField field, byte[] record, int at, int to, EventWriter out) {
    if (record[at] == '"') {
      int end = text.plainEnd(record, at + 1, to);
      int length = end < 0 ? GIVE_UP : number.toChars(record, at + 1, end - 1);
      return length >= 0
              && field.reader.readString(number.chars, 0, length, out, field.index) == null
          ? end
          : GIVE_UP;
    }
    int end = number.read(record, at, to);
    return end < 0 ? GIVE_UP : give(field, record, at, end, out);
  }

  /** A place that has {@code lat} and {@code lon} alone, each once. */
  int readPlace(PlainField field, byte[] record, int brace, int to, EventWriter out) {
    if (record[brace] != '{') {
      return GIVE_UP;
    }
    int at = space.skip(record, brace + 1, to);
    double lat = Double.NaN;
    double lon = Double.NaN;
    for (int i = 0; i < 2; i++) {
      boolean isLat = LAT.standsAt(record, at);
      if (!isLat && !LON.standsAt(record, at)) {
        return GIVE_UP;
      }
      int value = space.afterColon(record, at + LAT.length, to);
      int end = value < 0 ? GIVE_UP : number.read(record, value, to);
      if (end < 0) {
        return GIVE_UP;
      }
      if (isLat) {
        lat = number.toDouble(record, value, end);
      } else {
        lon = number.toDouble(record, value, end);
      }
      at = space.skip(record, end, to);
      if (record[at] != (i == 0 ? ',' : '}')) {
        return GIVE_UP;
      }
      at = i == 0 ? space.skip(record, at + 1, to) : at + 1;
    }
    return GeoReader.set(lat, lon, out, field.index) == null ? at : GIVE_UP;
  }

  /** A number or a word of which nothing is wanted. */
  int skip(byte[] record, int at, int to) {
    return switch (record[at]) {
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number.read(record, at, to);
      case 't' -> Bytes.getInt(record, at) == TRUE ? at + 4 : GIVE_UP;
      case 'f' -> Bytes.getInt(record, at) == FALS && record[at + 4] == 'e' ? at + 5 : GIVE_UP;
      case 'n' -> readNull(record, at);
      default -> GIVE_UP;
    };
  }
}
