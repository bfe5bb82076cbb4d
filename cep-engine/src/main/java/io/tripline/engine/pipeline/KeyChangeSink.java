package io.tripline.engine.pipeline;

import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says to a checkpoint of the states of its keys: as bytes, in chunks, which are
 * written while more are put in. So a checkpoint takes no memory to speak of, however much has
 * changed, if only those put in without being asked who must. Not thread-safe; a chunk that was
 * sent is its reader's.
 */
final class KeyChangeSink {
  private static final int CHUNK_BYTES = 1 << 16;

  private final CheckpointTicket ticket;
  private Chunk chunk = new Chunk();

  KeyChangeSink(CheckpointTicket ticket) {
    this.ticket = ticket;
  }

  /** Some changes. */
  static final class Chunk {
    private final ByteSink bytes = new ByteSink(CHUNK_BYTES);
    private int count;

    private void add(
        long stateId, boolean replaces, long hash, byte[] page, int key, int keyBytes) {
      bytes.putLong(stateId).putByte(replaces ? 1 : 0).putLong(hash).putInt(keyBytes);
      bytes.putRaw(page, key, keyBytes);
      count++;
    }

    /** What was put in, in this order. */
    List<KeyChange> changes() {
      ByteSource source = new ByteSource("A chunk of changes", bytes.bytes());
      List<KeyChange> changes = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        long stateId = source.getLong();
        boolean replaces = source.getByte() == 1;
        KeyName key = new KeyName(source.getLong(), source.getBytes());
        changes.add(new KeyChange(stateId, key, state(source), replaces));
      }
      return changes;
    }

    private static @Nullable KeyState state(ByteSource source) {
      return source.getByte() == 0
          ? null
          : new KeyState(source.getLong(), source.getInt(), source.getBytes());
    }
  }

  /** Whether there is not too much on its way already; else who can wait waits. */
  boolean hasRoom() {
    return ticket.hasRoom();
  }

  /** A state of a record. */
  void add(
      Tenant tenant, boolean replaces, KeyRecords records, int record, int slot, byte[] value) {
    chunk.add(
        tenant.stateId(),
        replaces,
        records.hash(record),
        records.page(record),
        records.keyOffset(record),
        records.keyBytes(record));
    chunk
        .bytes
        .putByte(1)
        .putLong(records.deadline(record, slot))
        .putInt(records.runs(record, slot))
        .putBytes(value);
    sendIfFull();
  }

  /** A state that is gone. */
  void delete(long stateId, long hash, byte[] key) {
    chunk.add(stateId, true, hash, key, 0, key.length);
    chunk.bytes.putByte(0);
    sendIfFull();
  }

  private void sendIfFull() {
    if (chunk.bytes.length() >= CHUNK_BYTES) {
      send();
    }
  }

  private void send() {
    ticket.put(chunk);
    chunk = new Chunk();
  }

  /** That was all. */
  void end() {
    if (chunk.count > 0) {
      send();
    }
    ticket.workerIsThrough();
  }
}
