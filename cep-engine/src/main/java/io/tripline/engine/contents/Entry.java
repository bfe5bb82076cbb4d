package io.tripline.engine.contents;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * What a list or a table has for one key from some place on: an entry, or that there is none any
 * more. What it had before is behind it. There are millions of these: 32 bytes each.
 */
final class Entry {
  /** In place of a key that is forgotten; no key equals it. */
  static final Entry FORGOTTEN = new Entry(new byte[0], 0, Origin.START, true);

  private static final int REMOVAL = 1;
  private static final int IN_BASE = 2;
  private static final int STORED = 4;
  private static final int FRESH = 8;
  private static final int EXPIRED = 16;

  private final byte[] bytes;
  private final int base;
  private final Origin origin;
  private volatile @Nullable Entry older;
  // Whether it is a removal never changes; the other bits are the writer's.
  private byte flags;

  /**
   * @param bytes hold it; shared with others, and never changed
   * @param base where it begins
   * @param isRemoval whether it says that there is no entry
   */
  Entry(byte[] bytes, int base, Origin origin, boolean isRemoval) {
    this.bytes = bytes;
    this.base = base;
    this.origin = origin;
    this.flags = (byte) (isRemoval ? REMOVAL : 0);
  }

  byte[] bytes() {
    return bytes;
  }

  int base() {
    return base;
  }

  /** How many bytes it has. */
  int length() {
    return Bytes.getInt(bytes, base);
  }

  Origin origin() {
    return origin;
  }

  @Nullable Entry older() {
    return older;
  }

  /** By the writer: what there was before, or that nobody asks for that any more. */
  void older(@Nullable Entry before) {
    older = before;
  }

  /** Whether it says that there is no entry. */
  boolean isRemoval() {
    return (flags & REMOVAL) != 0;
  }

  /** From when on, in event time, it is there no more; {@code Long.MAX_VALUE} for never. */
  long expires(EntryForm form) {
    int offset = form.expiresOffset();
    long expires = offset < 0 ? Nulls.LONG : Bytes.getLong(bytes, base + offset);
    return expires == Nulls.LONG ? Long.MAX_VALUE : expires;
  }

  // ---- the writer's

  private boolean is(int flag) {
    return (flags & flag) != 0;
  }

  private void set(int flag, boolean to) {
    flags = (byte) (to ? flags | flag : flags & ~flag);
  }

  /** Whether the bytes that its generation began with hold its key. */
  boolean isInBase() {
    return is(IN_BASE);
  }

  void inBase(boolean is) {
    set(IN_BASE, is);
  }

  /** Whether something is stored for its key alone. */
  boolean isStored() {
    return is(STORED);
  }

  void stored(boolean is) {
    set(STORED, is);
  }

  /** Whether it is among those that the next checkpoint stores. */
  boolean isFresh() {
    return is(FRESH);
  }

  void fresh(boolean is) {
    set(FRESH, is);
  }

  /** Whether it is known to be past its expiry, and no longer counted. */
  boolean isExpired() {
    return is(EXPIRED);
  }

  void expired() {
    set(EXPIRED, true);
  }
}
