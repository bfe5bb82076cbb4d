package io.tripline.ingest.json;

/** What stands around a record and is no part of it: JSON's white space, and a byte order mark. */
public final class JsonSpace {
  private JsonSpace() {}

  /** The first place from {@code from} on that is neither white space nor a byte order mark. */
  public static int skip(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (isSpace(bytes[at])) {
        at++;
      } else if (isMark(bytes, at, to)) {
        at += 3;
      } else {
        break;
      }
    }
    return at;
  }

  /** The end of the bytes without the white space there. */
  public static int trimEnd(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && isSpace(bytes[end - 1])) {
      end--;
    }
    return end;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static boolean isMark(byte[] bytes, int at, int to) {
    return bytes[at] == (byte) 0xEF
        && at + 3 <= to
        && bytes[at + 1] == (byte) 0xBB
        && bytes[at + 2] == (byte) 0xBF;
  }
}
