package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StorageException;
import io.tripline.state.Savepoint.SavedFile;
import io.tripline.state.SavepointException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SavepointsTest {
  static final RuleSetReader NO_RULES =
      (name, text) -> {
        throw new IllegalStateException("there are none");
      };

  private static final int BLOCK_HEAD = 13;

  @TempDir Path temporary;

  /** A block that the engine can read, with one entry that says nothing. */
  private static byte[] block(int length) {
    byte[] nothing = new byte[length];
    new Random(length).nextBytes(nothing); // so that it cannot be packed
    ByteBuffer block = ByteBuffer.allocate(BLOCK_HEAD + 5 + length);
    block.put((byte) 2).putInt(0).putLong(0).put((byte) 6).putInt(length).put(nothing);
    CRC32C sum = new CRC32C();
    sum.update(block.array(), 5, block.capacity() - 5);
    return block.putInt(1, (int) sum.getValue()).array();
  }

  private Path data() {
    return temporary.resolve("data");
  }

  private Path savepoint(String name) {
    return data().resolve("savepoints").resolve(name);
  }

  private RocksStorage open(StoreSettings settings) {
    return RocksStorage.open(data(), settings);
  }

  private static void append(Journal journal, int blocks) {
    append(journal, blocks, 10);
  }

  static void append(Journal journal, int blocks, int length) {
    byte[] bytes = block(length);
    for (int i = 0; i < blocks; i++) {
      long next = journal.lastSequence() + 1;
      journal.append(next, next, bytes, bytes.length);
    }
  }

  private static Checkpoint at(long sequence) {
    return new Checkpoint(sequence, new byte[0], List.of(), List.of(), List.of());
  }

  private static boolean isEmptyOf(String ending, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.noneMatch(file -> file.toString().endsWith(ending));
    }
  }

  private static void raise(RocksStorage storage, int many) {
    List<Alert> alerts =
        IntStream.range(0, many)
            .mapToObj(i -> Samples.alert(storage.alerts().lastOrdinal() + 1 + i))
            .toList();
    storage.alerts().append(alerts, List.of());
  }

  @ParameterizedTest
  @EnumSource(Sync.class)
  void whatIsRestoredIsWhatWasThere(Sync sync) {
    StoreSettings settings =
        sync == Sync.INTERVAL ? TestStore.SMALL.withSyncEvery(20) : TestStore.SMALL.withSync(sync);
    Savepoint made;
    try (RocksStorage storage = open(settings)) {
      append(storage.journal(), 10);
      raise(storage, 3);
      made = storage.savepoints().create("a", "some words", NO_RULES);
      append(storage.journal(), 5);
      raise(storage, 1);
    }
    Path restored = temporary.resolve("restored");
    assertThat(SavepointRestore.restore(savepoint("a"), restored)).isEqualTo(made);
    try (RocksStorage storage = RocksStorage.open(restored, settings)) {
      assertThat(storage.journal().lastSequence()).isEqualTo(9).isEqualTo(made.position());
      assertThat(storage.alerts().lastOrdinal()).isEqualTo(3).isEqualTo(made.alerts());
      assertThat(storage.alertReader().list(0, 10)).hasSize(3);
      append(storage.journal(), 1);
    }
    assertThat(SavepointRestore.verify(savepoint("a"))).as("untouched").isEqualTo(made);
  }

  @Test
  void whatTheStoreCutsOffStaysInTheSavepoint() throws IOException {
    StoreSettings settings = TestStore.SMALL.withJournalRetention(0, 0);
    try (RocksStorage storage = open(settings)) {
      append(storage.journal(), 1, 5 << 20); // so large that it is deleted bit by bit
    }
    // A file for each process.
    try (RocksStorage storage = open(settings)) {
      append(storage.journal(), 1);
      storage.savepoints().create("a", "", NO_RULES);
      storage.states().commit(at(1));
      await().until(() -> isEmptyOf(".gone", data().resolve("journal")));
    }
    try (RocksStorage storage = open(settings)) {
      append(storage.journal(), 1);
      storage.states().commit(at(2));
      assertThat(((FileJournal) storage.journal()).firstSequence()).isEqualTo(2);
    }
    assertThat(JournalView.files(savepoint("a").resolve("journal"))).hasSize(2);
    assertThat(SavepointRestore.verify(savepoint("a")).firstEntry()).isZero();
  }

  @Test
  void nothingIsCutOffWhileTheJournalIsHeld() {
    StoreSettings settings = TestStore.SMALL.withJournalRetention(0, 0);
    for (int process = 0; process < 3; process++) {
      try (RocksStorage storage = open(settings)) {
        append(storage.journal(), 1);
      }
    }
    try (RocksStorage storage = open(settings)) {
      FileJournal journal = (FileJournal) storage.journal();
      Journal.Hold hold = journal.hold();
      storage.states().commit(at(2));
      assertThat(journal.firstSequence()).isZero();
      hold.close();
      storage.states().commit(at(2));
      assertThat(journal.firstSequence()).isEqualTo(2);
    }
  }

  @Test
  void whatWasNotCompletedIsRemovedAtTheNextStart() throws IOException {
    open(TestStore.SMALL).close();
    Path making = Files.createDirectories(savepoint(".making-a").resolve("db"));
    Path gone = Files.createDirectories(savepoint(".gone-b"));
    Files.write(making.resolve("000001.sst"), new byte[5 << 20]);
    Files.write(gone.resolve("SAVEPOINT"), new byte[1]);
    assertThat(SavepointFolder.of(data()).list()).isEmpty();
    try (RocksStorage storage = open(TestStore.SMALL)) {
      await().until(() -> !Files.exists(making.getParent()) && !Files.exists(gone));
      assertThat(storage.savepoints().create("a", "", NO_RULES).position()).isEqualTo(-1);
    }
  }

  @Test
  void aFailureOnTheWayLeavesNothing() throws IOException {
    try (RocksStorage storage = open(TestStore.SMALL)) {
      append(storage.journal(), 1);
    }
    try (RocksStorage storage = open(TestStore.SMALL)) {
      append(storage.journal(), 1);
      List<Path> files = JournalView.files(data().resolve("journal"));
      Path away = temporary.resolve("away");
      Files.move(files.getFirst(), away);
      assertThatThrownBy(() -> storage.savepoints().create("a", "", NO_RULES))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("Could not make the savepoint a")
          .hasMessageContaining(files.getFirst().toString());
      assertThat(data().resolve("savepoints")).isEmptyDirectory();
      assertThat(storage.savepoints().underWay()).isNull();
      append(storage.journal(), 1);
      Files.move(away, files.getFirst());
      assertThat(storage.savepoints().create("a", "", NO_RULES).position()).isEqualTo(2);
    }
  }

  @Test
  void withTooLittleRoomNothingIsBegun() {
    try (RocksStorage storage = open(TestStore.SMALL);
        Savepoints greedy = storage.savepoints(Long.MAX_VALUE / 2)) {
      append(storage.journal(), 1);
      assertThatThrownBy(() -> greedy.create("a", "", NO_RULES))
          .isInstanceOfSatisfying(
              SavepointException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_ROOM))
          .hasMessageContaining("too little room for a savepoint");
      assertThat(data().resolve("savepoints")).isEmptyDirectory();
      append(storage.journal(), 1);
    }
  }

  @Test
  void onAnotherFileSystemFilesAreCopied() throws IOException, InterruptedException {
    Path elsewhere = Files.createTempDirectory(Path.of("/dev/shm"), "tripline");
    try {
      try (RocksStorage storage = open(TestStore.SMALL)) {
        append(storage.journal(), 1);
        raise(storage, 1);
      }
      Files.createSymbolicLink(data().resolve("savepoints"), elsewhere);
      try (RocksStorage storage = open(TestStore.SMALL)) {
        append(storage.journal(), 1);
        Savepoint made = storage.savepoints().create("a", "", NO_RULES);
        assertThat(Files.getFileStore(elsewhere.resolve("a/db")))
            .isNotEqualTo(Files.getFileStore(data()));
        assertThat(SavepointRestore.restore(elsewhere.resolve("a"), temporary.resolve("r")))
            .isEqualTo(made);
      }
    } finally {
      SavepointFolder.remove(elsewhere, new CountDownLatch(0));
    }
  }

  /** RocksDB's own checksums are trusted with this. */
  @Test
  void noByteOfATableCanChangeUnseen() throws IOException {
    try (RocksStorage storage = open(TestStore.SMALL)) {
      append(storage.journal(), 3);
      raise(storage, 2);
      storage.savepoints().create("a", "", NO_RULES);
    }
    List<Path> tables;
    try (Stream<Path> files = Files.list(savepoint("a").resolve("db"))) {
      tables = files.filter(file -> file.toString().endsWith(".sst")).toList();
    }
    assertThat(tables).isNotEmpty();
    NativeLibrary.load();
    Random random = new Random(3);
    List<Integer> unseen = new ArrayList<>();
    Path copy = temporary.resolve("000009.sst");
    byte[] whole = Files.readAllBytes(tables.getFirst());
    Files.write(copy, whole);
    assertThat(SavepointFiles.ofTable(copy)).isNull();
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) (1 << random.nextInt(8));
      Files.write(copy, flipped);
      if (SavepointFiles.ofTable(copy) == null) {
        unseen.add(i);
      }
    }
    assertThat(unseen).isEmpty();
  }

  @Test
  void itsTextIsGoldenAndAllOfItCounts() {
    Savepoint savepoint =
        new Savepoint(
            "a-1",
            "for ü",
            1_795_385_856_000L,
            "1.2",
            5,
            41,
            7,
            44,
            40,
            3,
            12,
            List.of(
                new Savepoint.SavedRules(
                    "cards",
                    3,
                    List.of(
                        new Savepoint.SavedRule("often", new RuleMode(1_000), true),
                        new Savepoint.SavedRule("rising", RuleMode.LIVE, false))),
                new Savepoint.SavedRules("empty", 1, List.of())),
            List.of(
                new SavedFile("db/000004.sst", 4711, SavedFile.OWN),
                new SavedFile("db/a b", 0, "00000000")));
    byte[] text = SavepointText.write(savepoint);
    assertThat(new String(text, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            tripline-savepoint 1
            name a-1
            comment for ü
            created 1795385856000
            tripline 1.2
            store-format 5
            checkpoint 41
            first-entry 7
            position 44
            events 40
            alerts 3
            states 12
            ruleset 3 cards
            rule 1000 paused often
            rule 10000 runs rising
            ruleset 1 empty
            file 4711 own db/000004.sst
            file 0 00000000 db/a b
            end a372cdd4
            """);
    assertThat(SavepointText.read(text)).isEqualTo(savepoint);
    for (int i = 0; i < text.length; i++) {
      byte[] flipped = text.clone();
      flipped[i] ^= 1;
      assertThatThrownBy(() -> SavepointText.read(flipped)).isInstanceOf(StorageException.class);
      byte[] cut = Arrays.copyOf(text, i);
      assertThatThrownBy(() -> SavepointText.read(cut)).isInstanceOf(StorageException.class);
    }
    byte[] later =
        new String(text, StandardCharsets.UTF_8)
            .replace("tripline-savepoint 1", "tripline-savepoint 2")
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> SavepointText.read(later))
        .hasMessage(
            "it has format 2; this Tripline reads format 1: use the Tripline that made it, or a"
                + " later one");
  }

  @Test
  void aRestoreThatWasInterruptedIsNoStoreAndCanBeginAnew() throws IOException {
    try (RocksStorage storage = open(TestStore.SMALL)) {
      append(storage.journal(), 1);
      storage.savepoints().create("a", "", NO_RULES);
    }
    Path target = Files.createDirectory(temporary.resolve("target"));
    StoreFolder.beginRestore(target);
    Files.createDirectory(target.resolve("db"));
    Files.write(target.resolve("db/CURRENT"), new byte[3]);
    assertThatThrownBy(() -> RocksStorage.open(target, TestStore.SMALL))
        .hasMessageContaining("Restore it again");
    SavepointRestore.restore(savepoint("a"), target);
    RocksStorage.open(target, TestStore.SMALL).close();
  }
}
