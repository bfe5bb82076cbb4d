package io.tripline.state;

import java.nio.file.Path;
import java.util.Map;

/** A process that takes checkpoints until the database merges files, and ends itself amid that. */
final class CompactedStore {
  static final int KILLED = 86;
  private static final int MOST = 2_000;

  private CompactedStore() {}

  /** Argument: folder. It says the number of each checkpoint, as {@link BusyStore} does. */
  public static void main(String[] arguments) {
    try (RocksStorage storage = RocksStorage.open(Path.of(arguments[0]), BusyStore.SETTINGS)) {
      Thread.ofPlatform().daemon().start(() -> endAmidCompaction(storage));
      long n = BusyStore.checkpointNumber(storage);
      Map<String, String> states = BusyStore.statesAfter(n);
      for (int i = 0; i < MOST; i++) {
        long entry = storage.journal().lastSequence() + 1;
        storage.journal().append(entry, entry, new byte[1], 1);
        storage.states().commit(BusyStore.checkpoint(++n, entry, states));
        System.out.println("checkpoint " + n + ";");
        System.out.flush();
      }
    }
  }

  private static void endAmidCompaction(RocksStorage storage) {
    while (!storage.isCompacting()) {
      Thread.onSpinWait();
    }
    Runtime.getRuntime().halt(KILLED);
  }
}
