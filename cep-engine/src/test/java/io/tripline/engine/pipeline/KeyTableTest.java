package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeyTableTest {
  private static final Schema SCHEMA = Schema.of(1, List.of(TestRules.read("t", "large=1")));

  private static EventKey key(long account) {
    EventWriter writer = new EventWriter();
    TestEvent.payment("p", 1, "c", account, 1).write(writer, SCHEMA);
    EventKey key = new EventKey();
    EventView event = new EventView().wrap(writer.bytes(), 0);
    key.of(event, SCHEMA.get("Payment").keys().getFirst());
    return key;
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
        EventKey key = key(account);
        KeyEntry found = table.find(hash, key);
        assertThat(found).as("seed %d, step %d", seed, i).isSameAs(expected.get(account));
        if (found != null) {
          table.remove(found);
          expected.remove(account);
        } else if (random.nextInt(3) > 0 || i < 500) {
          KeyEntry entry = new KeyEntry(hash, key.bytes());
          table.add(entry);
          expected.put(account, entry);
        }
        assertThat(table.size()).isEqualTo(expected.size());
      }
      List<KeyEntry> all = new ArrayList<>();
      table.forEach(all::add);
      assertThat(all).containsExactlyInAnyOrderElementsOf(expected.values());
    }
  }

  @Test
  void shrinksAgain() {
    KeyTable table = new KeyTable();
    List<KeyEntry> entries = new ArrayList<>();
    for (long account = 0; account < 10_000; account++) {
      EventKey key = key(account);
      KeyEntry entry = new KeyEntry(key.buffer().hash(), key.bytes());
      entries.add(entry);
      table.add(entry);
    }
    entries.forEach(table::remove);
    assertThat(table.size()).isZero();
    assertThat(table.find(entries.getFirst().hash, key(0))).isNull();
    assertThat(table.capacity()).isEqualTo(16);
  }
}
