package io.tripline.engine.match;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.ByteBuilder;

/**
 * States in bytes that do not depend on where they lie. They begin with a format version, and when
 * what must not come before a match was seen; what follows is the matcher's. Numbers are
 * little-endian. Not thread-safe.
 */
class StateBytes {
  private static final int VERSION = 6;

  private final ByteBuilder out = new ByteBuilder();
  private final EventId id = new EventId();
  private byte[] in = {};
  private int at;

  // ---- writing

  /** Begins a state. */
  void begin(SeenTimes seen) {
    begin();
    int times = out.reserve(seen.bytes());
    seen.write(out.array(), times);
    out.skip(seen.bytes());
  }

  /** The same where nothing forbids a match. */
  void begin() {
    out.clear();
    out.putByte(VERSION);
  }

  /** Where the rest is written. */
  ByteBuilder out() {
    return out;
  }

  /** Writes the id of an event. */
  void putId(EventId of) {
    putId(of, out);
  }

  static void putId(EventId of, ByteBuilder out) {
    out.putByte(of.form);
    if (of.form == EventId.TEXT) {
      out.putInt(of.length);
    }
    out.put(of.bytes, of.at, of.length);
  }

  /** Ends the state: its bytes. */
  byte[] end() {
    return out.toArray();
  }

  // ---- reading

  /**
   * Begins to read a state.
   *
   * @throws IllegalArgumentException if it has another format; so do all that read
   */
  void open(byte[] bytes, SeenTimes seen) {
    open(bytes);
    seen.read(in, take(seen.bytes()));
  }

  /** The same where nothing forbids a match. */
  void open(byte[] bytes) {
    in = bytes;
    at = 0;
    int version = bytes.length == 0 ? 0 : bytes[0] & 0xFF;
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "it has format " + version + "; this version of Tripline reads format " + VERSION);
    }
    at = 1;
  }

  /** Where so many bytes are that are read with that. */
  int take(int count) {
    if (count < 0 || count > in.length - at) {
      throw new IllegalArgumentException("its bytes end too early");
    }
    int from = at;
    at += count;
    return from;
  }

  int takeInt() {
    return Bytes.getInt(in, take(4));
  }

  long takeLong() {
    return Bytes.getLong(in, take(8));
  }

  /** What is read. */
  byte[] in() {
    return in;
  }

  /** Where it is read next. */
  int at() {
    return at;
  }

  /** Others have read up to there. */
  void moveTo(int next) {
    at = next;
  }

  /** Reads the id of an event; valid until the next call. */
  EventId takeId() {
    int form = in[take(1)];
    int length =
        switch (form) {
          case EventId.NUMBER -> 0;
          case EventId.LONG -> 8;
          case EventId.TEXT -> takeInt();
          default -> throw new IllegalArgumentException("an id of form " + form);
        };
    id.wrap(form, in, take(length), length);
    return id;
  }

  /** Ends the reading. */
  void close() {
    if (at != in.length) {
      throw new IllegalArgumentException("bytes left over");
    }
  }
}
