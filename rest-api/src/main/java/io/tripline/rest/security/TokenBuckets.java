package io.tripline.rest.security;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How often each of many callers may do something: so many times at once, and then at a rate. A
 * token bucket for each, kept as the one point of time at which it will be full again; of callers
 * beyond a bound, all have one bucket together. Thread-safe; takes no lock.
 */
public final class TokenBuckets {
  private static final long SWEEP_NANOS = 1_000_000_000;

  private final long intervalNanos;
  private final long burstNanos;
  private final int mostCallers;
  private final LongSupplier nanos;
  private final Map<String, AtomicLong> fullAt = new ConcurrentHashMap<>();
  private final AtomicLong others;
  private final AtomicLong sweptAt;

  /**
   * @param intervalNanos from one time to the next, in the long run
   * @param burst how many times at once, at least 1
   * @param mostCallers that have a bucket of their own
   * @param nanos a steady clock
   */
  public TokenBuckets(long intervalNanos, int burst, int mostCallers, LongSupplier nanos) {
    this.intervalNanos = intervalNanos;
    this.burstNanos = intervalNanos * burst;
    this.mostCallers = mostCallers;
    this.nanos = nanos;
    long now = nanos.getAsLong();
    this.others = new AtomicLong(now);
    this.sweptAt = new AtomicLong(now - SWEEP_NANOS);
  }

  /**
   * Once more.
   *
   * @return 0 if the caller may; else how long it has to wait, in ns, and nothing is taken
   */
  public long take(String caller) {
    long now = nanos.getAsLong();
    AtomicLong bucket = bucket(caller, now);
    while (true) {
      long was = bucket.get();
      long next = (was - now > 0 ? was : now) + intervalNanos;
      long wait = next - now - burstNanos;
      if (wait > 0) {
        return wait;
      }
      if (bucket.compareAndSet(was, next)) {
        return 0;
      }
    }
  }

  /** Callers that have a bucket of their own. */
  int size() {
    return fullAt.size();
  }

  private AtomicLong bucket(String caller, long now) {
    AtomicLong bucket = fullAt.get(caller);
    if (bucket != null) {
      return bucket;
    }
    if (fullAt.size() >= mostCallers) {
      sweep(now);
      if (fullAt.size() >= mostCallers) {
        return others;
      }
    }
    return fullAt.computeIfAbsent(caller, name -> new AtomicLong(now));
  }

  /** A full bucket is as good as none. */
  private void sweep(long now) {
    long last = sweptAt.get();
    if (now - last >= SWEEP_NANOS && sweptAt.compareAndSet(last, now)) {
      fullAt.values().removeIf(each -> each.get() - now <= 0);
    }
  }
}
