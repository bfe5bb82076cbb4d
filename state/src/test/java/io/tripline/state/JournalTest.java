package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.port.Journal;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.state.TestStore.Mode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JournalTest {
  @TempDir Path folder;

  private static void append(Journal journal, long first, long last, String block) {
    byte[] bytes = (block + "trailing bytes that do not count").getBytes(StandardCharsets.UTF_8);
    journal.append(first, last, bytes, block.length());
  }

  private static List<String> read(Journal journal, long from) {
    List<String> blocks = new ArrayList<>();
    journal.read(
        from,
        (first, block) -> blocks.add(first + " " + new String(block, StandardCharsets.UTF_8)));
    return blocks;
  }

  private static Checkpoint at(long sequence) {
    return new Checkpoint(sequence, new byte[0], List.of(), List.of());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void blocksComeBackInOrder(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      assertThat(store.step().journal().lastSequence()).isEqualTo(-1);
      assertThat(read(store.step().journal(), 0)).isEmpty();
      append(store.step().journal(), 0, 0, "a");
      append(store.step().journal(), 1, 255, "bb");
      append(store.step().journal(), 256, 1000, "");
      append(store.step().journal(), 1001, 1001, "d");
      assertThat(store.step().journal().lastSequence()).isEqualTo(1001);
      assertThat(read(store.step().journal(), 0)).containsExactly("0 a", "1 bb", "256 ", "1001 d");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void readingStartsWithTheBlockThatHoldsTheEntry(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      append(store.step().journal(), 0, 9, "a");
      append(store.step().journal(), 10, 19, "b");
      append(store.step().journal(), 20, 29, "c");
      assertThat(read(store.step().journal(), -5)).hasSize(3);
      assertThat(read(store.step().journal(), 9)).containsExactly("0 a", "10 b", "20 c");
      assertThat(read(store.step().journal(), 10)).containsExactly("10 b", "20 c");
      assertThat(read(store.step().journal(), 19)).containsExactly("10 b", "20 c");
      assertThat(read(store.step().journal(), 29)).containsExactly("20 c");
      assertThat(read(store.step().journal(), 30)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anEntryLeadsToItsBlockOrToTheOldestThatIsLeft(Mode mode) {
    StoreSettings none = TestStore.SMALL.withJournalRetention(0, 0);
    try (TestStore store = new TestStore(folder, mode, none, () -> 0)) {
      assertThat(store.step().journal().blockAt(0)).as("nothing is there yet").isNull();
      append(store.step().journal(), 0, 9, "a");
      append(store.step().journal(), 10, 10, "b");
      append(store.step().journal(), 11, 29, "c");
      assertThat(blockAt(store, -1)).isEqualTo("0 a");
      assertThat(blockAt(store, 0)).isEqualTo("0 a");
      assertThat(blockAt(store, 9)).isEqualTo("0 a");
      assertThat(blockAt(store, 10)).isEqualTo("10 b");
      assertThat(blockAt(store, 29)).isEqualTo("11 c");
      assertThat(store.step().journal().blockAt(30)).as("not yet").isNull();
      store.step().states().commit(at(10));
      assertThat(blockAt(store, 5)).as("cut off").isEqualTo("11 c");
      assertThat(blockAt(store, 20)).isEqualTo("11 c");
    }
  }

  private static String blockAt(TestStore store, long sequence) {
    Journal.Block block = Objects.requireNonNull(store.step().journal().blockAt(sequence));
    return block.firstSequence() + " " + new String(block.bytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aBlockThatDoesNotFollowIsRefused(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      assertThatThrownBy(() -> append(store.step().journal(), 1, 1, "x"))
          .hasMessage("a block of entries 1 to 1 cannot follow entry -1");
      append(store.step().journal(), 0, 4, "a");
      assertThatThrownBy(() -> append(store.step().journal(), 6, 6, "x"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> append(store.step().journal(), 4, 6, "x"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> append(store.step().journal(), 5, 4, "x"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(read(store.step().journal(), 0)).containsExactly("0 a");
    }
  }

  @Test
  void aVisitorMayReadTheStoreButNotCloseIt() {
    try (TestStore store = new TestStore(folder, Mode.ONE_SESSION)) {
      append(store.step().journal(), 0, 0, "a");
      store
          .step()
          .journal()
          .read(
              0,
              (first, block) -> {
                assertThat(store.step().journal().lastSequence()).isZero();
                assertThat(store.step().states().load(1, block)).isNull();
                assertThatThrownBy(() -> store.step().close())
                    .isInstanceOf(IllegalStateException.class);
              });
      assertThat(read(store.step().journal(), 0)).containsExactly("0 a");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void nothingAfterTheCheckpointIsDeletedNorTheLastBlock(Mode mode) {
    StoreSettings none = TestStore.SMALL.withJournalRetention(0, 0);
    try (TestStore store = new TestStore(folder, mode, none, () -> 0)) {
      for (int i = 0; i < 10; i++) {
        append(store.step().journal(), 10 * i, 10 * i + 9, "block" + i);
      }
      assertThat(read(store.step().journal(), 0)).as("no checkpoint yet").hasSize(10);
      store.step().states().commit(at(44));
      assertThat(read(store.step().journal(), 0)).first().isEqualTo("40 block4");
      store.step().states().commit(at(49));
      assertThat(read(store.step().journal(), 0)).first().isEqualTo("50 block5");
      store.step().states().commit(at(99));
      assertThat(read(store.step().journal(), 0)).containsExactly("90 block9");
      assertThat(store.step().journal().lastSequence()).isEqualTo(99);
      append(store.step().journal(), 100, 100, "next");
      assertThat(read(store.step().journal(), 0)).containsExactly("90 block9", "100 next");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void oldBlocksAreDeletedByAge(Mode mode) {
    AtomicLong now = new AtomicLong(1_000_000);
    StoreSettings anHour = TestStore.SMALL.withJournalRetention(1 << 30, 3_600_000);
    try (TestStore store = new TestStore(folder, mode, anHour, now::get)) {
      append(store.step().journal(), 0, 0, "a");
      now.addAndGet(3_600_000);
      append(store.step().journal(), 1, 1, "b");
      store.step().states().commit(at(1));
      assertThat(read(store.step().journal(), 0)).hasSize(2);
      now.addAndGet(-50_000); // a clock that was set back
      append(store.step().journal(), 2, 2, "c");
      append(store.step().journal(), 3, 3, "d");
      now.addAndGet(550_000);
      store.step().states().commit(at(3));
      assertThat(read(store.step().journal(), 0)).containsExactly("1 b", "2 c", "3 d");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void nothingIsDeletedForLittle(Mode mode) {
    StoreSettings settings = TestStore.SMALL.withJournalRetention(800, 0);
    try (TestStore store = new TestStore(folder, mode, settings, System::currentTimeMillis)) {
      for (int i = 0; i < 9; i++) {
        append(store.step().journal(), i, i, "x".repeat(100));
      }
      store.step().states().commit(at(8));
      assertThat(read(store.step().journal(), 0)).as("800 bytes are behind").hasSize(9);
      append(store.step().journal(), 9, 9, "x".repeat(100));
      store.step().states().commit(at(9));
      assertThat(read(store.step().journal(), 0)).as("900: an eighth more").hasSize(10);
      append(store.step().journal(), 10, 10, "x".repeat(100));
      store.step().states().commit(at(10));
      assertThat(read(store.step().journal(), 0)).as("1,000 were behind").hasSize(9);
    }
  }

  /** Random blocks and checkpoints against what the settings promise. */
  @Test
  void theJournalKeepsWhatTheSettingsSay() {
    long seed = new Random().nextLong();
    System.out.println("JournalTest seed " + seed);
    Random random = new Random(seed);
    int retention = 20_000;
    StoreSettings settings = TestStore.SMALL.withJournalRetention(retention, 0);
    List<Long> firsts = new ArrayList<>();
    List<byte[]> blocks = new ArrayList<>();
    long checkpoint = -1;
    boolean cut = false;
    for (int session = 0; session < 10; session++) {
      try (RocksStorage storage = RocksStorage.open(folder, settings)) {
        for (int i = 0; i < 100; i++) {
          if (random.nextInt(10) == 0 && !firsts.isEmpty()) {
            long last = storage.journal().lastSequence();
            checkpoint += random.nextLong(last - checkpoint + 1);
            storage.states().commit(at(checkpoint));
            cut |= checkKept(storage, firsts, blocks, checkpoint, retention);
          } else {
            byte[] block = new byte[random.nextInt(2_000)];
            random.nextBytes(block);
            long first = storage.journal().lastSequence() + 1;
            storage.journal().append(first, first + random.nextInt(50), block, block.length);
            firsts.add(first);
            blocks.add(block);
          }
        }
      }
    }
    assertThat(cut).isTrue();
  }

  private static boolean checkKept(
      RocksStorage storage, List<Long> firsts, List<byte[]> blocks, long checkpoint, int bytes) {
    List<Long> kept = new ArrayList<>();
    List<byte[]> keptBlocks = new ArrayList<>();
    storage
        .journal()
        .read(
            0,
            (first, block) -> {
              kept.add(first);
              keptBlocks.add(block);
            });
    int gone = firsts.size() - kept.size();
    assertThat(kept).isEqualTo(firsts.subList(gone, firsts.size()));
    for (int i = 0; i < kept.size(); i++) {
      assertThat(keptBlocks.get(i)).isEqualTo(blocks.get(gone + i));
    }
    assertThat(kept.getFirst()).isLessThanOrEqualTo(Math.max(0, checkpoint + 1));

    long behind = 0;
    for (int i = 0; i + 1 < kept.size() && kept.get(i + 1) <= checkpoint + 1; i++) {
      behind += keptBlocks.get(i).length;
    }
    assertThat(behind).isLessThanOrEqualTo(bytes + bytes / 8);
    if (gone > 0) {
      assertThat(behind).isGreaterThan(bytes - 2_000); // the block at the edge may be gone
    }
    long all = keptBlocks.stream().mapToLong(block -> block.length).sum();
    assertThat(storage.stats().journalBytes()).isEqualTo(all);
    assertThat(storage.stats().journalFirstSequence()).isEqualTo(kept.getFirst());
    return gone > 0;
  }

  @Test
  void deletedBlocksFreeTheDisk() {
    StoreSettings none = TestStore.SMALL.withJournalRetention(0, 0);
    byte[] block = new byte[100_000];
    new Random(1).nextBytes(block);
    try (RocksStorage storage = RocksStorage.open(folder, none)) {
      for (int i = 0; i < 200; i++) {
        storage.journal().append(i, i, block, block.length);
        if (i % 20 == 19) {
          storage.states().commit(at(i));
        }
      }
      assertThat(storage.stats().familyBytes().get("journal")).isLessThan(5_000_000);
    }
  }
}
