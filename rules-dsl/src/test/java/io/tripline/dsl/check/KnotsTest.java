package io.tripline.dsl.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KnotsTest {
  private static final int NODES = 7;

  /** Nodes have the same knot where each reaches the other, as found by trying all ways. */
  @Property(tries = 500)
  void nodesThatReachEachOther(
      @ForAll @Size(max = 16) List<@IntRange(max = NODES * NODES - 1) Integer> pairs) {
    List<List<Integer>> edges = new ArrayList<>();
    boolean[][] reaches = new boolean[NODES][NODES];
    for (int i = 0; i < NODES; i++) {
      edges.add(new ArrayList<>());
      reaches[i][i] = true;
    }
    for (int pair : pairs) {
      edges.get(pair / NODES).add(pair % NODES);
      reaches[pair / NODES][pair % NODES] = true;
    }
    for (int via = 0; via < NODES; via++) {
      for (int a = 0; a < NODES; a++) {
        for (int b = 0; b < NODES; b++) {
          reaches[a][b] |= reaches[a][via] && reaches[via][b];
        }
      }
    }
    int[] knots = Knots.of(edges);
    for (int a = 0; a < NODES; a++) {
      for (int b = 0; b < NODES; b++) {
        assertThat(knots[a] == knots[b]).isEqualTo(reaches[a][b] && reaches[b][a]);
      }
    }
  }

  @Test
  void aLongChainNeedsNoStack() {
    List<List<Integer>> chain = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      chain.add(List.of((i + 1) % 100_000));
    }
    assertThat(Knots.of(chain)).containsOnly(Knots.of(chain)[0]);
  }
}
