package io.tripline.ingest.json;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventWriter;

/**
 * The pieces of plain records: members, strings, numbers. Methods return the place after what they
 * read, or −1 if it is not plain, or not JSON. Not thread-safe.
 */
final class PlainValues {
  private static final int GIVE_UP = -1;
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;
  private static final QuotedName LAT = new QuotedName("lat");
  private static final QuotedName LON = new QuotedName("lon");

  private final int maxNumber;
  private final int maxName;

  /** For what is read from characters: numbers and short strings. */
  private final char[] chars = new char[64];

  private final NumberText number = new NumberText();

  PlainValues(DecodeLimits limits) {
    maxNumber = Math.min(chars.length, limits.maxNumberLength());
    maxName = limits.maxNameLength();
  }

  static int skipSpace(byte[] record, int from, int to) {
    int at = from;
    while (at < to && record[at] <= ' ' && isSpace(record[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\t' || b == '\r';
  }

  /** The place of the value of a member of any name. */
  int unknownMember(byte[] record, int at, int to) {
    if (at >= to || record[at] != '"') {
      return GIVE_UP;
    }
    int end = endOfString(record, at + 1, to);
    return end < 0 || end - at - 1 > maxName ? GIVE_UP : afterColon(record, end + 1, to);
  }

  /** The place of the value of the member whose name ends at {@code from}. */
  static int afterColon(byte[] record, int from, int to) {
    int at = skipSpace(record, from, to);
    if (at == to || record[at] != ':') {
      return GIVE_UP;
    }
    at = skipSpace(record, at + 1, to);
    return at == to ? GIVE_UP : at;
  }

  /** The place of the closing quote, if nothing before it is escaped. */
  private static int endOfString(byte[] record, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long special = special(Bytes.getLong(record, at));
      if (special != 0) {
        int first = at + (Long.numberOfTrailingZeros(special) >> 3);
        return record[first] == '"' ? first : GIVE_UP;
      }
    }
    for (; at < to; at++) {
      byte b = record[at];
      if (b == '"') {
        return at;
      }
      if (b == '\\' || (b & 0xE0) == 0) {
        return GIVE_UP; // an escape, or a control character, which JSON forbids
      }
    }
    return GIVE_UP;
  }

  /**
   * Marks the bytes that are a quote, a backslash or a control character by their highest bits; of
   * the marks the lowest is right for sure (Warren, Hacker's Delight, section 6-1).
   */
  private static long special(long word) {
    long quote = word ^ QUOTES;
    long backslash = word ^ BACKSLASHES;
    return ((quote - ONES) & ~quote | (backslash - ONES) & ~backslash | (word - SPACES) & ~word)
        & HIGH_BITS;
  }

  /** Sets a field from the value that starts at {@code at}. */
  int read(FieldReader reader, byte[] record, int at, int to, EventWriter out, int field) {
    return switch (record[at]) {
      case '"' -> readString(reader, record, at + 1, to, out, field);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        int end = numberToChars(record, at, to);
        yield end > 0 && reader.readNumber(chars, 0, end - at, out, field) == null ? end : GIVE_UP;
      }
      case 't' -> {
        int end = word(record, at, to, "true");
        yield end > 0 && reader.readBool(true, out, field) == null ? end : GIVE_UP;
      }
      case 'f' -> {
        int end = word(record, at, to, "false");
        yield end > 0 && reader.readBool(false, out, field) == null ? end : GIVE_UP;
      }
      case 'n' -> word(record, at, to, "null");
      case '{' -> reader instanceof GeoReader ? readGeo(record, at, to, out, field) : GIVE_UP;
      default -> GIVE_UP;
    };
  }

  /** Reads over the value of an unknown field. */
  int skip(byte[] record, int at, int to) {
    return switch (record[at]) {
      case '"' -> {
        int quote = endOfString(record, at + 1, to);
        yield quote < 0 ? GIVE_UP : quote + 1;
      }
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> numberToChars(record, at, to);
      case 't' -> word(record, at, to, "true");
      case 'f' -> word(record, at, to, "false");
      case 'n' -> word(record, at, to, "null");
      default -> GIVE_UP;
    };
  }

  private int readString(
      FieldReader reader, byte[] record, int from, int to, EventWriter out, int field) {
    int end = endOfString(record, from, to);
    if (end < 0) {
      return GIVE_UP;
    }
    int length = end - from;
    if (reader instanceof FieldReaders.TextReader) {
      out.setText(field, record, from, length); // UTF-8 both
      return end + 1;
    }
    return length <= chars.length
            && toChars(record, from, length)
            && reader.readString(chars, 0, length, out, field) == null
        ? end + 1
        : GIVE_UP;
  }

  /** False if there is something beyond ASCII. */
  private boolean toChars(byte[] record, int from, int length) {
    int all = 0;
    for (int i = 0; i < length; i++) {
      byte b = record[from + i];
      all |= b;
      chars[i] = (char) b;
    }
    return all >= 0;
  }

  /** Copies a number out. */
  private int numberToChars(byte[] record, int from, int to) {
    int at = from;
    int end = Math.min(to, from + maxNumber);
    while (at < end && isInNumber(record[at])) {
      chars[at - from] = (char) record[at];
      at++;
    }
    int first = chars[0] == '-' ? 1 : 0;
    boolean leadingZero =
        at - from > first + 1
            && chars[first] == '0'
            && chars[first + 1] >= '0'
            && chars[first + 1] <= '9';
    if (leadingZero || at == to || isInNumber(record[at]) || !number.read(chars, 0, at - from)) {
      return GIVE_UP;
    }
    return at;
  }

  private static boolean isInNumber(byte b) {
    return b >= '0' && b <= '9' || b == '.' || b == '-' || b == '+' || b == 'e' || b == 'E';
  }

  private static int word(byte[] record, int from, int to, String word) {
    if (from + word.length() > to) {
      return GIVE_UP;
    }
    for (int i = 0; i < word.length(); i++) {
      if (record[from + i] != word.charAt(i)) {
        return GIVE_UP;
      }
    }
    return from + word.length();
  }

  /** Only {@code lat} and {@code lon}, each once. */
  private int readGeo(byte[] record, int from, int to, EventWriter out, int field) {
    int at = skipSpace(record, from + 1, to);
    double lat = Double.NaN;
    double lon = Double.NaN;
    for (int i = 0; i < 2; i++) {
      boolean isLat = LAT.standsAt(record, at, to);
      if (!isLat && !LON.standsAt(record, at, to)) {
        return GIVE_UP;
      }
      int value = afterColon(record, at + LAT.length(), to);
      int end = value < 0 ? GIVE_UP : numberToChars(record, value, to);
      if (end < 0) {
        return GIVE_UP;
      }
      if (isLat) {
        lat = number.toDouble();
      } else {
        lon = number.toDouble();
      }
      at = skipSpace(record, end, to);
      if (at == to || record[at] != (i == 0 ? ',' : '}')) {
        return GIVE_UP;
      }
      at = i == 0 ? skipSpace(record, at + 1, to) : at + 1;
    }
    return GeoReader.set(lat, lon, out, field) == null ? at : GIVE_UP;
  }
}
