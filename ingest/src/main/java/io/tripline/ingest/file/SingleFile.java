package io.tripline.ingest.file;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Feeds one file as it comes, a block of lines at a time. Some threads do all of it, each with a
 * block of its own: they take turns in reading, decode at the same time, and publish in the order
 * of the file, so that nobody can tell.
 */
final class SingleFile {
  private static final Duration LAST_READ = Duration.ofSeconds(1);

  private final Feed feed;
  private final FileIngestSettings settings;
  private final EventFile file;

  /** Held while a block is read. */
  private final ReentrantLock reading = new ReentrantLock();

  private final BlockReader reader;
  private boolean ended;

  /** Guards what says whose turn it is to publish. */
  private final ReentrantLock publishing = new ReentrantLock();

  private final Condition turned = publishing.newCondition();
  private long turn;
  private long linesBefore;
  private boolean stopped;
  private @Nullable Throwable failure;

  SingleFile(Feed feed, EventFile file) {
    this.feed = feed;
    this.settings = feed.settings();
    this.file = file;
    reader = new BlockReader(file, settings.limits().maxEventBytes());
  }

  /** Reads to the end; in threads of its own, as nothing wakes one that waits for a pipe. */
  void run() throws IOException, InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < settings.decoders(); i++) {
      String name = "tripline-decode-" + i + " " + file.name();
      threads.add(Thread.ofPlatform().daemon().name(name).start(this::decode));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      stop(null);
      for (Thread thread : threads) {
        thread.interrupt();
      }
      joinUninterruptibly(threads);
    }
    rethrow();
  }

  /** Not for ever: one may wait for standard input. */
  private static void joinUninterruptibly(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        thread.join(LAST_READ);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void rethrow() throws IOException, InterruptedException {
    switch (failureOrNull()) {
      case null -> {}
      case IOException e -> throw file.failed(e);
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  private @Nullable Throwable failureOrNull() {
    publishing.lock();
    try {
      return failure;
    } finally {
      publishing.unlock();
    }
  }

  /** Takes blocks until there are none. */
  private void decode() {
    try {
      LineBlock block = new LineBlock(settings.blockBytes());
      BlockDecoder decoder = new BlockDecoder(feed.target(), settings);
      while (read(block)) {
        decoder.decode(block);
        if (!awaitTurn(block.number)) {
          return;
        }
        publish(decoder, block);
        passTurn(decoder.lines());
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      stop(e);
    }
  }

  /** False if there is nothing more; what was read before a failure counts. */
  private boolean read(LineBlock block) throws InterruptedException {
    reading.lockInterruptibly();
    try {
      if (ended) {
        return false;
      }
      try {
        ended = !reader.fill(block);
      } catch (IOException e) {
        ended = true;
        fail(e);
      } catch (RuntimeException | Error e) {
        ended = true;
        throw e;
      }
      return block.length > 0;
    } finally {
      reading.unlock();
    }
  }

  private boolean awaitTurn(long number) throws InterruptedException {
    publishing.lockInterruptibly();
    try {
      while (turn != number && !stopped) {
        turned.await();
      }
      return !stopped;
    } finally {
      publishing.unlock();
    }
  }

  private void passTurn(long lines) {
    publishing.lock();
    try {
      linesBefore += lines;
      turn++;
      turned.signalAll();
    } finally {
      publishing.unlock();
    }
  }

  /** Lets nobody wait for a turn that will not come. */
  private void stop(@Nullable Throwable because) {
    publishing.lock();
    try {
      stopped = true;
      turned.signalAll();
    } finally {
      publishing.unlock();
    }
    if (because != null) {
      fail(because);
    }
  }

  /** The first failure is the one that is told. */
  private void fail(Throwable because) {
    publishing.lock();
    try {
      failure = failure == null ? because : failure;
    } finally {
      publishing.unlock();
    }
  }

  /** Only by the thread whose turn it is. */
  private void publish(BlockDecoder decoder, LineBlock block) throws InterruptedException {
    decoder.publish(block);
    for (BlockDecoder.Rejected each : decoder.rejected()) {
      long line = linesBefore + each.line() + 1;
      feed.reject(file, line, each.rejection(), block.bytes, each.start(), each.length());
    }
    feed.published(decoder.accepted());
  }
}
