package io.tripline.engine.contents;

import io.tripline.engine.event.EventView;
import io.tripline.engine.port.StorageException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A piece of a {@link Change}, as it stands in the ring and in the journal: a byte with the
 * format's version, a byte of flags, then the components in their order, big-endian, a text as its
 * length and its bytes, the entries at the end.
 *
 * @param name of the list or table
 * @param fingerprint of the form that the entries have
 * @param first whether it begins a change; whatever was begun before is void
 * @param last whether the change takes effect with it
 * @param replaces whether the change replaces all there is
 * @param by who makes it
 * @param at when, by the wall clock, ms
 * @param count entries of the whole change
 * @param entries flat events of the form, one after another
 */
public record Piece(
    String name,
    long fingerprint,
    boolean first,
    boolean last,
    boolean replaces,
    String by,
    long at,
    int count,
    byte[] entries) {
  private static final int VERSION = 1;
  private static final int FIRST = 1;
  private static final int LAST = 2;
  private static final int REPLACES = 4;
  private static final int FIXED = 2 + 4 + 4 + 8 + 8 + 4;

  byte[] encode() {
    byte[] named = name.getBytes(StandardCharsets.UTF_8);
    byte[] byWhom = by.getBytes(StandardCharsets.UTF_8);
    int flags = (first ? FIRST : 0) | (last ? LAST : 0) | (replaces ? REPLACES : 0);
    return ByteBuffer.allocate(FIXED + named.length + byWhom.length + entries.length)
        .put((byte) VERSION)
        .put((byte) flags)
        .putInt(named.length)
        .put(named)
        .putLong(fingerprint)
        .putInt(byWhom.length)
        .put(byWhom)
        .putLong(at)
        .putInt(count)
        .put(entries)
        .array();
  }

  /**
   * Reads a piece.
   *
   * @throws StorageException if it is damaged or of another format
   */
  public static Piece decode(byte[] bytes, int from, int length) {
    ByteBuffer source = ByteBuffer.wrap(bytes, from, length).slice();
    try {
      int version = source.get();
      if (version != VERSION) {
        throw new StorageException(
            "A change of a list or table in the journal has format "
                + version
                + "; this version of Tripline reads format "
                + VERSION
                + ".");
      }
      int flags = source.get();
      String name = text(source);
      long fingerprint = source.getLong();
      String by = text(source);
      long at = source.getLong();
      int count = source.getInt();
      byte[] entries = new byte[source.remaining()];
      source.get(entries);
      Piece piece =
          new Piece(
              name,
              fingerprint,
              (flags & FIRST) != 0,
              (flags & LAST) != 0,
              (flags & REPLACES) != 0,
              by,
              at,
              count,
              entries);
      piece.check();
      return piece;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw damaged();
    }
  }

  private static String text(ByteBuffer source) {
    int length = source.getInt();
    if (length < 0 || length > source.remaining()) {
      throw damaged();
    }
    byte[] bytes = new byte[length];
    source.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The entries have to end where the bytes do. */
  private void check() {
    EventView view = new EventView();
    int at = 0;
    while (at < entries.length) {
      int length = entries.length - at < Integer.BYTES ? 0 : view.wrap(entries, at).length();
      if (length <= 0 || length > entries.length - at) {
        throw damaged();
      }
      at += length;
    }
  }

  private static StorageException damaged() {
    return new StorageException(
        "A change of a list or table in the journal is damaged. Restore the store from a copy; it"
            + " cannot be used as it is.");
  }
}
