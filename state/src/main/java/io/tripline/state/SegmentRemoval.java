package io.tripline.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Deletes files of the journal bit by bit, in a thread of its own. */
final class SegmentRemoval implements AutoCloseable {
  /** What a file is called while it is being deleted; no reader knows it any more. */
  private static final String GONE = ".gone";

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
      SlowRemoval.remove(file, closing);
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
