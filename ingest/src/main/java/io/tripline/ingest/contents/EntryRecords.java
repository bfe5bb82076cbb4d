package io.tripline.ingest.contents;

import io.tripline.ingest.json.JsonSpace;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into records, keeping no more than one of them. Not thread-safe. */
final class EntryRecords {
  private static final int FIRST = 1 << 16;

  private final InputStream in;
  private final int longest;
  private byte[] bytes = new byte[FIRST];
  private int from;
  private int to;
  private int filled;
  private boolean ended;
  private long line = 1;
  private @Nullable String broken;
  // Of a JSON array: whether it was opened, and closed.
  private boolean opened;
  private boolean closed;
  private boolean any;

  /**
   * @param longest bytes that a record may have
   */
  EntryRecords(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the record begins. */
  int from() {
    return from;
  }

  /** Where it ends; the place after its line feed, if it has one. */
  int to() {
    return to;
  }

  /** The line in which it begins, from 1. */
  long line() {
    return line;
  }

  /** Why there is no record, if it is not the end: what comes after cannot be told apart. */
  @Nullable String broken() {
    return broken;
  }

  /** What the stream looks like. To be asked before the first record. */
  EntryFormat format() throws IOException {
    boolean more = true;
    while (more && filled < FIRST && !hasLine()) {
      more = fill();
    }
    return EntryFormat.of(bytes, filled);
  }

  private boolean hasLine() {
    int start = JsonSpace.skip(bytes, 0, filled);
    for (int i = start; i < filled; i++) {
      if (bytes[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /** Goes on to the next record; false if there is none. */
  boolean next(EntryFormat format) throws IOException {
    passed(from, to);
    from = to;
    if (broken != null) {
      return false;
    }
    return switch (format) {
      case CSV -> row();
      case JSON_LINES -> line('\n');
      case JSON -> element();
    };
  }

  private void passed(int start, int end) {
    for (int i = start; i < end; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
  }

  /** Reads more; false at the end. What is before the record may be lost, and its place moves. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, filled - from);
      filled -= from;
      to -= from;
      from = 0;
    }
    if (filled == bytes.length) {
      if (filled >= longest) {
        broken = "The entry is longer than %d bytes.".formatted(longest);
        return false;
      }
      bytes = Arrays.copyOf(bytes, Math.min(longest, 2 * filled));
    }
    int count = in.read(bytes, filled, bytes.length - filled);
    if (count < 0) {
      ended = true;
      return false;
    }
    filled += count;
    return true;
  }

  /** Whether there is a byte at a distance from the record's beginning. */
  private boolean has(int at) throws IOException {
    while (from + at >= filled) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  private boolean line(char end) throws IOException {
    int at = 0;
    while (has(at) && bytes[from + at] != end) {
      at++;
    }
    return found(at);
  }

  private boolean found(int at) {
    to = Math.min(from + at + 1, filled);
    return broken == null && to > from;
  }

  /** A quote opens a value where a value begins, and one that is not doubled closes it. */
  private boolean row() throws IOException {
    int at = 0;
    boolean begins = true;
    boolean quoted = false;
    while (has(at)) {
      byte b = bytes[from + at];
      if (quoted) {
        if (b == '"' && has(at + 1) && bytes[from + at + 1] == '"') {
          at++;
        } else if (b == '"') {
          quoted = false;
        }
      } else if (b == '\n') {
        break;
      } else {
        quoted = begins && b == '"';
        begins = b == ',';
      }
      at++;
    }
    return found(at);
  }

  // ---- an array, or objects one after another

  private boolean element() throws IOException {
    byte next = space();
    if (!any && next == '[') {
      opened = true;
      skip(1);
      next = space();
      closed = next == ']';
    } else if (any && opened) {
      closed = next == ']';
      if (!closed && next != ',' && next != 0) {
        return breakOff("a comma or the end of the array should follow");
      }
      if (next == ',') {
        skip(1);
        next = space();
      }
    }
    if (closed) {
      skip(1);
      return space() != 0 && breakOff("something follows after the end of the array");
    }
    if (next == 0) {
      return opened && breakOff("the array does not end");
    }
    any = true;
    return value(next);
  }

  private boolean breakOff(String how) {
    broken = "The JSON breaks off here: " + how + ".";
    return false;
  }

  /** Goes on to what is no white space; 0 at the end. */
  private byte space() throws IOException {
    while (has(0)) {
      int at = JsonSpace.skip(bytes, from, filled);
      if (at == from) {
        return bytes[from];
      }
      skip(at - from);
    }
    return 0;
  }

  private void skip(int count) {
    passed(from, from + count);
    from += count;
    to = from;
  }

  private boolean value(byte first) throws IOException {
    if (first != '{') {
      return breakOff("an entry should follow, in braces");
    }
    int depth = 0;
    boolean inText = false;
    int at = 0;
    while (has(at)) {
      byte b = bytes[from + at];
      at++;
      if (inText) {
        if (b == '\\') {
          at++;
        }
        inText = b != '"';
      } else if (b == '"') {
        inText = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if ((b == '}' || b == ']') && --depth == 0) {
        to = from + at;
        return true;
      }
    }
    return broken == null && breakOff("the entry does not end");
  }
}
