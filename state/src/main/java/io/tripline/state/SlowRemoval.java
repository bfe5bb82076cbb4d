package io.tripline.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Deletes files bit by bit: a file system that tells its disk of freed space (discard) makes the
 * next sync wait for it, 10 to 40 ms for 64 MB.
 */
final class SlowRemoval {
  private static final long STEP_BYTES = 2 << 20;
  private static final long PAUSE_MILLIS = 15;

  private SlowRemoval() {}

  /**
   * Deletes a file. One that has another name, too, only loses this one: nothing is freed by it,
   * and whoever uses the other name needs all of it.
   *
   * @param file under a name by which nobody will link it any more
   * @param hurry ends the pauses
   */
  static void remove(Path file, CountDownLatch hurry) throws IOException, InterruptedException {
    if (isOnlyName(file)) {
      shrink(file, hurry);
    }
    Files.delete(file);
  }

  private static void shrink(Path file, CountDownLatch hurry)
      throws IOException, InterruptedException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long left = channel.size() - STEP_BYTES; left > 0; left -= STEP_BYTES) {
        if (hurry.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          break;
        }
        channel.truncate(left);
      }
    }
  }

  /** False where the file system does not tell. */
  private static boolean isOnlyName(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        && Files.getAttribute(file, "unix:nlink") instanceof Integer names
        && names == 1;
  }
}
