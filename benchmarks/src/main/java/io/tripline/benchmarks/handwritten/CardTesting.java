package io.tripline.benchmarks.handwritten;

import io.tripline.benchmarks.workload.Tally;
import java.util.Arrays;

/** Two small payments at different merchants, then a large one, within ten minutes; on one card. */
final class CardTesting {
  static final long SMALL = 200;
  static final long LARGE = 20_000;
  private static final long WITHIN = 600_000;

  private long[] times = new long[4];
  private long[] probes = new long[4];
  private String[] merchants = new String[4];
  // 0 where there is none yet.
  private long[] agains = new long[4];
  private int count;

  /** A payment in a web shop of less than {@link #SMALL}. */
  void small(long number, long time, String merchant) {
    expire(time);
    for (int i = 0; i < count; i++) {
      if (agains[i] == 0 && !merchants[i].equals(merchant)) {
        agains[i] = number;
      }
    }
    if (count == times.length) {
      times = Arrays.copyOf(times, 2 * count);
      probes = Arrays.copyOf(probes, 2 * count);
      merchants = Arrays.copyOf(merchants, 2 * count);
      agains = Arrays.copyOf(agains, 2 * count);
    }
    times[count] = time;
    probes[count] = number;
    merchants[count] = merchant;
    agains[count++] = 0;
  }

  /** A payment in a web shop of more than {@link #LARGE}. */
  void large(long number, long time, String card, Tally tally) {
    expire(time);
    for (int i = 0; i < count; i++) {
      if (agains[i] != 0) {
        tally.alert("card_testing", card).event(probes[i]).event(agains[i]).event(number).end();
        count = 0;
        return;
      }
    }
  }

  private void expire(long time) {
    int gone = 0;
    while (gone < count && times[gone] < time - WITHIN) {
      gone++;
    }
    if (gone > 0) {
      count -= gone;
      System.arraycopy(times, gone, times, 0, count);
      System.arraycopy(probes, gone, probes, 0, count);
      System.arraycopy(merchants, gone, merchants, 0, count);
      System.arraycopy(agains, gone, agains, 0, count);
    }
  }
}
