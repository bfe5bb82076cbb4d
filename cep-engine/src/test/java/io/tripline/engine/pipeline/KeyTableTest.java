package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.heap.StateHeap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The table against a map. */
final class KeyTableTest {
  private final KeyRecords records = new KeyRecords(new StateHeap());
  private final KeyTable table = new KeyTable(records);
  private final EventKey key = new EventKey();

  private EventKey key(long account) {
    key.of(ByteBuffer.allocate(8).putLong(account).array());
    return key;
  }

  private int add(long hash, long account) {
    int record = records.make(key(account).bytes(), 8);
    table.add(hash, record);
    return record;
  }

  private void remove(long hash, int record) {
    table.remove(hash, record);
    records.free(record);
  }

  @Test
  void isAMapAlsoWhereHashesCollide() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Map<Long, Integer> expected = new HashMap<>();
      for (int i = 0; i < 3_000; i++) {
        long account = random.nextInt(300);
        // Few different homes, and full collisions too.
        long hash = (account % 7 == 0 ? 7 : account % 50) << 32 | account % 11 + 1;
        int found = table.find(hash, key(account));
        assertThat(found)
            .as("seed %d, step %d", seed, i)
            .isEqualTo(expected.getOrDefault(account, KeyRecords.NONE));
        if (found != KeyRecords.NONE) {
          remove(hash, found);
          expected.remove(account);
        } else if (random.nextInt(3) > 0 || i < 500) {
          expected.put(account, add(hash, account));
        }
        assertThat(table.size()).isEqualTo(expected.size());
      }
      assertThat(all()).containsExactlyInAnyOrderElementsOf(expected.values());
      expected.forEach(
          (account, record) ->
              remove((account % 7 == 0 ? 7 : account % 50) << 32 | account % 11 + 1, record));
    }
  }

  private List<Integer> all() {
    List<Integer> all = new ArrayList<>();
    for (long at = 0; at < KeyTable.END; ) {
      at = table.visit(at, all::add);
    }
    return all;
  }

  @Test
  void growsBySegmentsAndShrinksAgain() {
    long empty = table.bytes();
    SplittableRandom random = new SplittableRandom(42);
    List<Long> hashes = new ArrayList<>();
    List<Integer> made = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      hashes.add(random.nextLong() | 1);
      made.add(add(hashes.get(i), i));
    }
    assertThat(table.bytes()).as("bytes per key").isLessThan(24 * 100_000);
    for (int i = 0; i < 100_000; i++) {
      assertThat(table.find(hashes.get(i), key(i))).isEqualTo(made.get(i));
    }
    // Sorted: to compare so many in any order takes its square.
    assertThat(all().stream().sorted()).containsExactlyElementsOf(made.stream().sorted().toList());
    for (int i = 0; i < 100_000; i++) {
      remove(hashes.get(i), made.get(i));
      if (i % 997 == 0 && i < 99_999) {
        assertThat(table.find(hashes.get(i), key(i))).isEqualTo(KeyRecords.NONE);
        assertThat(table.find(hashes.get(99_999), key(99_999))).isEqualTo(made.get(99_999));
      }
    }
    assertThat(table.size()).isZero();
    assertThat(table.bytes()).isEqualTo(empty);
    assertThat(records.heap().blocks()).isZero();
  }

  @Test
  void aSegmentCanBeEmptiedWhileItIsVisited() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      long account = random.nextLong();
      add(key(account).buffer().hash(), account);
    }
    int[] seen = {0};
    for (long at = 0; at < KeyTable.END; ) {
      at =
          table.visit(
              at,
              record -> {
                seen[0]++;
                remove(records.hash(record), record);
              });
    }
    assertThat(seen[0]).isEqualTo(20_000);
    assertThat(table.size()).isZero();
  }

  @Test
  void keysOfOneTagAreTold() {
    List<Integer> made = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      made.add(add(77L << 32 | i + 1, i));
    }
    for (int i = 0; i < 10_000; i += 501) {
      assertThat(table.find(77L << 32 | i + 1, key(i))).isEqualTo(made.get(i));
    }
    assertThat(table.find(77L << 32 | 10_001, key(10_000))).isEqualTo(KeyRecords.NONE);
    for (int i = 0; i < 10_000; i++) {
      remove(77L << 32 | i + 1, made.get(i));
    }
    assertThat(table.size()).isZero();
  }
}
