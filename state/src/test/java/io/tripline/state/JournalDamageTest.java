package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.port.Journal;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What opening and reading make of a journal that is not whole: an end that nobody was told of is
 * cut off, holes that a loss of power may leave are stepped over, anything else is refused.
 */
final class JournalDamageTest {
  private static final int BLOCKS = 12;
  static final int BLOCK_BYTES = 3_000;
  private static final int RECORD_BYTES = JournalRecord.HEAD + BLOCK_BYTES;

  /** Two records a file. */
  private static final StoreSettings SYNCED = TestStore.SMALL.withJournalRetention(16_000, 0);

  private static final StoreSettings UNSYNCED = SYNCED.withSync(Sync.OS);

  @TempDir Path folder;

  static byte[] block(long entry) {
    byte[] block = new byte[BLOCK_BYTES];
    new Random(entry).nextBytes(block);
    return block;
  }

  static void append(RocksStorage storage, int blocks) {
    for (int i = 0; i < blocks; i++) {
      long next = storage.journal().lastSequence() + 1;
      storage.journal().append(next, next, block(next), BLOCK_BYTES);
    }
  }

  /**
   * @param checkpoint −1 for none
   */
  private void fill(StoreSettings settings, long checkpoint) {
    try (RocksStorage storage = RocksStorage.open(folder, settings)) {
      append(storage, BLOCKS);
      if (checkpoint >= 0) {
        storage
            .states()
            .commit(new Checkpoint(checkpoint, new byte[0], List.of(), List.of(), List.of()));
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
      return files.sorted().toList();
    }
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 0x10;
    Files.write(file, bytes);
  }

  private static void cut(Path file, long length) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) length));
  }

  static List<Long> read(RocksStorage storage, long from) {
    List<Long> entries = new ArrayList<>();
    storage
        .journal()
        .read(
            from,
            (first, block) -> {
              assertThat(block).isEqualTo(block(first));
              entries.add(first);
            });
    return entries;
  }

  static List<Long> upTo(long last) {
    return Stream.iterate(0L, entry -> entry <= last, entry -> entry + 1).toList();
  }

  private void assertRefused(StoreSettings settings, String says) {
    assertThatThrownBy(() -> RocksStorage.open(folder, settings).close())
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll(
            "The store in " + folder + " is damaged", says, "Restore the folder from a copy");
  }

  @Test
  void aFileHoldsWhatItShould() throws IOException {
    fill(SYNCED, -1);
    assertThat(files()).hasSize(BLOCKS / 2);
    assertThat(files()).allMatch(file -> file.toFile().length() == 2 * RECORD_BYTES);
  }

  /** A process that died amid a write, at any byte of it. */
  @Test
  void theLastRecordMayBeTornAnywhere() throws IOException {
    for (int missing = 1; missing <= RECORD_BYTES; missing += 97) {
      Path copy = folder.resolve("at" + missing);
      try (RocksStorage storage = RocksStorage.open(copy, SYNCED)) {
        append(storage, 3);
      }
      Path last = copy.resolve("journal/0000000002.journal");
      cut(last, RECORD_BYTES - missing);
      try (RocksStorage storage = RocksStorage.open(copy, SYNCED)) {
        assertThat(storage.journal().lastSequence()).isEqualTo(1);
        if (missing < RECORD_BYTES) {
          assertThat(storage.journalCut())
              .isEqualTo(
                  "The journal was not whole after entry 1, as after a loss of power or a kill amid"
                      + " a write: the last "
                      + (RECORD_BYTES - missing)
                      + " bytes of 0000000002.journal were cut off.");
        }
        append(storage, 3);
      }
      try (RocksStorage storage = RocksStorage.open(copy, SYNCED)) {
        assertThat(storage.journalCut()).isNull();
        assertThat(read(storage, 0)).isEqualTo(upTo(4));
      }
    }
  }

  /** The system had written the end of the file, but not what is in it. */
  @Test
  void aTornRecordMayHaveItsLength() throws IOException {
    fill(SYNCED, -1);
    Path last = files().getLast();
    byte[] bytes = Files.readAllBytes(last);
    Arrays.fill(bytes, RECORD_BYTES, 2 * RECORD_BYTES, (byte) 0);
    Files.write(last, bytes);
    try (RocksStorage storage = RocksStorage.open(folder, SYNCED)) {
      assertThat(read(storage, 0)).isEqualTo(upTo(BLOCKS - 2));
      append(storage, 1);
      assertThat(read(storage, 0)).isEqualTo(upTo(BLOCKS - 1));
    }
  }

  @Test
  void damageBeforeTheLastRecordIsRefused() throws IOException {
    fill(SYNCED, -1);
    flip(files().getLast(), 1_000); // in the last file, but not in its last record
    assertRefused(SYNCED, "0000000006.journal of the journal is broken at byte 0");
    flip(files().getLast(), 1_000);
    flip(files().getLast(), 5); // the length: where the next record begins is not known any more
    assertRefused(SYNCED, "0000000006.journal of the journal is broken at byte 0");
    flip(files().getLast(), 5);
    flip(files().get(2), RECORD_BYTES + 100);
    assertRefused(SYNCED, "0000000003.journal of the journal is broken at byte " + RECORD_BYTES);
  }

  /** What a replay does not need is not read by opening; whoever reads it is told. */
  @Test
  void damageBeforeTheCheckpointIsSaidWhenItIsRead() throws IOException {
    fill(SYNCED, 11);
    Path file = files().get(files().size() - 2);
    flip(file, RECORD_BYTES + 100);
    try (RocksStorage storage = RocksStorage.open(folder, SYNCED)) {
      assertThat(read(storage, 10)).containsExactly(10L, 11L);
      assertThatThrownBy(() -> read(storage, 0))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(file.getFileName() + " of the journal is broken at byte");
      assertThatThrownBy(() -> storage.journal().blockAt(9))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("is broken at byte " + RECORD_BYTES);
    }
  }

  @Test
  void aMissingFileIsRefused() throws IOException {
    fill(SYNCED, -1);
    Files.delete(files().get(3));
    assertRefused(SYNCED, "the journal has no entries 6 to 7");
  }

  @Test
  void aJournalThatEndsBeforeTheCheckpointIsRefused() throws IOException {
    fill(SYNCED, 11);
    Files.delete(files().getLast());
    assertRefused(SYNCED, "the journal ends at entry 9, before the last checkpoint (11)");
    for (Path file : files()) {
      Files.delete(file);
    }
    assertRefused(SYNCED, "the journal ends at entry -1, before the last checkpoint (11)");
    Files.delete(folder.resolve("journal"));
    assertRefused(SYNCED, "its folder journal is missing");
  }

  /** A file that was made ready for what comes next, when the process was killed. */
  @Test
  void anEmptyFileIsNothing() throws IOException {
    fill(SYNCED, -1);
    Files.createFile(folder.resolve("journal/0000000007.journal"));
    try (RocksStorage storage = RocksStorage.open(folder, SYNCED)) {
      assertThat(storage.journalCut()).isNull();
      append(storage, 1);
      assertThat(read(storage, 0)).isEqualTo(upTo(BLOCKS));
    }
    assertThat(files().getLast()).hasFileName("0000000008.journal");
  }

  /** A process that was killed while it deleted what is not needed any more. */
  @Test
  void whatWasBeingDeletedIsDeleted() throws IOException {
    fill(SYNCED, 11);
    Path first = files().getFirst();
    Files.write(first.resolveSibling("0000000000.journal.gone"), Files.readAllBytes(first));
    int before = files().size();
    RocksStorage.open(folder, SYNCED).close();
    assertThat(files()).hasSize(before - 1).noneMatch(file -> file.toString().endsWith(".gone"));
  }

  /** Files are cut off while somebody reads them; what is read is right, or nothing. */
  @Test
  void readersAndTheOneThatShortensAreNotInEachOthersWay() throws Exception {
    StoreSettings none = TestStore.SMALL.withJournalRetention(0, 0);
    try (RocksStorage storage = RocksStorage.open(folder, none)) {
      append(storage, 1);
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Integer> reader =
          CompletableFuture.supplyAsync(
              () -> {
                int found = 0;
                Random random = new Random(3);
                while (!done.get()) {
                  long last = storage.journal().lastSequence();
                  Journal.Block block = storage.journal().blockAt(random.nextLong(last + 1));
                  if (block != null) {
                    assertThat(block.bytes()).isEqualTo(block(block.firstSequence()));
                    found++;
                  }
                }
                return found;
              });
      for (int i = 0; i < 300; i++) {
        append(storage, 4);
        long last = storage.journal().lastSequence();
        storage
            .states()
            .commit(new Checkpoint(last - 2, new byte[0], List.of(), List.of(), List.of()));
      }
      done.set(true);
      assertThat(reader.get()).isPositive();
    }
  }

  /** After a loss of power any page of what was written last may be missing. */
  @Test
  void withoutSyncsTheJournalIsGoodUpToTheFirstHole() throws IOException {
    Random random = new Random(5);
    for (int round = 0; round < 40; round++) {
      Path copy = folder.resolve("round" + round);
      long checkpoint = random.nextInt(3) == 0 ? -1 : random.nextInt(BLOCKS);
      int hole = Math.max(0, (int) checkpoint / 2 * 2) + random.nextInt(BLOCKS);
      try (RocksStorage storage = RocksStorage.open(copy, UNSYNCED)) {
        append(storage, BLOCKS);
        if (checkpoint >= 0) {
          storage
              .states()
              .commit(new Checkpoint(checkpoint, new byte[0], List.of(), List.of(), List.of()));
        }
      }
      punch(copy, hole);
      long left = Math.min(hole, BLOCKS) - 1L;
      long last = Math.max(checkpoint, left);
      // The settings of now do not matter: the files say how they were written.
      StoreSettings now = random.nextBoolean() ? UNSYNCED : SYNCED;
      try (RocksStorage storage = RocksStorage.open(copy, now)) {
        assertThat(storage.journal().lastSequence()).isEqualTo(last);
        assertThat(storage.journal().mayLackItsEnd()).isTrue();
        assertThat(storage.journalCut() == null).isEqualTo(hole >= BLOCKS);
        assertThat(read(storage, checkpoint + 1)).isEqualTo(range(checkpoint + 1, left));
        append(storage, 2);
      }
      try (RocksStorage storage = RocksStorage.open(copy, now)) {
        List<Long> expected = new ArrayList<>(range(checkpoint + 1, left));
        expected.addAll(range(last + 1, last + 2));
        assertThat(read(storage, checkpoint + 1)).isEqualTo(expected);
        if (left < checkpoint) {
          assertThat(blockAt(storage, left + 1)).as("behind the gap").isEqualTo(last + 1);
        }
        append(storage, 1);
      }
    }
  }

  /** Takes away what an entry's record held, and everything behind it or some of it. */
  private static void punch(Path store, long entry) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(store.resolve("journal"))) {
      files = all.filter(file -> file.toFile().length() > 0).sorted().toList();
    }
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (int at = 0; at < bytes.length; at += RECORD_BYTES) {
        if (ByteBuffer.wrap(bytes).getLong(at + 12) == entry) {
          Arrays.fill(bytes, at, at + RECORD_BYTES / 2, (byte) 0);
        }
      }
      Files.write(file, bytes);
    }
  }

  private static List<Long> range(long first, long last) {
    return Stream.iterate(first, entry -> entry <= last, entry -> entry + 1).toList();
  }

  private static long blockAt(RocksStorage storage, long entry) {
    return Objects.requireNonNull(storage.journal().blockAt(entry)).firstSequence();
  }

  /** A file whose size was on disk, but nothing that was in it; those behind it are whole. */
  @Test
  void withoutSyncsAWholeFileMayBeMissing() throws IOException {
    for (boolean deleted : new boolean[] {false, true}) {
      Path copy = folder.resolve("deleted" + deleted);
      try (RocksStorage storage = RocksStorage.open(copy, UNSYNCED)) {
        append(storage, BLOCKS);
      }
      Path third = copy.resolve("journal/0000000003.unsynced.journal");
      if (deleted) {
        Files.delete(third);
      } else {
        cut(third, 0);
      }
      try (RocksStorage storage = RocksStorage.open(copy, SYNCED)) {
        assertThat(storage.journal().lastSequence()).isEqualTo(3);
        assertThat(storage.journal().mayLackItsEnd()).isTrue();
        assertThat(storage.journalCut())
            .isEqualTo(
                "The journal was not whole after entry 3, as after a loss of power or a kill amid a"
                    + " write: files that begin behind that were deleted, 3 of them.");
        append(storage, 2);
        assertThat(read(storage, 0)).isEqualTo(upTo(5));
      }
    }
  }

  /** A hole before the checkpoint, which opening does not look for. */
  @Test
  void withoutSyncsAHoleBeforeTheCheckpointIsSteppedOver() throws IOException {
    StoreSettings large = UNSYNCED.withJournalRetention(1_000_000, 0);
    try (RocksStorage storage = RocksStorage.open(folder, large)) {
      append(storage, BLOCKS);
    }
    try (RocksStorage storage = RocksStorage.open(folder, large)) {
      append(storage, 2);
      storage.states().commit(new Checkpoint(13, new byte[0], List.of(), List.of(), List.of()));
    }
    punch(folder, 4);
    try (RocksStorage storage = RocksStorage.open(folder, large)) {
      assertThat(storage.journalCut()).isNull();
      List<Long> entries = new ArrayList<>(upTo(3));
      entries.addAll(List.of(12L, 13L));
      assertThat(read(storage, 0)).isEqualTo(entries);
      assertThat(blockAt(storage, 3)).isEqualTo(3);
      assertThat(blockAt(storage, 4)).isEqualTo(12);
    }
  }
}
