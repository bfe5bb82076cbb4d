package io.tripline.engine.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long something took, time after time, in classes. Written by one thread, read by any. */
final class Durations {
  private static final long[] BOUNDS =
      EngineStats.Durations.BOUNDS_NANOS.stream().mapToLong(Long::longValue).toArray();

  private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.length + 1);
  private volatile long sum;
  private volatile long longest;

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void add(long nanos) {
    int of = 0;
    while (of < BOUNDS.length && nanos > BOUNDS[of]) {
      of++;
    }
    counts.setOpaque(of, counts.getOpaque(of) + 1);
    sum += nanos;
    longest = Math.max(longest, nanos);
  }

  /** What some have measured together; of one moment only while nobody adds. */
  static EngineStats.Durations together(List<Durations> all) {
    long[] counts = new long[BOUNDS.length + 1];
    long sum = 0;
    long longest = 0;
    for (Durations each : all) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] += each.counts.get(i);
      }
      sum += each.sum;
      longest = Math.max(longest, each.longest);
    }
    return new EngineStats.Durations(Arrays.stream(counts).boxed().toList(), sum, longest);
  }
}
