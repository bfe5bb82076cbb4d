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

  void add(long stateId, byte[] key, int offset, int length) {
    log.putLong(stateId).putInt(length).putRaw(key, offset, length);
    count++;
  }

  /** Gives the deletes away. */
  void handOver(List<StateChange> target) {
    if (count == 0) {
      return;
    }
    ByteSource source = new ByteSource("The log of deleted states", log.bytes());
    for (; count > 0; count--) {
      target.add(new StateChange(source.getLong(), source.getBytes(), null, true));
    }
    if (log.length() > KEPT) {
      log = new ByteSink();
    } else {
      log.clear();
    }
  }
}
