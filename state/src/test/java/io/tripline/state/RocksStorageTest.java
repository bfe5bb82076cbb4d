package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.engine.port.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening: whose folder it is, which format it has, whether it is whole. */
final class RocksStorageTest {
  private static final KeyName KEY = new KeyName(77, new byte[10]);

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void chooseFolder() {
    folder = temporary.resolve("deep/store");
  }

  private RocksStorage open() {
    return RocksStorage.open(folder, TestStore.SMALL);
  }

  private void assertRefused(String... says) {
    assertThatThrownBy(() -> open().close())
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll(says);
  }

  @Test
  void aMissingFolderIsMadeForItsOwnerOnly() throws IOException {
    open().close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    open().close();
  }

  @Test
  void anEmptyFolderIsTaken() throws IOException {
    Files.createDirectories(folder.resolve("lost+found"));
    open().close();
  }

  @Test
  void aFolderWithOtherFilesIsRefusedAndLeftAlone() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("photo.jpg"), "x");
    Files.writeString(folder.resolve("thesis.tex"), "x");
    assertRefused("holds other files (photo.jpg and 1 more)", "Choose an empty folder");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aFileIsRefused() throws IOException {
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "x");
    assertRefused("is a file. Give a folder");
  }

  @Test
  void oneFolderIsForOneStore() {
    try (RocksStorage first = open()) {
      assertRefused("Another Tripline process uses the folder " + folder, "Stop that process");
      first.journal().append(0, 0, new byte[1], 1);
    }
    open().close();
  }

  @Test
  void anotherFormatIsRefused() {
    open().close();
    rewriteFormat(Bytes.ofLong(2));
    assertRefused(
        "The store in " + folder + " has format 2; this Tripline reads format 5.",
        "Use the Tripline that wrote it");
  }

  @Test
  void aStoreThatDoesNotSayItsFormatIsRefused() {
    try (RocksStorage storage = open()) {
      storage.journal().append(0, 0, new byte[1], 1);
    }
    StoreFolder prepared = StoreFolder.prepare(folder);
    try (Database db = Database.open(prepared, false, TestStore.SMALL)) {
      db.write(batch -> batch.delete(Family.META, Bytes.utf8("format")));
    }
    assertRefused("is damaged", "which format");
  }

  private void rewriteFormat(byte[] format) {
    StoreFolder prepared = StoreFolder.prepare(folder);
    try (Database db = Database.open(prepared, false, TestStore.SMALL)) {
      db.write(batch -> batch.put(Family.META, Bytes.utf8("format"), format));
    }
  }

  /** At each step of the making, as far as it can be told from outside. */
  @Test
  void aMakingThatWasInterruptedGoesOn() throws IOException {
    StoreFolder.prepare(folder);
    open().close(); // interrupted before RocksDB had a file

    Files.move(folder.resolve("TRIPLINE"), folder.resolve("TRIPLINE.new"));
    open().close(); // before the mark got its name

    Files.move(folder.resolve("TRIPLINE"), folder.resolve("TRIPLINE.new"));
    StoreFolder prepared = StoreFolder.prepare(folder);
    try (Database db = Database.open(prepared, true, TestStore.SMALL)) {
      db.write(batch -> batch.delete(Family.META, Bytes.utf8("format")));
    }
    open().close(); // before the format was written
    assertThat(prepared.isMade()).isTrue();
  }

  @Test
  void aStoreWithoutItsFilesIsNotMadeAnew() throws IOException {
    fill();
    Files.delete(folder.resolve("db/CURRENT"));
    assertRefused("The store in " + folder + " is damaged", "Restore the folder from a copy");
    assertThat(files(name -> name.endsWith(".sst"))).isNotEmpty();
  }

  @Test
  void anUnknownFamilyIsRefused() throws Exception {
    open().close();
    try (var options = new org.rocksdb.Options();
        var family = new org.rocksdb.ColumnFamilyOptions()) {
      List<org.rocksdb.ColumnFamilyDescriptor> descriptors = new java.util.ArrayList<>();
      String rocks = folder.resolve("db").toString();
      for (byte[] name : org.rocksdb.RocksDB.listColumnFamilies(options, rocks)) {
        descriptors.add(new org.rocksdb.ColumnFamilyDescriptor(name, family));
      }
      List<org.rocksdb.ColumnFamilyHandle> handles = new java.util.ArrayList<>();
      try (var db = org.rocksdb.RocksDB.open(rocks, descriptors, handles)) {
        db.createColumnFamily(
                new org.rocksdb.ColumnFamilyDescriptor(Bytes.utf8("savepoints"), family))
            .close();
        handles.forEach(org.rocksdb.ColumnFamilyHandle::close);
      }
    }
    assertRefused("unknown parts [savepoints]");
  }

  /** Enough of everything that there are table files and a log. */
  private void fill() {
    Random random = new Random(1);
    try (RocksStorage storage = open()) {
      List<StateChange> changes = new ArrayList<>();
      changes.add(new StateChange(1, new byte[10], new byte[100], false));
      for (int i = 0; i < 100; i++) {
        byte[] block = new byte[50_000];
        random.nextBytes(block);
        storage.journal().append(i, i, block, block.length);
        changes.add(new StateChange(2, Bytes.ofLong(i), block, false));
      }
      KeyChange ofKey = new KeyChange(16, KEY, new KeyState(1, 1, new byte[100]), false);
      storage.states().commit(new Checkpoint(1, new byte[0], changes, List.of(ofKey), List.of()));
    }
  }

  private List<Path> files(Predicate<String> name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("db"))) {
      return files
          .filter(file -> name.test(file.getFileName().toString()))
          .filter(file -> file.toFile().length() > 0)
          .sorted()
          .toList();
    }
  }

  @Test
  void aDamagedManifestIsNamed() throws IOException {
    fill();
    Path manifest = files(name -> name.startsWith("MANIFEST")).getFirst();
    byte[] bytes = Files.readAllBytes(manifest);
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(manifest, bytes);
    assertRefused("The store in " + folder + " is damaged", "Restore the folder from a copy");
  }

  @Test
  void aDamagedLogIsNamedAndNotCutShort() throws IOException {
    fill();
    Path log = files(name -> name.endsWith(".log")).getLast();
    byte[] bytes = Files.readAllBytes(log);
    bytes[bytes.length / 3] ^= 0x55;
    Files.write(log, bytes);
    assertRefused("The store in " + folder + " is damaged", "Restore the folder from a copy");
  }

  @Test
  void aMissingTableFileIsNamed() throws IOException {
    fill();
    Files.delete(files(name -> name.endsWith(".sst")).getFirst());
    assertRefused("The store in " + folder + " is damaged", "Restore the folder from a copy");
  }

  @Test
  void aDamagedBlockIsNamedWhenItIsRead() throws IOException {
    fill();
    for (Path table : files(name -> name.endsWith(".sst"))) {
      byte[] bytes = Files.readAllBytes(table);
      bytes[bytes.length / 2] ^= 0x55;
      Files.write(table, bytes);
    }
    assertThatThrownBy(
            () -> {
              try (RocksStorage storage = open()) {
                storage.states().forEach((id, key, value) -> {});
              }
            })
        .isInstanceOf(StorageException.class)
        .hasMessageContainingAll("is damaged", "Restore the folder from a copy");
  }

  @Test
  void aDamagedStateIsNamedWhenItIsLoaded() throws IOException {
    fill();
    open().close(); // what was in the log is in table files now
    for (Path table : files(name -> name.endsWith(".sst"))) {
      byte[] bytes = Files.readAllBytes(table);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (text.contains(Family.KEYS.title())) { // a table file says whose it is
        bytes[5] ^= 0x55; // in the first block
        Files.write(table, bytes);
      }
    }
    try (RocksStorage storage = open()) {
      assertThatThrownBy(() -> storage.states().loadKeys(List.of(KEY), (_, _, _) -> {}))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("is damaged");
    }
  }

  @Test
  void figuresAreThere() {
    fill();
    try (RocksStorage storage = open()) {
      storage.alerts().append(Samples.alerts(1, 3), List.of());
      StoreStats stats = storage.stats();
      assertThat(stats.partBytes()).hasSize(Family.values().length + 1);
      assertThat(stats.partBytes().get("journal")).isBetween(5_000_000L, 5_010_000L);
      assertThat(stats.walBytes()).isPositive();
      assertThat(stats.cacheUsedBytes()).isBetween(1L, stats.cacheCapacityBytes());
      assertThat(stats.writeBufferUsedBytes()).isPositive();
      assertThat(stats.journalFirstSequence()).isZero();
      assertThat(stats.journalLastSequence()).isEqualTo(99);
      assertThat(stats.states()).isEqualTo(102);
      assertThat(stats.alerts()).isEqualTo(3);
    }
  }

  @Test
  void senselessSettingsAreRefused() {
    assertThatThrownBy(() -> StoreSettings.defaults().withMemory(1 << 20, 1 << 20))
        .hasMessage("cacheBytes is 1048576; it must be at least 2097152");
    assertThatThrownBy(() -> StoreSettings.defaults().withJournalRetention(-1, 0))
        .hasMessageContaining("journalRetentionBytes is -1");
    assertThatThrownBy(() -> StoreSettings.defaults().withRejected(0, 0))
        .hasMessageContaining("maxRejected is 0");
  }

  @Test
  void aDiskWithLittleRoomIsToldOf() {
    StoreFolder store = StoreFolder.prepare(folder.resolve("new"));
    assertThat(store.unwritable(0)).isEqualTo("The data folder cannot be reached.");
    store.makeJournal();
    assertThat(store.unwritable(0)).isNull();
    assertThat(store.unwritable(Long.MAX_VALUE))
        .matches(
            "The disk of the data folder has [0-9,.]+ bytes left, and at least .* are wanted\\.");
  }
}
