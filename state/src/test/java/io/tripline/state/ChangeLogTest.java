package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StateStore.Pace;
import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.engine.port.StorageException;
import io.tripline.state.ChangeLog.Change;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large checkpoint that a process did not live to end. */
final class ChangeLogTest {
  private static final int KEYS = 100;

  @TempDir Path folder;

  /** Some ten parts; all keys have the same value. */
  private static List<Change> changes(String value) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      changes.add(new Change(Family.STATES, Bytes.join(1, key(i)), expected(value)));
    }
    return changes;
  }

  private static byte[] key(int i) {
    return ("key " + i).getBytes(StandardCharsets.UTF_8);
  }

  private void store(String value) {
    try (RocksStorage storage = RocksStorage.open(folder, TestStore.SMALL)) {
      List<StateChange> changes = new ArrayList<>();
      for (int i = 0; i < KEYS; i++) {
        changes.add(new StateChange(1, key(i), expected(value), false));
      }
      TestStore.addEntries(storage);
      storage.states().commit(new Checkpoint(1, new byte[0], changes, List.of(), List.of()));
    }
  }

  private void withDatabase(Consumer<Database> body) {
    try (Database db = Database.open(StoreFolder.prepare(folder), false, TestStore.SMALL)) {
      body.accept(db);
    }
  }

  private static byte[] expected(String value) {
    return value.repeat(3_000).getBytes(StandardCharsets.UTF_8);
  }

  private void assertAll(String value) {
    try (RocksStorage storage = RocksStorage.open(folder, TestStore.SMALL)) {
      List<byte[]> values = new ArrayList<>();
      storage.states().forEach((_, _, state) -> values.add(state));
      assertThat(values).hasSize(KEYS).allMatch(each -> Arrays.equals(each, expected(value)));
    }
    withDatabase(
        db -> {
          assertThat(db.<Boolean>scan(Family.CHANGES, Cursor::first)).as("parts left").isFalse();
          assertThat(db.get(Family.META, ChangeLog.UNAPPLIED)).isNull();
        });
  }

  @Test
  void whatWasLoggedOnlyIsForgotten() {
    store("a");
    withDatabase(
        db -> {
          Consumer<Batch> dies =
              batch -> {
                throw new IllegalStateException("dies");
              };
          ChangeLog.Draft draft = new ChangeLog(db).draft(Pace.FULL);
          draft.add(changes("b"));
          assertThatThrownBy(() -> draft.commit(dies)).hasMessage("dies");
          assertThat(db.<Boolean>scan(Family.CHANGES, Cursor::first)).as("was logged").isTrue();
        });
    assertAll("a");
  }

  /** Fewer parts than those that were logged before. */
  @Test
  void whatWasNotCommittedIsNoPartOfTheNext() {
    store("a");
    withDatabase(
        db -> {
          ChangeLog log = new ChangeLog(db);
          log.draft(Pace.FULL).add(changes("b"));
          assertThat(db.<Boolean>scan(Family.CHANGES, Cursor::first)).as("was logged").isTrue();
          ChangeLog.Draft next = log.draft(Pace.FULL);
          next.add(changes("c").subList(0, 10));
          next.commit(batch -> {});
          assertThat(db.<Boolean>scan(Family.CHANGES, Cursor::first)).isFalse();
          assertThat(db.get(Family.STATES, Bytes.join(1, key(9)))).isEqualTo(expected("c"));
          assertThat(db.get(Family.STATES, Bytes.join(1, key(10)))).isEqualTo(expected("a"));
        });
  }

  @Test
  void whatBecameTrueIsAppliedFromTheFirstPartOn() {
    for (int applied = 0; applied <= 3; applied += 3) {
      store("a");
      die(applied);
      assertAll("b");
    }
  }

  /** Does what {@link ChangeLog#commit} does, up to a part. */
  private void die(int applied) {
    withDatabase(
        db -> {
          List<byte[]> parts = new ArrayList<>();
          for (Change change : changes("b")) {
            parts.add(
                db.prepare(batch -> batch.put(change.family(), change.key(), change.value())));
          }
          for (int i = 0; i < parts.size(); i++) {
            byte[] number = Bytes.ofLong(i);
            byte[] part = parts.get(i);
            db.writeUnsynced(batch -> batch.put(Family.CHANGES, number, part));
          }
          db.write(
              batch -> batch.put(Family.META, ChangeLog.UNAPPLIED, Bytes.ofLong(parts.size())));
          parts.subList(0, applied).forEach(db::writePrepared);
        });
  }

  @Test
  void aPartThatIsMissingIsDamage() {
    store("a");
    withDatabase(
        db -> db.write(batch -> batch.put(Family.META, ChangeLog.UNAPPLIED, Bytes.ofLong(2))));
    assertThatThrownBy(() -> RocksStorage.open(folder, TestStore.SMALL))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("part 0 of the last checkpoint is missing");
  }
}
