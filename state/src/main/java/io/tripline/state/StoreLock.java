package io.tripline.state;

import io.tripline.engine.port.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds the lock by which RocksDB tells whether a process uses a store, so that none begins to
 * while its files are read. Not for a store that this very process has open: closing this would
 * give its lock away, too.
 */
final class StoreLock {
  private final @Nullable FileChannel channel;

  private StoreLock(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes it, if the file is there and may be written to: where it may not, nobody can use the
   * store.
   *
   * @throws StorageException if another process uses the store
   */
  private static StoreLock take(Path store) {
    Path file = StoreFolder.rocks(store).resolve("LOCK");
    if (!Files.isWritable(file)) {
      return new StoreLock(null);
    }
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
      @Nullable FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new StorageException(
            "Another Tripline process uses the folder "
                + store
                + ". Stop that process first, or make a savepoint and look at that.");
      }
      return new StoreLock(channel);
    } catch (IOException e) {
      throw Failures.ofFiles(e, "read", store);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Does something while nobody else uses a store. */
  static void whileHeld(Path store, Runnable something) {
    StoreLock lock = take(store);
    try {
      something.run();
    } finally {
      lock.close();
    }
  }

  private void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The lock is gone with the process at the latest.
      }
    }
  }
}
