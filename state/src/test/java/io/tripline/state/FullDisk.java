package io.tripline.state;

import io.tripline.engine.port.RejectedLog.Rejected;
import io.tripline.engine.port.StorageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A process that fills a store until the system lets it write no more. */
final class FullDisk {
  static final int BLOCK = 100_000;

  private FullDisk() {}

  /** Argument: folder. */
  public static void main(String[] arguments) {
    byte[] block = new byte[BLOCK];
    new Random(1).nextBytes(block); // so that it cannot be packed
    try (RocksStorage storage =
        RocksStorage.open(Path.of(arguments[0]), StoreSettings.defaults())) {
      int written = 0;
      try {
        for (; written < 2_000; written++) {
          storage.journal().append(written, written, block, block.length);
        }
      } catch (StorageException e) {
        System.out.println(e.getMessage());
      }
      try {
        storage.rejected().append(List.of(new Rejected(0, "s", "c", "r", new byte[1])));
      } catch (StorageException e) {
        System.out.println(e.getMessage());
      }
      long[] read = {0};
      storage.journal().read(0, (first, bytes) -> read[0]++);
      System.out.println(written + " written, " + read[0] + " read");
    }
  }
}
