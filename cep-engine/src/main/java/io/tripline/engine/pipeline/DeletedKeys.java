package io.tripline.engine.pipeline;

import io.tripline.engine.port.StateStore.StateChange;
import java.util.List;

/**
 * States that the store holds and that are gone, since the last barrier: a log of bytes. Not
 * thread-safe.
 */
final class DeletedKeys {
  // A log that was very long gives the memory back.
  private static final int KEPT = 1 << 16;

  private ByteSink log = new ByteSink();
  private int count;

  /** Deletes up to a barrier; read by whoever writes the checkpoint. */
  record Log(ByteSink bytes, int count) {
    static final Log EMPTY = new Log(new ByteSink(), 0);

    void addTo(List<StateChange> target) {
      ByteSource source = new ByteSource("The log of deleted states", bytes.bytes());
      for (int i = 0; i < count; i++) {
        target.add(new StateChange(source.getLong(), source.getBytes(), null, true));
      }
    }
  }

  void add(long stateId, byte[] key, int offset, int length) {
    log.putLong(stateId).putInt(length).putRaw(key, offset, length);
    count++;
  }

  /** Gives the deletes away. */
  Log handOver() {
    Log given = new Log(log, count);
    log = new ByteSink(Math.min(log.length(), KEPT));
    count = 0;
    return given;
  }
}
