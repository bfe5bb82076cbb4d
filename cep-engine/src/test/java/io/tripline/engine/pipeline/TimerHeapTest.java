package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The heap against a list that is searched. */
final class TimerHeapTest {

  @Test
  void theEarliestEndIsAlwaysFirst() {
    for (long seed = 1; seed <= 30; seed++) {
      Random random = new Random(seed);
      TimerHeap heap = new TimerHeap();
      List<KeyEntry> entries = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        entries.add(new KeyEntry(i + 1, new byte[] {(byte) i}));
      }
      for (int step = 0; step < 2_000; step++) {
        KeyEntry entry = entries.get(random.nextInt(entries.size()));
        boolean none = random.nextInt(3) == 0;
        heap.set(entry, none ? Long.MAX_VALUE : random.nextInt(40) - 20);
        long expected = entries.stream().mapToLong(e -> e.timer).min().orElseThrow();
        assertThat(heap.next()).as("seed %d, step %d", seed, step).isEqualTo(expected);
        if (expected != Long.MAX_VALUE) {
          assertThat(heap.first().timer).isEqualTo(expected);
        }
        assertThat(heap.size())
            .isEqualTo((int) entries.stream().filter(e -> e.timer != Long.MAX_VALUE).count());
      }
      entries.forEach(entry -> heap.set(entry, Long.MAX_VALUE));
      assertThat(heap.size()).isZero();
      assertThat(heap.next()).isEqualTo(Long.MAX_VALUE);
    }
  }
}
