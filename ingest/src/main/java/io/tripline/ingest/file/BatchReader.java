package io.tripline.ingest.file;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads, unzips and splits a file in a thread of its own, some batches ahead. {@link #next} is for
 * one thread at a time, {@link #release} for any.
 */
final class BatchReader implements AutoCloseable {
  /** What comes out of the reading thread: a batch, or how the reading ended. */
  private record Handover(@Nullable LineBatch batch, @Nullable Throwable failure) {}

  private static final Duration LAST_READ = Duration.ofSeconds(1);

  private final EventFile file;
  private final LineSplitter splitter;
  private final BlockingQueue<LineBatch> free;
  private final BlockingQueue<Handover> filled;
  private final Thread thread;
  private boolean ended;

  BatchReader(EventFile file, FileIngestSettings settings) {
    this.file = file;
    splitter = new LineSplitter(file.content(), settings.limits().maxEventBytes());
    int batches = settings.queuedBatches() + SingleFile.DECODERS; // each has one at hand
    free = new ArrayBlockingQueue<>(batches);
    filled = new ArrayBlockingQueue<>(batches + 1); // and the end
    for (int i = 0; i < batches; i++) {
      free.add(new LineBatch(settings.batchBytes()));
    }
    // A daemon: nothing can wake a thread that waits for standard input.
    thread = Thread.ofPlatform().daemon().name("tripline-read " + file.name()).start(this::read);
  }

  private void read() {
    try {
      while (true) {
        LineBatch batch = free.take();
        Throwable failure = null;
        boolean more;
        try {
          more = splitter.fill(batch);
        } catch (IOException | RuntimeException | Error e) {
          failure = e;
          more = false;
        }
        batch.fileBytesRead = file.bytesRead();
        filled.add(new Handover(batch, null));
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
   * The next batch, to be given back with {@link #release}; null at the end.
   *
   * @throws IOException if the file could not be read to its end
   */
  @Nullable LineBatch next() throws IOException, InterruptedException {
    if (ended) {
      return null;
    }
    Handover handover = filled.take();
    LineBatch batch = handover.batch();
    if (batch == null) {
      ended = true;
      rethrow(handover.failure());
    }
    return batch;
  }

  /** Gives a batch back when nobody looks at it any more. */
  void release(LineBatch batch) {
    free.add(batch);
  }

  private void rethrow(@Nullable Throwable failure) throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw new IOException(sentence(e), e);
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  private String sentence(IOException e) {
    return e instanceof EOFException
        ? file.name() + " is cut off: its gzip data ends too early. The events before were taken."
        : "Cannot read "
            + file.name()
            + " to its end: "
            + e.getMessage()
            + ". The events before were taken.";
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
