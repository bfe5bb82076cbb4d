package io.tripline.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * New files for the journal. Once the first was needed, one is always ready: to make or close a
 * file takes the system some milliseconds, for which events would wait. Used by one thread at a
 * time.
 */
final class SegmentSupply implements AutoCloseable {
  private final StoreFolder folder;
  private final Sync sync;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("tripline-journal-files").factory());
  private long number;
  private final List<Path> unused;
  private @Nullable CompletableFuture<SegmentWriter> ready;

  /**
   * @param lastNumber of the files that there are
   * @param unused files of before that are deleted once a new one is needed; until then they say
   *     whether the journal was synced
   * @param sync what the files' names shall say
   */
  SegmentSupply(StoreFolder folder, long lastNumber, List<Path> unused, Sync sync) {
    this.folder = folder;
    this.sync = sync;
    this.number = lastNumber;
    this.unused = unused;
  }

  private CompletableFuture<SegmentWriter> make() {
    String name = JournalSegment.name(++number, sync);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            SegmentWriter writer = new SegmentWriter(folder.journal().resolve(name));
            if (sync != Sync.OS) {
              folder.syncJournal();
            }
            return writer;
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        thread);
  }

  /** An empty file, for as long as it is needed; then {@link #giveBack} takes it. */
  SegmentWriter take() throws IOException {
    CompletableFuture<SegmentWriter> made = ready;
    if (made == null) {
      made = make();
      for (Path file : unused) {
        Files.deleteIfExists(file);
      }
    }
    SegmentWriter taken = await(made);
    ready = make();
    return taken;
  }

  private static SegmentWriter await(CompletableFuture<SegmentWriter> future) throws IOException {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  /** Closes a file that is full. */
  void giveBack(SegmentWriter full) {
    thread.execute(
        () -> {
          try {
            full.close();
          } catch (IOException e) {
            // All of it was written, which is what matters: there is nobody to tell.
          }
        });
  }

  /** Waits for what is under way. */
  @Override
  public void close() throws IOException {
    thread.close();
    if (ready != null && !ready.isCompletedExceptionally()) {
      await(ready).close();
    }
  }
}
