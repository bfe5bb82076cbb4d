package io.tripline.engine.pipeline;

import io.tripline.engine.port.StateStore.KeyName;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * States of keys that the store holds and that are gone: a log of bytes for each barrier, kept
 * until the store has been told. Until then whoever loads a key must not believe the store. Not
 * thread-safe; of a log that was handed over, another thread may read the bytes.
 */
final class DeletedKeys {
  private Log current = new Log(new ByteSink());
  private final Deque<Log> underway = new ArrayDeque<>();

  private record Name(long stateId, long hash, ByteBuffer key) {}

  /** Deletes up to a barrier. */
  static final class Log {
    // A log that was very long gives the memory back.
    private static final int KEPT = 1 << 16;
    private static final String WHAT = "The log of deleted states";

    private final ByteSink bytes;
    private int count;
    private int barrier;

    // What is named in it; made when somebody asks, of what has come since the last time.
    private final Set<Name> names = new HashSet<>();
    private int named;
    private int namedBytes;

    private Log(ByteSink bytes) {
      this.bytes = bytes;
    }

    void addTo(KeyChangeSink target) {
      ByteSource source = new ByteSource(WHAT, bytes.bytes());
      for (int i = 0; i < count; i++) {
        long stateId = source.getLong();
        long hash = source.getLong();
        target.delete(stateId, hash, source.getBytes());
      }
    }

    private boolean has(Name name) {
      if (named < count) {
        ByteSource source = new ByteSource(WHAT, bytes.bytes());
        source.skip(namedBytes);
        for (; named < count; named++) {
          long stateId = source.getLong();
          long hash = source.getLong();
          names.add(new Name(stateId, hash, ByteBuffer.wrap(source.getBytes())));
        }
        namedBytes = bytes.length();
      }
      return names.contains(name);
    }
  }

  void add(long stateId, long hash, byte[] key, int offset, int length) {
    current.bytes.putLong(stateId).putLong(hash).putInt(length).putRaw(key, offset, length);
    current.count++;
  }

  /**
   * Gives the deletes since the last barrier away.
   *
   * @param barrier at which that is done; see {@link CheckpointTicket#number}
   */
  Log handOver(int barrier) {
    Log given = current;
    current = new Log(new ByteSink(Math.min(given.bytes.length(), Log.KEPT)));
    if (given.count > 0) {
      given.barrier = barrier;
      underway.addLast(given);
    }
    return given;
  }

  /** The store has been told of all up to a barrier. */
  void committed(int barrier) {
    while (!underway.isEmpty() && underway.getFirst().barrier <= barrier) {
      underway.removeFirst();
    }
  }

  /** Whether a state is gone that the store may still have. */
  boolean has(long stateId, KeyName key) {
    if (current.count == 0 && underway.isEmpty()) {
      return false;
    }
    Name name = new Name(stateId, key.hash(), ByteBuffer.wrap(key.key()));
    if (current.has(name)) {
      return true;
    }
    for (Log log : underway) {
      if (log.has(name)) {
        return true;
      }
    }
    return false;
  }
}
