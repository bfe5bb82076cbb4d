package io.tripline.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Deletes files of the journal bit by bit, in a thread of its own: a file system that tells its
 * disk of freed space (discard) makes the next sync wait for it, 10 to 40 ms for 64 MB.
 */
final class SegmentRemoval implements AutoCloseable {
  /** What a file is called while it is being deleted; no reader knows it any more. */
  private static final String GONE = ".gone";

  private static final long STEP_BYTES = 2 << 20;
  private static final long PAUSE_MILLIS = 15;

  private final Path folder;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("tripline-journal-removal").factory());
  private final CountDownLatch closing = new CountDownLatch(1);

  SegmentRemoval(Path folder) {
    this.folder = folder;
  }

  /** Goes on with what an earlier process has begun. */
  void resume() throws IOException {
    List<Path> gone;
    try (Stream<Path> files = Files.list(folder)) {
      gone = files.filter(file -> file.toString().endsWith(GONE)).toList();
    }
    gone.forEach(file -> thread.execute(() -> shrink(file)));
  }

  /** Takes a file's name away at once, and its bytes soon. */
  void remove(Path file) throws IOException {
    Path gone = file.resolveSibling(file.getFileName() + GONE);
    Files.move(file, gone);
    thread.execute(() -> shrink(gone));
  }

  private void shrink(Path file) {
    try {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        for (long left = channel.size() - STEP_BYTES; left > 0; left -= STEP_BYTES) {
          if (closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
            break;
          }
          channel.truncate(left);
        }
      }
      Files.delete(file);
    } catch (IOException e) {
      // Only space is lost, until the next start tries again.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Deletes the rest without pauses. */
  @Override
  public void close() {
    closing.countDown();
    thread.close();
  }
}
