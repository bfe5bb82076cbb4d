package io.tripline.ingest.file;

import io.tripline.ingest.RecordChunk;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Feeds one file as it comes, a batch of lines at a time. Decoding is the most of the work of a
 * backtest, so that two threads do it, each on a batch of its own; batches are published in the
 * order of the file, so that nobody can tell.
 */
final class SingleFile {
  /** How many threads decode, the caller's included. */
  static final int DECODERS = 2;

  private static final int CHUNK_BYTES = 512 << 10;

  private final Feed feed;
  private final BatchReader reader;

  /** Held while a batch is taken, so that its number is its place in the file. */
  private final ReentrantLock taking = new ReentrantLock();

  private long taken;

  /** Guards what says whose turn it is to publish. */
  private final ReentrantLock publishing = new ReentrantLock();

  private final Condition turned = publishing.newCondition();
  private long turn;
  private boolean stopped;

  SingleFile(Feed feed, BatchReader reader) {
    this.feed = feed;
    this.reader = reader;
  }

  void run() throws IOException, InterruptedException {
    SecondDecoder second = new SecondDecoder();
    Thread thread =
        Thread.ofPlatform().daemon().name("tripline-decode " + reader.file().name()).start(second);
    boolean complete = false;
    try {
      decodeAll();
      complete = true;
    } catch (IOException e) {
      complete = true; // the file ends here, but what the second decoder has of it counts
      throw e;
    } finally {
      if (!complete) {
        stop();
        thread.interrupt();
      }
      joinUninterruptibly(thread);
    }
    second.rethrow();
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The second decoding thread. */
  private final class SecondDecoder implements Runnable {
    private volatile @Nullable Throwable failure;

    @Override
    public void run() {
      try {
        decodeAll();
      } catch (IOException e) {
        failure = e;
      } catch (InterruptedException | RuntimeException | Error e) {
        failure = e;
        stop();
      }
    }

    void rethrow() throws IOException, InterruptedException {
      switch (failure) {
        case null -> {}
        case IOException e -> throw e;
        case InterruptedException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(failure);
      }
    }
  }

  /** Takes batches until there are none. */
  private void decodeAll() throws IOException, InterruptedException {
    RecordChunk chunk =
        new RecordChunk(
            feed.target(), feed.settings().source(), feed.settings().limits(), CHUNK_BYTES);
    while (true) {
      LineBatch batch;
      long ticket;
      taking.lockInterruptibly();
      try {
        batch = reader.next();
        ticket = taken++;
      } finally {
        taking.unlock();
      }
      if (batch == null || !decode(batch, ticket, chunk)) {
        return;
      }
      reader.release(batch);
    }
  }

  /** False if the other thread has failed. */
  private boolean decode(LineBatch batch, long ticket, RecordChunk chunk)
      throws InterruptedException {
    chunk.start(batch.bytes);
    for (int line = 0; line < batch.count(); line++) {
      if (chunk.isFull()) {
        if (!awaitTurn(ticket)) {
          return false;
        }
        publish(batch, chunk);
        chunk.start(batch.bytes);
      }
      if (batch.isCut(line)) {
        chunk.addRejected(
            batch.start(line),
            batch.length(line),
            batch.number(line),
            feed.settings().limits().tooLarge());
      } else {
        chunk.add(batch.start(line), batch.length(line), batch.number(line));
      }
    }
    if (!awaitTurn(ticket)) {
      return false;
    }
    publish(batch, chunk);
    passTurn();
    return true;
  }

  private boolean awaitTurn(long ticket) throws InterruptedException {
    publishing.lockInterruptibly();
    try {
      while (turn != ticket && !stopped) {
        turned.await();
      }
      return !stopped;
    } finally {
      publishing.unlock();
    }
  }

  private void passTurn() {
    publishing.lock();
    try {
      turn++;
      turned.signalAll();
    } finally {
      publishing.unlock();
    }
  }

  /** Lets nobody wait for a turn that will not come. */
  private void stop() {
    publishing.lock();
    try {
      stopped = true;
      turned.signalAll();
    } finally {
      publishing.unlock();
    }
  }

  /** Only by the thread whose turn it is. */
  private void publish(LineBatch batch, RecordChunk chunk) throws InterruptedException {
    while (!chunk.publish(Feed.PATIENCE)) {
      // A file can wait; a failed engine throws.
    }
    for (RecordChunk.Rejected each : chunk.rejected()) {
      feed.reject(
          reader.file(), each.number(), each.rejection(), batch.bytes, each.start(), each.length());
    }
    feed.published(chunk.accepted());
  }
}
