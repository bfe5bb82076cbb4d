package io.tripline.ingest.file;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads and unzips a file in a thread of its own, some blocks ahead. {@link #next} is for one
 * thread at a time, {@link #release} for any.
 */
final class BlockQueue implements AutoCloseable {
  /** What comes out of the reading thread: a block, or how the reading ended. */
  private record Handover(@Nullable LineBlock block, @Nullable Throwable failure) {}

  private static final Duration LAST_READ = Duration.ofSeconds(1);

  private final EventFile file;
  private final BlockReader reader;
  private final BlockingQueue<LineBlock> free;
  private final BlockingQueue<Handover> filled;
  private final Thread thread;
  private boolean ended;

  BlockQueue(EventFile file, FileIngestSettings settings) {
    this.file = file;
    reader = new BlockReader(file, settings.limits().maxEventBytes());
    int blocks = settings.queuedBlocks() + 1; // one is at hand
    free = new ArrayBlockingQueue<>(blocks);
    filled = new ArrayBlockingQueue<>(blocks + 1); // and the end
    for (int i = 0; i < blocks; i++) {
      free.add(new LineBlock(settings.blockBytes()));
    }
    // A daemon: nothing can wake a thread that waits for standard input.
    thread = Thread.ofPlatform().daemon().name("tripline-read " + file.name()).start(this::read);
  }

  private void read() {
    try {
      while (true) {
        LineBlock block = free.take();
        Throwable failure = null;
        boolean more;
        try {
          more = reader.fill(block);
        } catch (IOException | RuntimeException | Error e) {
          failure = e;
          more = false;
        }
        filled.add(new Handover(block, null));
        if (!more) {
          filled.add(new Handover(null, failure));
          return;
        }
      }
    } catch (InterruptedException e) {
      // Closed by the consumer, who waits for nothing more.
    }
  }

  /**
   * The next block, to be given back with {@link #release}; null at the end.
   *
   * @throws IOException if the file could not be read to its end
   */
  @Nullable LineBlock next() throws IOException, InterruptedException {
    if (ended) {
      return null;
    }
    Handover handover = filled.take();
    LineBlock block = handover.block();
    if (block == null) {
      ended = true;
      rethrow(handover.failure());
    }
    return block;
  }

  /** Gives a block back when nobody looks at it any more. */
  void release(LineBlock block) {
    free.add(block);
  }

  private void rethrow(@Nullable Throwable failure) throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw file.failed(e);
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  EventFile file() {
    return file;
  }

  /** Ends the reading thread and closes the file. */
  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      // Not for ever: it may wait for standard input.
      thread.join(LAST_READ);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    file.close();
  }
}
