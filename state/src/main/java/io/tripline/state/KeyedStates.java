package io.tripline.state;

import io.tripline.engine.port.StateStore.GarbageTest;
import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.KeyFinder;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.port.StateStore.KeyVisitor;
import io.tripline.state.ChangeLog.Change;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * States of keys: key = the key's hash, its bytes, state id; value = deadline, partial matches,
 * state. So all that is kept for a key lies together, a filter of hashes tells of most keys that
 * there is nothing, and no state says by its place whose rules share a table of keys at the moment.
 */
final class KeyedStates {
  private static final byte[] COUNT = Bytes.utf8("keys/count");
  private static final int HASH_BYTES = Long.BYTES;
  private static final int ID_BYTES = Long.BYTES;
  private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;

  private final Database db;
  private volatile long count;

  /** The last that was looked at; of the committing thread. */
  private byte @Nullable [] sweptTo;

  KeyedStates(Database db) {
    this.db = db;
    count = count(db);
  }

  /** How many states of keys there are in a database. */
  static long count(Database db) {
    byte[] stored = db.get(Family.META, COUNT);
    if (stored != null && stored.length != 8) {
      throw db.damaged("the count of states of keys has " + stored.length + " bytes");
    }
    return stored == null ? 0 : Bytes.getLong(stored, 0);
  }

  long count() {
    return count;
  }

  // ---- changes

  static Change change(KeyChange change) {
    KeyState state = change.state();
    return new Change(
        Family.KEYS,
        nameOf(change.key(), change.stateId()),
        state == null
            ? null
            : ByteBuffer.allocate(HEAD_BYTES + state.value().length)
                .putLong(state.deadline())
                .putInt(state.runs())
                .put(state.value())
                .array());
  }

  private static byte[] nameOf(KeyName key, long stateId) {
    return ByteBuffer.allocate(HASH_BYTES + key.key().length + ID_BYTES)
        .putLong(key.hash())
        .put(key.key())
        .putLong(stateId)
        .array();
  }

  /** How many more there are after some changes. */
  static long more(List<KeyChange> changes) {
    long more = 0;
    for (KeyChange change : changes) {
      more += (change.state() == null ? 0 : 1) - (change.replaces() ? 1 : 0);
    }
    return more;
  }

  static void putCount(Batch batch, long count) {
    batch.put(Family.META, COUNT, Bytes.ofLong(count));
  }

  /** That many are stored from now on. */
  void committed(long newCount) {
    count = newCount;
  }

  // ---- reading

  void load(List<KeyName> keys, KeyFinder finder) {
    db.scanPrefixes(
        Family.KEYS,
        cursor -> {
          for (int i = 0; i < keys.size(); i++) {
            load(cursor, keys.get(i), i, finder);
          }
          return null;
        });
  }

  /** Others may have the same hash. */
  private void load(Cursor cursor, KeyName key, int index, KeyFinder finder) {
    int length = HASH_BYTES + key.key().length + ID_BYTES;
    byte[] from = Bytes.join(key.hash(), key.key());
    for (boolean there = cursor.seek(from); there; there = cursor.next()) {
      byte[] name = cursor.key();
      if (name.length < HASH_BYTES || Bytes.getLong(name, 0) != key.hash()) {
        return;
      }
      if (name.length == length && Arrays.equals(name, 0, from.length, from, 0, from.length)) {
        finder.found(index, Bytes.getLong(name, from.length), state(cursor.value()));
      }
    }
  }

  void forEach(KeyVisitor visitor) {
    forEach(0, 1, visitor);
  }

  /** Parts are ranges of hashes. */
  void forEach(int part, int parts, KeyVisitor visitor) {
    long step = Long.divideUnsigned(-1, parts);
    byte[] from = Bytes.ofLong(part * step);
    byte[] to = Bytes.ofLong((part + 1) * step);
    boolean isLast = part == parts - 1;
    db.scanOnce(
        Family.KEYS,
        cursor -> {
          for (boolean there = cursor.seek(from); there; there = cursor.next()) {
            byte[] name = cursor.key();
            if (!isLast && Arrays.compareUnsigned(name, to) >= 0) {
              break;
            }
            visitor.state(keyOf(name), idOf(name), state(cursor.value()));
          }
          return null;
        });
  }

  /** A stored state, none of which is read until it is asked for; while it is visited. */
  final class Stored {
    private final Cursor cursor;
    private final byte[] key;

    private Stored(Cursor cursor) {
      this.cursor = cursor;
      this.key = cursor.key();
    }

    KeyName name() {
      return keyOf(key);
    }

    long id() {
      keyOf(key); // long enough
      return idOf(key);
    }

    KeyState state() {
      return KeyedStates.this.state(cursor.value());
    }
  }

  /** Takes records, whether they can be read or not. */
  @FunctionalInterface
  interface RecordVisitor {
    /**
     * @param record which one it is, from 1
     */
    void record(long record, Stored there);
  }

  void forEachRecord(RecordVisitor visitor) {
    db.scanOnce(
        Family.KEYS,
        cursor -> {
          long record = 0;
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            visitor.record(++record, new Stored(cursor));
          }
          return null;
        });
  }

  private KeyName keyOf(byte[] name) {
    if (name.length < HASH_BYTES + ID_BYTES) {
      throw db.damaged("the name of a key's state has " + name.length + " bytes");
    }
    byte[] key = Arrays.copyOfRange(name, HASH_BYTES, name.length - ID_BYTES);
    return new KeyName(Bytes.getLong(name, 0), key);
  }

  private static long idOf(byte[] name) {
    return Bytes.getLong(name, name.length - ID_BYTES);
  }

  private KeyState state(byte[] stored) {
    if (stored.length < HEAD_BYTES) {
      throw db.damaged("a key's state has " + stored.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(stored);
    return new KeyState(
        bytes.getLong(), bytes.getInt(), Arrays.copyOfRange(stored, HEAD_BYTES, stored.length));
  }

  // ---- sweeping

  int sweep(int most, GarbageTest test) {
    List<byte[]> garbage = new ArrayList<>();
    int looked = db.scan(Family.KEYS, cursor -> sweep(cursor, most, test, garbage));
    if (!garbage.isEmpty()) {
      long left = count - garbage.size();
      db.writeUnsynced(
          batch -> {
            garbage.forEach(name -> batch.delete(Family.KEYS, name));
            putCount(batch, left);
          });
      count = left;
    }
    return looked;
  }

  private int sweep(Cursor cursor, int most, GarbageTest test, List<byte[]> garbage) {
    byte[] head = new byte[HEAD_BYTES];
    byte[] from = sweptTo;
    boolean there = from == null ? cursor.first() : cursor.seek(from);
    if (there && from != null && Arrays.equals(cursor.key(), from)) {
      there = cursor.next();
    }
    int looked = 0;
    byte[] last = null;
    for (; looked < most && there; looked++, there = cursor.next()) {
      last = cursor.key();
      if (cursor.value(head) < HEAD_BYTES) {
        throw db.damaged("a key's state is too short");
      }
      if (test.isGarbage(keyOf(last), idOf(last), Bytes.getLong(head, 0))) {
        garbage.add(last);
      }
    }
    sweptTo = looked < most ? null : last;
    return looked;
  }
}
