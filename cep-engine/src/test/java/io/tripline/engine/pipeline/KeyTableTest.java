package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.event.KeyBuffer;
import io.tripline.engine.event.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeyTableTest {
  private static final Schema SCHEMA = Schema.of(1, List.of(TestRules.read("t", "large=1")));

  /** The key buffer of an account. */
  private static KeyBuffer key(long account) {
    io.tripline.engine.event.EventWriter writer = new io.tripline.engine.event.EventWriter();
    TestEvent.payment("p", 1, "c", account, 1).write(writer, SCHEMA);
    KeyBuffer buffer = new KeyBuffer();
    SCHEMA.get("Payment").keys().getFirst().write(writer.bytes(), 0, buffer);
    return buffer;
  }

  @Test
  void isAMapAlsoWhereHashesCollide() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      KeyTable table = new KeyTable();
      Map<Long, KeyEntry> expected = new HashMap<>();
      for (int i = 0; i < 3_000; i++) {
        long account = random.nextInt(300);
        // Few different homes, and full collisions too.
        long hash = (account % 7 == 0 ? 7 : account % 50) << 32 | account % 11 + 1;
        KeyBuffer key = key(account);
        KeyEntry found = table.find(hash, key);
        assertThat(found).as("seed %d, step %d", seed, i).isSameAs(expected.get(account));
        if (found != null) {
          assertThat(table.mayHold(hash)).isTrue();
          table.remove(found);
          expected.remove(account);
        } else if (random.nextInt(3) > 0 || i < 500) {
          KeyEntry entry = new KeyEntry(hash, key.copy());
          table.add(entry);
          expected.put(account, entry);
        }
        assertThat(table.size()).isEqualTo(expected.size());
      }
      List<KeyEntry> all = new java.util.ArrayList<>();
      table.forEach(all::add);
      assertThat(all).containsExactlyInAnyOrderElementsOf(expected.values());
    }
  }

  @Test
  void shrinksAgain() {
    KeyTable table = new KeyTable();
    List<KeyEntry> entries = new java.util.ArrayList<>();
    for (long account = 0; account < 10_000; account++) {
      KeyBuffer key = key(account);
      KeyEntry entry = new KeyEntry(key.hash(), key.copy());
      entries.add(entry);
      table.add(entry);
    }
    entries.forEach(table::remove);
    assertThat(table.size()).isZero();
    assertThat(table.mayHold(entries.getFirst().hash)).isFalse();
    assertThat(table.capacity()).isEqualTo(16);
  }
}
