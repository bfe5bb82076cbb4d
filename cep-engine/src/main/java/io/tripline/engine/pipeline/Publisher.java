package io.tripline.engine.pipeline;

import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.pipeline.Engine.Published;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way into the ring. Events go in under a read lock together with the check that they were
 * decoded under the running schema, a deployment under the write lock; so no event of an old schema
 * follows the deployment that ends it. While nothing of a call is taken yet, it waits for room
 * without the lock; after that the ring is bound to make room, as no handler needs the lock.
 */
final class Publisher {
  private final Ring ring;
  private final Failure failure;
  private final SourceRegistry sources;
  private final int maxEventBytes;
  private final StampedLock gate = new StampedLock();
  private volatile Running running;
  private volatile @Nullable String closedBecause;

  Publisher(
      Ring ring, Failure failure, SourceRegistry sources, int maxEventBytes, Running running) {
    this.ring = ring;
    this.failure = failure;
    this.sources = sources;
    this.maxEventBytes = maxEventBytes;
    this.running = running;
  }

  Running running() {
    return running;
  }

  Published publish(EventWriter events, int schemaId, Duration patience)
      throws InterruptedException {
    return publish(events, schemaId, patience, null);
  }

  /** The same of a single event, on which somebody waits for an answer. */
  Published publish(
      EventWriter events, int schemaId, Duration patience, @Nullable Question question)
      throws InterruptedException {
    if (events.count() == 0) {
      return Published.ACCEPTED;
    }
    Publication publication =
        new Publication(events, schemaId, maxEventBytes, sources.count(), question);
    long start = System.nanoTime();
    long nanos = TimeUnit.NANOSECONDS.convert(patience);
    while (true) {
      long stamp = gate.tryReadLock(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
      if (stamp == 0) {
        return Published.FULL;
      }
      try {
        checkOpen();
        if (running.schema().id() != schemaId) {
          return Published.STALE_SCHEMA;
        }
        if (putAll(publication, start)) {
          publication.sources().forEach(sources::heard);
          publication.countInto(sources);
          return Published.ACCEPTED;
        }
      } finally {
        gate.unlockRead(stamp);
      }
      if (!ring.awaitRoom(nanos - (System.nanoTime() - start))) {
        return Published.FULL;
      }
    }
  }

  /** Whether the running rules declare a list or table in a form. */
  boolean isDeclared(EntryForm form) {
    return running.declares(form);
  }

  private void checkSource(int source) {
    SourceRegistry.check(source, sources.count());
  }

  /** The number of a source; one that is not known gets the next, which is an entry. */
  int source(String name) {
    long stamp = gate.writeLock();
    try {
      checkOpen();
      int known = sources.find(name);
      if (known >= 0) {
        return known;
      }
      if (sources.count() == SourceRegistry.MOST) {
        throw new TooManySourcesException();
      }
      put(EntryKind.SOURCE, SourceEntryCodec.source(sources.count(), name));
      return sources.add(name);
    } finally {
      gate.unlockWrite(stamp);
    }
  }

  /** A source says that it has come to a time; false if there was no room for that in time. */
  boolean time(int source, long time, Duration patience) throws InterruptedException {
    checkSource(source);
    byte[] entry = SourceEntryCodec.time(source, time);
    long start = System.nanoTime();
    long nanos = TimeUnit.NANOSECONDS.convert(patience);
    while (true) {
      long stamp = gate.tryReadLock(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
      if (stamp == 0) {
        return false;
      }
      try {
        checkOpen();
        if (ring.offer(EntryKind.TIME, entry, 0, entry.length, 1, null, start) >= 0) {
          sources.heard(source);
          return true;
        }
      } finally {
        gate.unlockRead(stamp);
      }
      if (!ring.awaitRoom(nanos - (System.nanoTime() - start))) {
        return false;
      }
    }
  }

  /** Declares a source idle. */
  void idle(int source) {
    long stamp = gate.readLock();
    try {
      checkOpen();
      checkSource(source);
      put(EntryKind.IDLE, SourceEntryCodec.idle(source));
    } finally {
      gate.unlockRead(stamp);
    }
  }

  /**
   * Declares a source idle that was not heard of since then, while nobody can publish.
   *
   * @param heardAt by {@link System#nanoTime}
   * @return whether it is
   */
  boolean idleSince(int source, long heardAt, long millis) {
    if (System.nanoTime() - heardAt < TimeUnit.MILLISECONDS.toNanos(millis)) {
      return false;
    }
    long stamp = gate.writeLock();
    try {
      if (isClosed() || sources.heardAt(source) != heardAt) {
        return false;
      }
      failure.check();
      put(EntryKind.IDLE, SourceEntryCodec.idle(source));
      return true;
    } finally {
      gate.unlockWrite(stamp);
    }
  }

  private void put(EntryKind kind, byte[] entry) {
    ring.put(kind, entry, 0, entry.length, 1, null);
  }

  boolean isClosed() {
    return closedBecause != null;
  }

  /** False if there was no room for the first slot; then nothing was taken. */
  private boolean putAll(Publication publication, long arrivedAt) {
    if (publication.offer(0, ring, arrivedAt) < 0) {
      return false;
    }
    for (int slot = 1; slot < publication.slots(); slot++) {
      publication.put(slot, ring, arrivedAt);
    }
    return true;
  }

  /** Puts a deployment in; from then on events must be of its schema. Its sequence in the ring. */
  long deploy(DeploymentPlan plan) {
    byte[] entry = plan.bytes();
    long stamp = gate.writeLock();
    try {
      checkOpen();
      long at = ring.put(plan.kind(), entry, 0, entry.length, 1, plan);
      running = plan.target();
      return at;
    } finally {
      gate.unlockWrite(stamp);
    }
  }

  /** Takes the rules that a replay has led to. */
  void recovered(Running target) {
    running = target;
  }

  /**
   * Puts something in that is neither event nor deployment.
   *
   * @param entry does it, and answers what the caller wants to have of it
   */
  <T> T put(Supplier<T> entry) {
    long stamp = gate.readLock();
    try {
      checkOpen();
      return entry.get();
    } finally {
      gate.unlockRead(stamp);
    }
  }

  /**
   * Puts a last entry in; nothing gets in after it.
   *
   * @param because a sentence for those who come late
   */
  long putLast(String because, LongSupplier entry) {
    long stamp = gate.writeLock();
    try {
      checkOpen();
      closedBecause = because;
      return entry.getAsLong();
    } finally {
      gate.unlockWrite(stamp);
    }
  }

  /** From now on nothing gets in. */
  void close(String because) {
    long stamp = gate.writeLock();
    closedBecause = because;
    gate.unlockWrite(stamp);
  }

  void checkOpen() {
    failure.check();
    String because = closedBecause;
    if (because != null) {
      throw new IllegalStateException(because);
    }
  }
}
