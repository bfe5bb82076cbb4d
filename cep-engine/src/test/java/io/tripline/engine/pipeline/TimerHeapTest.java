package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The heap against a list that is searched. */
final class TimerHeapTest {
  private static final int RECORDS = 20;
  private static final int SLOTS = 3;

  @Test
  void theEarliestEndIsAlwaysFirst() {
    for (long seed = 1; seed <= 30; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      KeyRecords records = new KeyRecords(new StateHeap());
      TimerHeap heap = new TimerHeap(records);
      int[] all = new int[RECORDS];
      long[][] times = new long[RECORDS][SLOTS];
      for (int r = 0; r < RECORDS; r++) {
        all[r] = records.make(new byte[] {(byte) r}, 1);
        for (int s = 0; s < SLOTS; s++) {
          all[r] = records.add(all[r], s, 10 * s);
        }
        Arrays.fill(times[r], Long.MAX_VALUE);
      }
      for (int step = 0; step < 2_000; step++) {
        int r = random.nextInt(RECORDS);
        int s = random.nextInt(SLOTS);
        times[r][s] = random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextInt(40) - 20;
        heap.set(all[r], s, times[r][s]);
        if (random.nextInt(10) == 0) {
          // A slot that comes and goes moves the record.
          all[r] = records.add(all[r], SLOTS, 99);
          heap.moved(all[r]);
          all[r] = records.remove(all[r], SLOTS);
          heap.moved(all[r]);
        }
        long expected = Arrays.stream(times).flatMapToLong(Arrays::stream).min().orElseThrow();
        assertThat(heap.next()).as("seed %d, step %d", seed, step).isEqualTo(expected);
        assertThat(heap.timeOf(all[r], s)).isEqualTo(times[r][s]);
        if (expected != Long.MAX_VALUE) {
          int first = heap.firstRecord();
          assertThat(heap.timeOf(first, records.find(first, heap.firstId()))).isEqualTo(expected);
        }
        long waiting =
            Arrays.stream(times).flatMapToLong(Arrays::stream).filter(t -> t < 100).count();
        assertThat(heap.size()).isEqualTo((int) waiting);
      }
      for (int r = 0; r < RECORDS; r++) {
        for (int s = 0; s < SLOTS; s++) {
          heap.set(all[r], s, Long.MAX_VALUE);
        }
      }
      assertThat(heap.size()).isZero();
      assertThat(heap.next()).isEqualTo(Long.MAX_VALUE);
    }
  }
}
