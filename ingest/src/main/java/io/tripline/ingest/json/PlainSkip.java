package io.tripline.ingest.json;

/**
 * Reads over values that no field has, however deep; they must be JSON all the same. Not
 * thread-safe.
 */
final class PlainSkip {
  private static final int GIVE_UP = -1;

  private final PlainText text;
  private final PlainSpace space;
  private final PlainValues values;
  private final int maxName;
  private final int maxDepth;

  PlainSkip(DecodeLimits limits, PlainText text, PlainSpace space, PlainValues values) {
    this.text = text;
    this.space = space;
    this.values = values;
    maxName = limits.maxNameLength();
    maxDepth = Math.min(limits.maxDepth(), Long.SIZE) - 1; // the event itself is one level
  }

  /** The place after the value that starts at {@code at}, or −1. */
  int value(byte[] record, int at, int to) {
    return switch (record[at]) {
      case '"' -> text.skip(record, at + 1, to);
      case '{', '[' -> nested(record, at, to);
      default -> values.skip(record, at, to);
    };
  }

  /** The place after the name that starts at {@code at}, in which nothing is escaped, or −1. */
  int name(byte[] record, int at, int to) {
    if (record[at] != '"') {
      return GIVE_UP;
    }
    int end = text.plainEnd(record, at + 1, to);
    return end - at - 2 > maxName ? GIVE_UP : end;
  }

  private int nested(byte[] record, int from, int to) {
    long objects = 0; // a bit for each level, the innermost lowest
    int depth = 0;
    int at = from;
    while (at < to) {
      // At the start of a value.
      byte first = record[at];
      if (first == '{' || first == '[') {
        if (++depth > maxDepth) {
          return GIVE_UP;
        }
        objects = objects << 1 | (first == '{' ? 1 : 0);
        at = space.skip(record, at + 1, to);
        if (record[at] != (first == '{' ? '}' : ']')) {
          at = (objects & 1) != 0 ? member(record, at, to) : at;
          if (at < 0) {
            return GIVE_UP;
          }
          continue;
        }
      } else {
        at = first == '"' ? text.skip(record, at + 1, to) : values.skip(record, at, to);
        if (at < 0) {
          return GIVE_UP;
        }
        at = space.skip(record, at, to);
      }
      // After a value, or at the end of what is empty: what ends here, and what comes next.
      while (record[at] == ((objects & 1) != 0 ? '}' : ']')) {
        at++;
        objects >>>= 1;
        if (--depth == 0) {
          return at;
        }
        at = space.skip(record, at, to);
      }
      if (record[at] != ',') {
        return GIVE_UP;
      }
      at = space.skip(record, at + 1, to);
      at = (objects & 1) != 0 ? member(record, at, to) : at;
      if (at < 0) {
        return GIVE_UP;
      }
    }
    return GIVE_UP;
  }

  /** The place of the value of the member that starts at {@code at}, or −1. */
  private int member(byte[] record, int at, int to) {
    int end = name(record, at, to);
    return end < 0 ? GIVE_UP : space.afterColon(record, end, to);
  }
}
