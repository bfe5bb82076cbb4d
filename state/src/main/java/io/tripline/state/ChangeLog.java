package io.tripline.state;

import io.tripline.engine.port.CrashPoint;
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

  /** The last one, unless it was committed. */
  private @Nullable Draft draft;

  /** Applies what an earlier process has left to do. */
  ChangeLog(Database db) {
    this.db = db;
    long count = unapplied(db);
    for (long part = 0; part < count; part++) {
      apply(part);
    }
    if (count > 0 || db.scan(Family.CHANGES, Cursor::first)) {
      forget();
    }
  }

  /** How many parts of the checkpoint in a database are still to be applied. */
  static long unapplied(Database db) {
    byte[] parts = db.get(Family.META, UNAPPLIED);
    if (parts != null && parts.length != 8) {
      throw db.damaged("the number of unapplied parts has " + parts.length + " bytes");
    }
    return parts == null ? 0 : Bytes.getLong(parts, 0);
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

  /** Begins a checkpoint; what one that was not committed has logged is forgotten. */
  Draft draft(Pace pace) {
    if (draft != null && draft.parts > 0) {
      forget();
    }
    draft = new Draft(pace);
    return draft;
  }

  /** The changes of one checkpoint. */
  final class Draft {
    private final Pace pace;
    private List<Change> pending = new ArrayList<>();
    private int pendingBytes;
    private int parts;
    private long bytes;

    private Draft(Pace pace) {
      this.pace = pace;
    }

    void add(List<Change> changes) {
      for (Change change : changes) {
        pending.add(change);
        pendingBytes += change.bytes();
        bytes += change.bytes();
        if (pendingBytes >= PART_BYTES) {
          log();
        }
      }
    }

    /** Bytes of all changes so far, with their keys. */
    long bytes() {
      return bytes;
    }

    private void log() {
      long start = System.nanoTime();
      List<Change> part = pending;
      byte[] bytes = db.prepare(batch -> part.forEach(change -> change.putInto(batch)));
      byte[] number = Bytes.ofLong(parts);
      db.pass(CrashPoint.CHECKPOINT_PART_BEFORE);
      db.writeUnsynced(batch -> batch.put(Family.CHANGES, number, bytes));
      db.pass(CrashPoint.CHECKPOINT_PART_AFTER);
      parts++;
      pending = new ArrayList<>();
      pendingBytes = 0;
      // As many are still to be applied, at least.
      pace.rest(System.nanoTime() - start, parts);
    }

    /**
     * Makes the changes, and what else there is to write, true together.
     *
     * @param rest must be little
     */
    void commit(Consumer<Batch> rest) {
      draft = null;
      if (parts == 0) {
        List<Change> few = pending;
        db.pass(CrashPoint.CHECKPOINT_COMMIT_BEFORE);
        db.write(
            batch -> {
              rest.accept(batch);
              few.forEach(change -> change.putInto(batch));
            });
        db.pass(CrashPoint.CHECKPOINT_COMMIT_AFTER);
        return;
      }
      if (!pending.isEmpty()) {
        log();
      }
      db.pass(CrashPoint.CHECKPOINT_COMMIT_BEFORE);
      // Syncs the parts, too, if the settings say so: they are before it in the one log.
      db.write(
          batch -> {
            rest.accept(batch);
            batch.put(Family.META, UNAPPLIED, Bytes.ofLong(parts));
          });
      db.pass(CrashPoint.CHECKPOINT_COMMIT_AFTER);
      for (int part = 0; part < parts; part++) {
        long start = System.nanoTime();
        apply(part);
        pace.rest(System.nanoTime() - start, parts - 1 - part);
      }
      forget();
    }
  }

  private void apply(long part) {
    byte[] changes = db.get(Family.CHANGES, Bytes.ofLong(part));
    if (changes == null) {
      throw db.damaged("part " + part + " of the last checkpoint is missing");
    }
    db.pass(CrashPoint.CHECKPOINT_APPLY_BEFORE);
    db.writePrepared(changes);
    db.pass(CrashPoint.CHECKPOINT_APPLY_AFTER);
  }

  private void forget() {
    db.pass(CrashPoint.CHECKPOINT_FORGET_BEFORE);
    db.writeUnsynced(
        batch -> {
          batch.delete(Family.META, UNAPPLIED);
          batch.deleteRange(Family.CHANGES, Bytes.ofLong(0), Bytes.ofLong(Long.MAX_VALUE));
        });
    db.pass(CrashPoint.CHECKPOINT_FORGET_AFTER);
  }
}
