package io.tripline.ingest.json;

/**
 * White space of JSON. Where records are lines, a line feed is none: it ends the record, and a
 * record that goes on after it is broken. Immutable.
 */
final class PlainSpace {
  private static final int GIVE_UP = -1;
  private static final long IN_LINES = 1L << ' ' | 1L << '\t' | 1L << '\r';

  /** As bits. */
  private final long spaces;

  private PlainSpace(long spaces) {
    this.spaces = spaces;
  }

  /** The white space of a record whose end is known. */
  static PlainSpace all() {
    return new PlainSpace(IN_LINES | 1L << '\n');
  }

  /** The white space of a record that is a line. */
  static PlainSpace inLines() {
    return new PlainSpace(IN_LINES);
  }

  /** The first place from {@code from} on that holds no white space, or {@code to}. */
  int skip(byte[] record, int from, int to) {
    int at = from;
    while (at < to && record[at] >= 0 && record[at] <= ' ' && (spaces >>> record[at] & 1) != 0) {
      at++;
    }
    return at;
  }

  /** The place of the value of the member whose name ends at {@code from}, or −1. */
  int afterColon(byte[] record, int from, int to) {
    int at = skip(record, from, to);
    return record[at] == ':' ? skip(record, at + 1, to) : GIVE_UP;
  }
}
