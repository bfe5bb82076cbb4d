package io.tripline.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that writes into a store while another thread of it takes all memory. */
final class OutOfMemory {
  private static final int BLOCK = 1 << 20;

  private OutOfMemory() {}

  /** Argument: folder. It says the number of each entry, as {@link BusyStore} does. */
  public static void main(String[] arguments) {
    try (RocksStorage storage =
        RocksStorage.open(Path.of(arguments[0]), StoreSettings.defaults())) {
      while (true) {
        long entry = storage.journal().lastSequence() + 1;
        storage.journal().append(entry, entry, new byte[100], 100);
        System.out.println("journal " + entry + ";");
        System.out.flush();
        if (entry % 100 == 50) {
          Thread.ofPlatform().daemon().start(OutOfMemory::takeAll);
        }
      }
    }
  }

  private static void takeAll() {
    List<byte[]> all = new ArrayList<>();
    while (all.size() < Integer.MAX_VALUE) {
      all.add(new byte[BLOCK]);
    }
  }
}
