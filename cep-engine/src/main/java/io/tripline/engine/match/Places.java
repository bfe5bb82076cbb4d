package io.tripline.engine.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sorts runs by place: all that the future of a run depends on, its start and what it has bound
 * apart. Not thread-safe.
 */
final class Places {
  private static final int FEW = 16;
  private static final int NONE = -1;

  private final boolean looksAtNext;
  private int[] table = new int[4 * FEW];

  /** Those of the event before, for who needs them. */
  final List<Run> runs = new ArrayList<>();

  /** Of two runs at one place, the one to keep. */
  interface Choice {
    Run of(Run a, Run b);
  }

  Places(boolean looksAtNext) {
    this.looksAtNext = looksAtNext;
  }

  /** Adds one run a place to an empty list, places in the order in which they come. */
  void onePerPlace(List<Run> all, List<Run> kept, Choice choice) {
    boolean few = all.size() <= FEW;
    if (!few) {
      prepare(all.size());
    }
    for (int i = 0; i < all.size(); i++) {
      Run run = all.get(i);
      int at = few ? find(run, kept) : findInTable(run, kept);
      if (at == kept.size()) {
        kept.add(run);
      } else {
        kept.set(at, choice.of(kept.get(at), run));
      }
    }
  }

  private void prepare(int count) {
    int size = Integer.highestOneBit(count) * 4;
    if (size > table.length) {
      table = new int[size];
    }
    Arrays.fill(table, NONE);
  }

  private int find(Run run, List<Run> kept) {
    for (int i = 0; i < kept.size(); i++) {
      if (isSame(kept.get(i), run)) {
        return i;
      }
    }
    return kept.size();
  }

  private int findInTable(Run run, List<Run> kept) {
    int mask = table.length - 1;
    for (int i = hash(run) & mask; ; i = i + 1 & mask) {
      if (table[i] == NONE) {
        table[i] = kept.size();
        return kept.size();
      }
      if (isSame(kept.get(table[i]), run)) {
        return table[i];
      }
    }
  }

  private int hash(Run run) {
    long h = run.state * 31L + run.open;
    h = h * 31 + run.alive;
    h = h * 31 + (run.fresh && looksAtNext ? 1 : 0);
    for (int count : run.counts) {
      h = h * 31 + count;
    }
    h *= 0x9E37_79B9_7F4A_7C15L;
    return (int) (h >>> 32);
  }

  private boolean isSame(Run a, Run b) {
    return a.state == b.state
        && a.open == b.open
        && a.alive == b.alive
        && (a.fresh == b.fresh || !looksAtNext)
        && Arrays.equals(a.counts, b.counts);
  }
}
