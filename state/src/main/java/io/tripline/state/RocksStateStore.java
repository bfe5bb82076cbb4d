package io.tripline.state;

import io.tripline.engine.port.StateStore;
import io.tripline.state.ChangeLog.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * States under names: key = state id, then the name's bytes. How many states each id has is kept in
 * the family {@code meta}, written with every commit, so that neither counting nor dropping an id
 * needs a scan. States of keys are {@link KeyedStates}.
 */
final class RocksStateStore implements StateStore {
  private static final byte[] CHECKPOINT = Bytes.utf8("checkpoint");
  private static final byte[] COUNT = Bytes.utf8("states/");

  private final Database db;
  private final FileJournal journal;
  private final ChangeLog log;
  private final KeyedStates keys;

  /** Of the committing thread. */
  private final Map<Long, Long> counts = new HashMap<>();

  private volatile long count;

  /** Without changes. */
  private volatile @Nullable Checkpoint last;

  RocksStateStore(Database db, FileJournal journal) {
    this.db = db;
    this.journal = journal;
    this.log = new ChangeLog(db);
    this.keys = new KeyedStates(db);
    last = lastCheckpoint(db).orElse(null);
    readCounts();
  }

  /** The last checkpoint in a database, without its changes. */
  static Optional<Checkpoint> lastCheckpoint(Database db) {
    return Optional.ofNullable(checkpoint(db))
        .map(
            record -> head(Bytes.getLong(record, 0), Arrays.copyOfRange(record, 8, record.length)));
  }

  /** The sequence of the last checkpoint in a database, or −1. */
  static long checkpointSequence(Database db) {
    byte[] record = checkpoint(db);
    return record == null ? -1 : Bytes.getLong(record, 0);
  }

  private static byte @Nullable [] checkpoint(Database db) {
    byte[] record = db.get(Family.META, CHECKPOINT);
    if (record != null && record.length < 8) {
      throw db.damaged("the checkpoint's record is too short");
    }
    return record;
  }

  private void readCounts() {
    counts.putAll(counts(db));
    count = counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many states there are under names in a database, by what they are of. */
  static Map<Long, Long> counts(Database db) {
    Map<Long, Long> counts = new HashMap<>();
    db.scan(
        Family.META,
        cursor -> {
          for (boolean there = cursor.seek(COUNT); there; there = cursor.next()) {
            byte[] key = cursor.key();
            if (key.length != COUNT.length + 8
                || !Arrays.equals(key, 0, COUNT.length, COUNT, 0, COUNT.length)) {
              break;
            }
            byte[] value = cursor.value();
            if (value.length != 8) {
              throw db.damaged("a count of states has " + value.length + " bytes");
            }
            counts.put(Bytes.getLong(key, COUNT.length), Bytes.getLong(value, 0));
          }
          return null;
        });
    return counts;
  }

  private static Checkpoint head(long sequence, byte[] meta) {
    return new Checkpoint(sequence, meta, List.of(), List.of(), List.of());
  }

  @Override
  public Optional<Checkpoint> lastCheckpoint() {
    db.checkOpen();
    return Optional.ofNullable(last);
  }

  @Override
  public long count() {
    db.checkOpen();
    return count + keys.count();
  }

  @Override
  public void forEach(StateVisitor visitor) {
    db.scan(
        Family.STATES,
        cursor -> {
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            byte[] key = cursor.key();
            visitor.state(
                Bytes.getLong(key, 0), Arrays.copyOfRange(key, 8, key.length), cursor.value());
          }
          return null;
        });
  }

  @Override
  public void loadKeys(List<KeyName> names, KeyFinder finder) {
    keys.load(names, finder);
  }

  @Override
  public void forEachKey(int part, int parts, KeyVisitor visitor) {
    keys.forEach(part, parts, visitor);
  }

  @Override
  public synchronized int sweep(int most, GarbageTest test) {
    return keys.sweep(most, test);
  }

  @Override
  public synchronized Draft draft(Pace pace) {
    db.checkOpen();
    ChangeLog.Draft draft = log.draft(pace);
    return new Draft() {
      private long keyCount = keys.count();

      @Override
      public void add(List<KeyChange> changes) {
        keyCount += KeyedStates.more(changes);
        draft.add(inOrder(changes.stream().map(KeyedStates::change).toList()));
      }

      @Override
      public long commit(
          long sequence, byte[] meta, List<StateChange> changes, List<Long> droppedStateIds) {
        return RocksStateStore.this.commit(
            draft, keyCount, sequence, meta, changes, new HashSet<>(droppedStateIds));
      }
    };
  }

  private synchronized long commit(
      ChangeLog.Draft draft,
      long keyCount,
      long sequence,
      byte[] meta,
      List<StateChange> changes,
      Set<Long> dropped) {
    Checkpoint before = last;
    if (before != null && sequence < before.sequence()) {
      throw new IllegalArgumentException(
          "a checkpoint at " + sequence + " cannot follow one at " + before.sequence());
    }
    Map<Long, Long> newCounts = countAfter(changes, dropped);

    draft.add(inOrder(named(changes, dropped)));
    draft.commit(
        batch -> {
          for (long id : dropped) {
            batch.deleteRange(Family.STATES, Bytes.ofLong(id), Bytes.ofLong(id + 1));
          }
          newCounts.forEach((id, states) -> putCount(batch, id, states));
          KeyedStates.putCount(batch, keyCount);
          batch.put(Family.META, CHECKPOINT, Bytes.join(sequence, meta));
        });

    newCounts.forEach(
        (id, states) -> {
          if (states == 0) {
            counts.remove(id);
          } else {
            counts.put(id, states);
          }
        });
    count = counts.values().stream().mapToLong(Long::longValue).sum();
    keys.committed(keyCount);
    last = head(sequence, meta);
    journal.cutBehind(sequence);
    return draft.bytes() + meta.length;
  }

  /** None for an id that is dropped. */
  private static List<Change> named(List<StateChange> changes, Set<Long> dropped) {
    return changes.stream()
        .filter(change -> !dropped.contains(change.stateId()))
        .map(
            change ->
                new Change(
                    Family.STATES, Bytes.join(change.stateId(), change.key()), change.value()))
        .toList();
  }

  /**
   * The changes in the order of their keys, which is the order that RocksDB likes; of several for
   * one key the last.
   */
  private static List<Change> inOrder(List<Change> changes) {
    List<Change> sorted = new ArrayList<>(changes);
    sorted.sort((a, b) -> Arrays.compareUnsigned(a.key(), b.key()));
    List<Change> last = new ArrayList<>(sorted.size());
    for (int i = 0; i < sorted.size(); i++) {
      if (i + 1 == sorted.size() || !Arrays.equals(sorted.get(i).key(), sorted.get(i + 1).key())) {
        last.add(sorted.get(i));
      }
    }
    return last;
  }

  /** The counts that change. */
  private Map<Long, Long> countAfter(List<StateChange> changes, Set<Long> dropped) {
    Map<Long, Long> after = new HashMap<>();
    for (StateChange change : changes) {
      long more = (change.value() == null ? 0 : 1) - (change.replaces() ? 1 : 0);
      if (more != 0) {
        after.merge(change.stateId(), more, Long::sum);
      }
    }
    after.replaceAll((id, more) -> counts.getOrDefault(id, 0L) + more);
    for (long id : dropped) {
      if (id == -1) {
        throw new IllegalArgumentException("-1 is not the id of a state");
      }
      after.put(id, 0L);
    }
    return after;
  }

  private static void putCount(Batch batch, long stateId, long states) {
    byte[] key = Arrays.copyOf(COUNT, COUNT.length + 8);
    Bytes.putLong(key, COUNT.length, stateId);
    if (states == 0) {
      batch.delete(Family.META, key);
    } else {
      batch.put(Family.META, key, Bytes.ofLong(states));
    }
  }
}
