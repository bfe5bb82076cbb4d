package io.tripline.engine.contents;

import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.engine.port.StorageException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries as states of a checkpoint. What a generation began with is stored in the pieces in which
 * it came: key 0 and the piece's number, value the entries. What was changed since is stored key by
 * key: key 1 and the bytes of the key, value all that can still be asked for, the newest first,
 * each as time, number, whether it is a removal, by whom, when, length and bytes; big-endian.
 */
final class StoredEntries {
  private static final byte BASE = 0;
  private static final byte KEY = 1;

  private StoredEntries() {}

  /** At a barrier. */
  static void handOver(Generation generation, List<StateChange> target) {
    long id = generation.stateId();
    generation.handOver(
        new Generation.Stored() {
          @Override
          public void base(int piece, byte[] entries) {
            byte[] key = ByteBuffer.allocate(1 + Integer.BYTES).put(BASE).putInt(piece).array();
            target.add(new StateChange(id, key, entries, false));
          }

          @Override
          public void key(byte[] key, @Nullable Entry newest, boolean replaces) {
            byte[] of = ByteBuffer.allocate(1 + key.length).put(KEY).put(key).array();
            target.add(new StateChange(id, of, newest == null ? null : encode(newest), replaces));
          }
        });
  }

  private static byte[] encode(Entry newest) {
    int room = 0;
    for (Entry entry = newest; entry != null; entry = entry.older()) {
      byte[] by = entry.origin().by().getBytes(StandardCharsets.UTF_8);
      room += 8 + 8 + 1 + 4 + by.length + 8 + 4 + entry.length();
    }
    ByteBuffer to = ByteBuffer.allocate(room);
    for (Entry entry = newest; entry != null; entry = entry.older()) {
      Origin origin = entry.origin();
      byte[] by = origin.by().getBytes(StandardCharsets.UTF_8);
      to.putLong(origin.time()).putLong(origin.number());
      to.put((byte) (entry.isRemoval() ? 1 : 0));
      to.putInt(by.length).put(by).putLong(origin.changedAt());
      to.putInt(entry.length()).put(entry.bytes(), entry.base(), entry.length());
    }
    return to.array();
  }

  /**
   * Takes a stored state.
   *
   * @return the entries behind which there is something to forget, or that are nothing in the end;
   *     the oldest first
   */
  static List<Entry> restore(Generation generation, byte[] key, byte[] value) {
    if (key.length == 0) {
      throw damaged();
    }
    if (key[0] == BASE) {
      generation.restoreBase(value);
      return List.of();
    }
    List<Entry> versions = decode(value);
    generation.restore(versions);
    List<Entry> unsettled = new ArrayList<>();
    for (Entry entry : versions.reversed()) {
      if (entry.older() != null || entry.isRemoval()) {
        unsettled.add(entry);
      }
    }
    return unsettled;
  }

  private static List<Entry> decode(byte[] value) {
    List<Entry> versions = new ArrayList<>();
    ByteBuffer from = ByteBuffer.wrap(value);
    try {
      while (from.hasRemaining()) {
        long time = from.getLong();
        long number = from.getLong();
        boolean isRemoval = from.get() != 0;
        String by = new String(bytes(from), StandardCharsets.UTF_8);
        Origin origin = new Origin(by, from.getLong()).at(time, number);
        versions.add(new Entry(bytes(from), 0, origin, isRemoval));
      }
    } catch (BufferUnderflowException e) {
      throw damaged();
    }
    if (versions.isEmpty()) {
      throw damaged();
    }
    return versions;
  }

  private static byte[] bytes(ByteBuffer from) {
    int length = from.getInt();
    if (length < 0 || length > from.remaining()) {
      throw damaged();
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  private static StorageException damaged() {
    return new StorageException(
        "A stored entry of a list or table is damaged. Restore the store from a copy; it cannot be"
            + " used as it is.");
  }
}
