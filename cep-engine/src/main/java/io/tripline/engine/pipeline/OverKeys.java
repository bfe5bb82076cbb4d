package io.tripline.engine.pipeline;

import io.tripline.engine.port.StateStore.KeyName;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** States of keys that may be over, from whoever finds them to the worker whose they are. */
final class OverKeys {
  /** Past it others are not taken: they are found again. */
  private static final int MOST = 20_000;

  private final Queue<Over> found = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /** A state that may be over. */
  record Over(KeyName key, long stateId) {}

  /** Any thread. */
  void add(KeyName key, long stateId) {
    if (count.get() < MOST) {
      count.incrementAndGet();
      found.add(new Over(key, stateId));
    }
  }

  /** Whether there are any. */
  boolean isEmpty() {
    return count.get() == 0;
  }

  /** The next one. The worker. */
  @Nullable Over poll() {
    Over next = found.poll();
    if (next != null) {
      count.decrementAndGet();
    }
    return next;
  }
}
