package io.tripline.state;

import static io.tripline.state.JournalDamageTest.BLOCK_BYTES;
import static io.tripline.state.JournalDamageTest.append;
import static io.tripline.state.JournalDamageTest.read;
import static io.tripline.state.JournalDamageTest.upTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal whose blocks are synced together: what was synced is there after a loss of power, or
 * its loss is refused; behind that anything may be missing.
 */
final class SharedSyncTest {
  private static final int RECORD_BYTES = JournalRecord.LONG_HEAD + BLOCK_BYTES;

  /** Five records a file. */
  private static final StoreSettings SETTINGS =
      TestStore.SMALL.withJournalRetention(100_000, 0).withSyncEvery(10);

  @TempDir Path folder;

  private static List<Path> files(Path store) throws IOException {
    try (Stream<Path> files = Files.list(store.resolve("journal"))) {
      return files.filter(file -> file.toFile().length() > 0).sorted().toList();
    }
  }

  /** As a loss of power may leave a record that was not synced: nothing of it, or some of it. */
  private static void lose(Path store, long entry, Random random) throws IOException {
    long left = entry;
    for (Path file : files(store)) {
      long records = file.toFile().length() / RECORD_BYTES;
      if (left < records) {
        byte[] bytes = Files.readAllBytes(file);
        int at = (int) left * RECORD_BYTES;
        int from = at + random.nextInt(RECORD_BYTES);
        if (random.nextInt(4) == 0) {
          bytes = Arrays.copyOf(bytes, from);
        } else {
          Arrays.fill(bytes, from, at + RECORD_BYTES, (byte) 0);
        }
        Files.write(file, bytes);
        return;
      }
      left -= records;
    }
  }

  @Test
  void isSyncedWhenItIsTold() {
    try (RocksStorage storage = RocksStorage.open(folder, SETTINGS)) {
      assertThat(storage.journal().syncMillis()).isEqualTo(10);
      assertThat(storage.journal().isSynced()).isTrue();
      append(storage, 2);
      assertThat(storage.journal().isSynced()).isFalse();
      assertThat(read(storage, 0)).as("can be read already").isEqualTo(upTo(1));
      storage.journal().sync();
      assertThat(storage.journal().isSynced()).isTrue();
      storage.journal().sync();
      append(storage, 20);
      storage.journal().sync();
      assertThat(storage.journal().isSynced()).as("in whatever file").isTrue();
    }
    try (RocksStorage storage = RocksStorage.open(folder, SETTINGS)) {
      assertThat(storage.journalCut()).isNull();
      assertThat(storage.journal().isSynced()).isTrue();
      assertThat(read(storage, 0)).isEqualTo(upTo(21));
    }
    try (RocksStorage storage = RocksStorage.open(folder, SETTINGS.withSync(Sync.EVERY_BATCH))) {
      append(storage, 1);
      assertThat(storage.journal().isSynced()).isTrue();
      assertThat(read(storage, 0)).isEqualTo(upTo(22));
    }
  }

  @Test
  void aLossOfPowerTakesOnlyWhatWasNotSynced() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 60; round++) {
      Path store = folder.resolve("round" + round);
      int synced = random.nextInt(12);
      int more = random.nextInt(5);
      long lastOfFile;
      try (RocksStorage storage = RocksStorage.open(store, SETTINGS)) {
        append(storage, synced);
        storage.journal().sync();
        if (synced > 0 && random.nextBoolean()) {
          storage
              .states()
              .commit(new Checkpoint(synced - 1, new byte[0], List.of(), List.of(), List.of()));
        }
        append(storage, more);
        // The end of a file is synced when the next one is begun.
        lastOfFile = storage.journal().lastSequence() / 5 * 5 - 1;
      }
      long first = Math.max(synced, lastOfFile + 1); // that can be lost
      long last = synced + more - 1L;
      long lost = Long.MAX_VALUE;
      for (long entry = first; entry <= last; entry++) {
        if (random.nextInt(3) == 0) {
          lose(store, entry, random);
          lost = Math.min(lost, entry);
        }
      }
      try (RocksStorage storage = RocksStorage.open(store, SETTINGS)) {
        assertThat(storage.journal().mayLackItsEnd()).as("nothing was stored of it").isFalse();
        assertThat(storage.journal().lastSequence()).isEqualTo(Math.min(last, lost - 1));
        assertThat(read(storage, 0)).isEqualTo(upTo(Math.min(last, lost - 1)));
        assertThat(storage.journalCut() == null).isEqualTo(lost > last);
        append(storage, 1);
      }
      try (RocksStorage storage = RocksStorage.open(store, SETTINGS)) {
        assertThat(storage.journalCut()).isNull();
        assertThat(read(storage, 0)).isEqualTo(upTo(Math.min(last, lost - 1) + 1));
      }
    }
  }

  /** A record that was written later says that it had been on disk. */
  @Test
  void damageOfWhatWasSyncedIsRefused() throws IOException {
    try (RocksStorage storage = RocksStorage.open(folder, SETTINGS)) {
      append(storage, 2);
      storage.journal().sync();
      append(storage, 2);
    }
    for (long entry = 0; entry < 2; entry++) {
      Path file = files(folder).getLast();
      byte[] whole = Files.readAllBytes(file);
      byte[] broken = whole.clone();
      broken[(int) entry * RECORD_BYTES + 700] ^= 0x10;
      Files.write(file, broken);
      assertThatThrownBy(() -> RocksStorage.open(folder, SETTINGS).close())
          .isInstanceOf(StorageException.class)
          .hasMessageContainingAll(
              "The store in " + folder + " is damaged",
              "0000000001.together.journal of the journal is broken at byte "
                  + entry * RECORD_BYTES,
              "Restore the folder from a copy");
      Files.write(file, whole);
    }
    RocksStorage.open(folder, SETTINGS).close();
  }

  @Test
  void whatWasSyncedLastMustReachTheCheckpoint() throws IOException {
    try (RocksStorage storage = RocksStorage.open(folder, SETTINGS)) {
      append(storage, 3);
      storage.journal().sync();
      storage.states().commit(new Checkpoint(2, new byte[0], List.of(), List.of(), List.of()));
    }
    Path file = files(folder).getLast();
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 2 * RECORD_BYTES));
    assertThatThrownBy(() -> RocksStorage.open(folder, SETTINGS).close())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("ends at entry 1, before the last checkpoint (2)");
  }
}
