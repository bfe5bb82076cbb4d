package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.pipeline.Engine.Published;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
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
  private final int maxEventBytes;
  private final StampedLock gate = new StampedLock();
  private volatile Running running;
  private volatile @Nullable String closedBecause;

  Publisher(Ring ring, Failure failure, int maxEventBytes, Running running) {
    this.ring = ring;
    this.failure = failure;
    this.maxEventBytes = maxEventBytes;
    this.running = running;
  }

  Running running() {
    return running;
  }

  Published publish(EventWriter events, int schemaId, Duration patience)
      throws InterruptedException {
    if (events.count() == 0) {
      return Published.ACCEPTED;
    }
    check(events, schemaId);
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
        if (putAll(events)) {
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

  private void check(EventWriter events, int schemaId) {
    int eventsSchema = new EventView().wrap(events.bytes(), 0).schemaId();
    if (eventsSchema != schemaId) {
      throw new IllegalArgumentException(
          "events of schema " + eventsSchema + " given as of schema " + schemaId);
    }
    if (events.length() > maxEventBytes) {
      for (int at = 0; at < events.length(); at += Bytes.getInt(events.bytes(), at)) {
        int length = Bytes.getInt(events.bytes(), at);
        if (length > maxEventBytes) {
          throw new IllegalArgumentException(
              "an event of " + length + " bytes; the most is " + maxEventBytes);
        }
      }
    }
  }

  /** False if there was no room for the first slot; then nothing was taken. */
  private boolean putAll(EventWriter events) {
    byte[] bytes = events.bytes();
    int end = events.length();
    int from = 0;
    while (from < end) {
      int to = from;
      int count = 0;
      while (to < end) {
        int length = Bytes.getInt(bytes, to);
        if (count > 0 && to + length - from > Slot.BYTES) {
          break;
        }
        to += length;
        count++;
      }
      if (from > 0) {
        ring.put(EntryKind.EVENTS, bytes, from, to - from, count, null);
      } else if (ring.offer(EntryKind.EVENTS, bytes, 0, to, count, null) < 0) {
        return false;
      }
      from = to;
    }
    return true;
  }

  /** Puts a deployment in; from then on events must be of its schema. Its sequence in the ring. */
  long deploy(DeploymentPlan plan) {
    byte[] entry = RuleSetEntryCodec.encode(plan.entry());
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

  /** Something that goes into the ring, other than events and deployments. */
  interface Entry {
    /** Puts it in; its sequence in the ring. */
    long put();
  }

  long put(Entry entry) {
    long stamp = gate.readLock();
    try {
      checkOpen();
      return entry.put();
    } finally {
      gate.unlockRead(stamp);
    }
  }

  /**
   * Puts a last entry in; nothing gets in after it.
   *
   * @param because a sentence for those who come late
   */
  long putLast(String because, Entry entry) {
    long stamp = gate.writeLock();
    try {
      checkOpen();
      closedBecause = because;
      return entry.put();
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
