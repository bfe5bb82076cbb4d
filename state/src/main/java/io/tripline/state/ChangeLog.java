package io.tripline.state;

import io.tripline.engine.port.StateStore.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a large checkpoint, on their way into keyed state. RocksDB takes one write after
 * the other, so a large one would hold up the journal and the alerts. Here no write is large: all
 * changes are logged in parts; then one small write makes the checkpoint true; then part by part is
 * applied. What was true when a process died is applied when the store is opened again, what was
 * not is forgotten (a redo log; Mohan and others, ARIES, TODS 17, 1992). Used by one thread.
 */
final class ChangeLog {
  /** About what a part holds, bytes: less than a millisecond's work. */
  static final int PART_BYTES = 16 * 1024;

  /** Number of parts of the checkpoint that is true but not applied; missing if there is none. */
  static final byte[] UNAPPLIED = Bytes.utf8("unapplied");

  private final Database db;

  /** Applies what an earlier process has left to do. */
  ChangeLog(Database db) {
    this.db = db;
    byte[] parts = db.get(Family.META, UNAPPLIED);
    if (parts != null && parts.length != 8) {
      throw db.damaged("the number of unapplied parts has " + parts.length + " bytes");
    }
    long count = parts == null ? 0 : Bytes.getLong(parts, 0);
    for (long part = 0; part < count; part++) {
      byte[] changes = db.get(Family.CHANGES, Bytes.ofLong(part));
      if (changes == null) {
        throw db.damaged("part " + part + " of the last checkpoint is missing");
      }
      db.writePrepared(changes);
    }
    if (count > 0 || db.scan(Family.CHANGES, Cursor::first)) {
      forget();
    }
  }

  /** One state's new value, with where it is stored. */
  record Change(Family family, byte[] key, byte @Nullable [] value) {
    int bytes() {
      return key.length + (value == null ? 0 : value.length);
    }

    private void putInto(Batch batch) {
      if (value == null) {
        batch.delete(family, key);
      } else {
        batch.put(family, key, value);
      }
    }
  }

  /**
   * Makes changes, and what else there is to write, true together.
   *
   * @param rest must be little
   */
  void commit(List<Change> changes, Consumer<Batch> rest, Pace pace) {
    List<List<Change>> parts = parts(changes);
    if (parts.size() <= 1) {
      db.write(
          batch -> {
            rest.accept(batch);
            changes.forEach(change -> change.putInto(batch));
          });
      return;
    }
    List<byte[]> prepared = new ArrayList<>(parts.size());
    for (List<Change> part : parts) {
      long start = System.nanoTime();
      byte[] bytes = db.prepare(batch -> part.forEach(change -> change.putInto(batch)));
      byte[] number = Bytes.ofLong(prepared.size());
      db.writeUnsynced(batch -> batch.put(Family.CHANGES, number, bytes));
      prepared.add(bytes);
      pace.rest(System.nanoTime() - start, 2 * parts.size() - prepared.size());
    }
    // Syncs the parts, too, if the settings say so: they are before it in the one log.
    db.write(
        batch -> {
          rest.accept(batch);
          batch.put(Family.META, UNAPPLIED, Bytes.ofLong(prepared.size()));
        });
    for (int i = 0; i < prepared.size(); i++) {
      long start = System.nanoTime();
      db.writePrepared(prepared.get(i));
      pace.rest(System.nanoTime() - start, prepared.size() - 1 - i);
    }
    forget();
  }

  private static List<List<Change>> parts(List<Change> changes) {
    List<List<Change>> parts = new ArrayList<>();
    int from = 0;
    int bytes = 0;
    for (int i = 0; i < changes.size(); i++) {
      bytes += changes.get(i).bytes();
      if (bytes >= PART_BYTES || i + 1 == changes.size()) {
        parts.add(changes.subList(from, i + 1));
        from = i + 1;
        bytes = 0;
      }
    }
    return parts;
  }

  private void forget() {
    db.writeUnsynced(
        batch -> {
          batch.delete(Family.META, UNAPPLIED);
          batch.deleteRange(Family.CHANGES, Bytes.ofLong(0), Bytes.ofLong(Long.MAX_VALUE));
        });
  }
}
