package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.port.Journal;
import io.tripline.engine.port.Journal.AlertReach;
import io.tripline.engine.port.Journal.Needs;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.state.TestStore.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JournalTest {
  private static final int LEAST_SEGMENT = 5_000; // an eighth of the retention below

  @TempDir Path folder;

  private static void append(Journal journal, long first, long last, String block) {
    byte[] bytes = (block + "trailing bytes that do not count").getBytes(StandardCharsets.UTF_8);
    journal.append(first, last, bytes, block.length());
  }

  /** A block that fills a file of the least size by itself: what it says, and random bytes. */
  private static void appendLarge(Journal journal, long first, long last, String block) {
    byte[] bytes = new byte[10_000];
    new Random(first).nextBytes(bytes);
    byte[] says = (block + "\n").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(says, 0, bytes, 0, says.length);
    journal.append(first, last, bytes, bytes.length);
  }

  private static String said(byte[] block) {
    String text = new String(block, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static List<String> read(Journal journal, long from) {
    List<String> blocks = new ArrayList<>();
    journal.read(from, (first, block) -> blocks.add(first + " " + said(block)));
    return blocks;
  }

  private static Checkpoint at(long sequence) {
    return new Checkpoint(sequence, new byte[0], List.of(), List.of(), List.of());
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
      appendLarge(store.step().journal(), 0, 9, "a");
      appendLarge(store.step().journal(), 10, 10, "b");
      appendLarge(store.step().journal(), 11, 29, "c");
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
    return block.firstSequence() + " " + said(block.bytes());
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
  void aVisitorMayReadTheStore() {
    try (TestStore store = new TestStore(folder, Mode.ONE_SESSION)) {
      append(store.step().journal(), 0, 0, "a");
      store
          .step()
          .journal()
          .read(
              0,
              (first, block) -> {
                assertThat(store.step().journal().lastSequence()).isZero();
                assertThat(store.step().states().lastCheckpoint()).isEmpty();
                assertThat(read(store.step().journal(), 0)).containsExactly("0 a");
              });
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void nothingAfterTheCheckpointIsDeletedNorTheLastBlock(Mode mode) {
    StoreSettings none = TestStore.SMALL.withJournalRetention(0, 0);
    try (TestStore store = new TestStore(folder, mode, none, () -> 0)) {
      for (int i = 0; i < 10; i++) {
        appendLarge(store.step().journal(), 10 * i, 10 * i + 9, "block" + i);
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

  private static void blocks(TestStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      appendLarge(store.step().journal(), 10 * i, 10 * i + 9, "block" + i);
    }
  }

  private static final long HOUR = 3_600_000;

  @Test
  void whatRunningRulesLookBackToIsHeld() {
    StoreSettings hold = TestStore.SMALL.withJournalRetention(0, 1).withJournalHeld(1 << 20, 0);
    AtomicLong now = new AtomicLong(1_000_000);
    try (TestStore store = new TestStore(folder, Mode.ONE_SESSION, hold, now::get)) {
      blocks(store, 0, 10);
      now.addAndGet(HOUR);
      store.step().journal().need(new Needs(33, List.of(new AlertReach(90, 5))));
      store.step().states().commit(at(95));
      assertThat(read(store.step().journal(), 0)).first().isEqualTo("30 block3");
      assertThat(store.step().stats().journalNeededSequence()).isEqualTo(33);
      assertThat(store.step().stats().journalLacksNeeded()).isFalse();
      store.step().journal().need(new Needs(1_000, List.of()));
      store.step().states().commit(at(96));
      assertThat(read(store.step().journal(), 0)).containsExactly("90 block9");
    }
  }

  @Test
  void whatAlertsRestOnIsHeldForSomeTime() {
    StoreSettings hold = TestStore.SMALL.withJournalRetention(0, 0).withJournalHeld(1 << 20, HOUR);
    AtomicLong now = new AtomicLong(1_000_000);
    try (TestStore store = new TestStore(folder, Mode.ONE_SESSION, hold, now::get)) {
      blocks(store, 0, 5);
      now.addAndGet(HOUR / 2);
      blocks(store, 5, 10);
      Needs needs =
          new Needs(
              Long.MAX_VALUE,
              List.of(new AlertReach(44, 5), new AlertReach(95, 27), new AlertReach(99, 60)));
      store.step().journal().need(needs);
      store.step().states().commit(at(99));
      assertThat(read(store.step().journal(), 0)).first().isEqualTo("0 block0");
      now.addAndGet(HOUR / 2 + 1);
      store.step().states().commit(at(99));
      assertThat(read(store.step().journal(), 0))
          .as("the first alert may have been raised at the last entry of the first half hour")
          .first()
          .isEqualTo("0 block0");
      now.addAndGet(HOUR / 4);
      blocks(store, 10, 11);
      store.step().states().commit(at(99));
      assertThat(read(store.step().journal(), 0)).first().isEqualTo("0 block0");
      now.addAndGet(HOUR / 2);
      store.step().states().commit(at(109));
      assertThat(read(store.step().journal(), 0))
          .as("of those in the last file before the hour, one was raised there")
          .first()
          .isEqualTo("20 block2");
      blocks(store, 11, 12);
      now.addAndGet(2 * HOUR);
      store.step().states().commit(at(119));
      assertThat(read(store.step().journal(), 0)).containsExactly("110 block11");
    }
  }

  @Test
  void whatIsHeldIsBounded() {
    StoreSettings hold = TestStore.SMALL.withJournalRetention(0, 0).withJournalHeld(15_000, 0);
    try (TestStore store = new TestStore(folder, Mode.ONE_SESSION, hold, () -> 1_000_000)) {
      blocks(store, 0, 10);
      store.step().journal().need(new Needs(11, List.of()));
      store.step().states().commit(at(95));
      List<String> kept = read(store.step().journal(), 0);
      assertThat(kept).hasSizeBetween(3, 6).last().isEqualTo("90 block9");
      assertThat(store.step().stats().journalNeededSequence()).isEqualTo(11);
      assertThat(store.step().stats().journalLacksNeeded()).isTrue();
    }
  }

  /** Random blocks and checkpoints against what the settings promise. */
  @Test
  void theJournalKeepsWhatTheSettingsSay() {
    long seed = new Random().nextLong();
    System.out.println("JournalTest seed " + seed);
    Random random = new Random(seed);
    int retention = 40_000;
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
            byte[] block = new byte[random.nextInt(4_000)];
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
      behind += recordBytes(keptBlocks.get(i));
    }
    long segment = LEAST_SEGMENT + 2 * 4_100; // with the record that fills it, and the next
    assertThat(behind).isLessThanOrEqualTo(bytes + 2 * segment);
    if (gone > 0) {
      assertThat(behind).isGreaterThanOrEqualTo(bytes);
    }
    long all = keptBlocks.stream().mapToLong(JournalTest::recordBytes).sum();
    assertThat(storage.stats().partBytes().get("journal")).isEqualTo(all);
    assertThat(storage.stats().journalFirstSequence()).isEqualTo(kept.getFirst());
    return gone > 0;
  }

  /** Random bytes cannot be packed. */
  private static long recordBytes(byte[] block) {
    return JournalRecord.HEAD + block.length;
  }

  @Test
  void deletedBlocksFreeTheDisk() throws IOException {
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
    }
    assertThat(journalOnDisk()).isLessThan(300_000);
  }

  private long journalOnDisk() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void blocksArePacked() throws IOException {
    byte[] block = "a payment like any other; ".repeat(4_000).getBytes(StandardCharsets.UTF_8);
    try (TestStore store = new TestStore(folder, Mode.ONE_SESSION)) {
      store.step().journal().append(0, 0, block, block.length);
      assertThat(journalOnDisk()).isLessThan(block.length / 50);
      assertThat(Objects.requireNonNull(store.step().journal().blockAt(0)).bytes())
          .isEqualTo(block);
    }
  }

  /** An entry is found without reading all of the file that it is in. */
  @Test
  void anyEntryOfAFullFileIsFound() {
    try (TestStore store = new TestStore(folder, Mode.ONE_SESSION)) {
      Journal journal = store.step().journal();
      Random random = new Random(7);
      byte[] block = new byte[300];
      for (int i = 0; i < 5_000; i++) {
        random.nextBytes(block);
        journal.append(3 * i, 3 * i + 2, block, block.length);
        if (i % 1_000 == 500) {
          assertThat(Objects.requireNonNull(journal.blockAt(3 * i)).firstSequence())
              .isEqualTo(3 * i);
        }
      }
      for (int i = 0; i < 300; i++) {
        int sequence = random.nextInt(15_000);
        assertThat(Objects.requireNonNull(journal.blockAt(sequence)).firstSequence())
            .isEqualTo(sequence / 3 * 3);
      }
      assertThat(journal.blockAt(15_000)).isNull();
    }
  }
}
