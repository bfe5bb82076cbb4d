package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.engine.port.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is remembered of ids, held against a list. */
final class IdMemoryTest {
  private static final int ROOM = 1_000_000;

  /** The same by hand: ids that were not duplicates, and when they came. */
  private static final class Naive {
    private record Seen(String id, long clock) {}

    private final List<Seen> seen = new ArrayList<>();
    private final long horizon;
    private final int most;

    Naive(long horizon, int most) {
      this.horizon = horizon;
      this.most = most;
    }

    boolean seen(String id, long now) {
      if (seen.stream().anyMatch(s -> s.id.equals(id) && now - s.clock <= horizon)) {
        return true;
      }
      seen.removeIf(s -> now - s.clock > horizon);
      while (seen.size() >= most) {
        seen.removeFirst();
      }
      seen.add(new Seen(id, now));
      return false;
    }
  }

  /** A store that takes checkpoints of one memory. */
  private static final class Store {
    private final Map<Long, byte[]> chunks = new HashMap<>();
    private int written;

    void checkpoint(IdMemory memory) {
      List<StateChange> changes = new ArrayList<>();
      memory.handOver(changes);
      for (StateChange change : changes) {
        ByteSource key = new ByteSource("key", change.key());
        assertThat(key.getText()).isEqualTo("Payment");
        byte[] value = change.value();
        if (value == null) {
          assertThat(chunks.remove(key.getLong())).as("only what is stored is deleted").isNotNull();
        } else {
          written += value.length;
          assertThat(chunks.put(key.getLong(), value.clone())).as("nothing is rewritten").isNull();
        }
      }
    }

    IdMemory open(long horizon, int most, long clock) {
      IdMemory memory = new IdMemory("Payment", horizon, most);
      chunks.forEach((chunk, bytes) -> memory.restore(chunk, bytes.clone()));
      memory.restored(clock);
      return memory;
    }
  }

  private static boolean seen(IdMemory memory, String id, long now) {
    byte[] bytes = ("__" + id + "_").getBytes(StandardCharsets.UTF_8);
    return memory.seen(bytes, 2, bytes.length - 3, now);
  }

  @Test
  void theTimeIsInclusiveAndBeginsWithTheFirst() {
    IdMemory memory = new IdMemory("Payment", 100, ROOM);
    assertThat(seen(memory, "a", 1_000)).isFalse();
    assertThat(seen(memory, "a", 1_000)).isTrue();
    assertThat(seen(memory, "b", 1_050)).isFalse();
    assertThat(seen(memory, "a", 1_100)).as("at its very end").isTrue();
    assertThat(seen(memory, "a", 1_101)).as("a duplicate has not begun it anew").isFalse();
    assertThat(seen(memory, "a", 1_201)).isTrue();
    assertThat(seen(memory, "b", 1_201)).isFalse();
    assertThat(seen(memory, "", 1_201)).isFalse();
    assertThat(seen(memory, "", 1_202)).isTrue();
  }

  @Test
  void timesAtTheEndsOfTime() {
    IdMemory memory = new IdMemory("Payment", Long.MAX_VALUE, ROOM);
    assertThat(seen(memory, "a", Long.MIN_VALUE + 1)).isFalse();
    assertThat(seen(memory, "a", -1)).isTrue();
    assertThat(seen(memory, "a", Long.MAX_VALUE)).as("further than any time").isFalse();
    assertThat(seen(memory, "a", Long.MAX_VALUE)).isTrue();
  }

  @Test
  void anyStreamAnyRestartAnyBoundIsAsTheListSays() {
    for (long seed = 1; seed <= 150; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long horizon = random.nextInt(1, 400);
      int most = random.nextInt(4) == 0 ? random.nextInt(1, 40) : ROOM;
      int ids = random.nextInt(1, 200);
      int idLength = random.nextInt(5) == 0 ? 8_000 : 1;
      Naive naive = new Naive(horizon, most);
      Store store = new Store();
      IdMemory memory = store.open(horizon, most, Long.MIN_VALUE);
      long clock = -500;
      for (int i = 0; i < 600; i++) {
        long time = clock + random.nextInt(-50, 20);
        String id = "x".repeat(random.nextInt(idLength)) + random.nextInt(ids);
        long now = Math.max(clock, time);
        boolean duplicate = seen(memory, id, now);
        assertThat(duplicate)
            .as("seed %d, event %d, id %s at %d", seed, i, id, now)
            .isEqualTo(naive.seen(id, now));
        // The time of a duplicate counts for nothing.
        clock = duplicate ? clock : now;
        switch (random.nextInt(60)) {
          case 0 -> store.checkpoint(memory);
          case 1 -> {
            store.checkpoint(memory);
            memory = store.open(horizon, most, clock);
          }
          default -> {}
        }
      }
      assertThat(memory.size()).isLessThanOrEqualTo(most);
    }
  }

  @Test
  void aCheckpointWritesWhatIsNewAndNothingStays() {
    Store store = new Store();
    IdMemory memory = store.open(1_000, ROOM, 0);
    for (int i = 0; i < 50_000; i++) {
      assertThat(seen(memory, "id-" + i, i)).isFalse();
      if (i % 100 == 99) {
        int before = store.written;
        store.checkpoint(memory);
        assertThat(store.written - before).isLessThanOrEqualTo(100 * (12 + 8));
      }
    }
    assertThat(memory.size()).isEqualTo(1_001);
    assertThat(store.chunks).hasSizeLessThanOrEqualTo(12);
    memory.forget(Long.MAX_VALUE);
    assertThat(memory.size()).isZero();
    store.checkpoint(memory);
    assertThat(store.chunks).isEmpty();
    assertThat(seen(memory, "id-49999", 60_000)).isFalse();
    assertThat(seen(memory, "id-49999", 60_000)).isTrue();
  }

  @Test
  void pastTheBoundTheOldestMakeRoomAndAreCounted() {
    IdMemory memory = new IdMemory("Payment", 1_000, 3);
    for (String id : List.of("a", "b", "c", "d", "e")) {
      assertThat(seen(memory, id, 10)).isFalse();
    }
    assertThat(memory.size()).isEqualTo(3);
    assertThat(memory.forgottenEarly()).isEqualTo(2);
    assertThat(seen(memory, "c", 11)).isTrue();
    assertThat(seen(memory, "a", 11)).as("forgotten").isFalse();
    assertThat(seen(memory, "c", 11)).as("made room for a").isFalse();
  }

  @Test
  void whatIsDroppedIsDeletedAndItsPlaceIsFree() {
    Store store = new Store();
    IdMemory memory = store.open(1_000, ROOM, 0);
    seen(memory, "a", 1);
    store.checkpoint(memory);
    seen(memory, "b", 2);
    List<StateChange> changes = new ArrayList<>();
    memory.drop(changes);
    assertThat(changes).singleElement().satisfies(change -> assertThat(change.value()).isNull());
  }

  @Test
  void damageIsNamed() {
    for (byte[] chunk : List.of(new byte[5], new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0})) {
      IdMemory memory = new IdMemory("Payment", 1_000, ROOM);
      memory.restore(4, chunk);
      assertThatThrownBy(() -> memory.restored(0))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("remembers of the ids of Payment is damaged");
    }
    IdMemory gap = new IdMemory("Payment", 1_000, ROOM);
    gap.restore(4, new byte[12]);
    gap.restore(6, new byte[12]);
    assertThatThrownBy(() -> gap.restored(0)).isInstanceOf(StorageException.class);
  }
}
