package io.tripline.engine.memory;

import io.tripline.engine.port.StateStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

final class MemoryStates implements StateStore {
  private record Name(long stateId, ByteBuffer key) implements Comparable<Name> {
    private static final Comparator<Name> ORDER =
        Comparator.comparingLong(Name::stateId).thenComparing(Name::key);

    @Override
    public int compareTo(Name other) {
      return ORDER.compare(this, other);
    }
  }

  private record KeyedName(long hash, ByteBuffer key, long stateId)
      implements Comparable<KeyedName> {
    private static final Comparator<KeyedName> ORDER =
        Comparator.comparingLong(KeyedName::hash)
            .thenComparing(KeyedName::key)
            .thenComparingLong(KeyedName::stateId);

    static KeyedName of(KeyName key, long stateId) {
      return new KeyedName(key.hash(), ByteBuffer.wrap(key.key()), stateId);
    }

    KeyName keyName() {
      return new KeyName(hash, key.array());
    }

    @Override
    public int compareTo(KeyedName other) {
      return ORDER.compare(this, other);
    }
  }

  private final Object lock;
  private final Map<Name, byte[]> states = new TreeMap<>();
  private final NavigableMap<KeyedName, KeyState> ofKeys = new TreeMap<>();
  private @Nullable KeyedName sweptTo;
  private @Nullable Checkpoint last;

  MemoryStates(Object lock) {
    this.lock = lock;
  }

  @Override
  public Optional<Checkpoint> lastCheckpoint() {
    synchronized (lock) {
      return Optional.ofNullable(last);
    }
  }

  @Override
  public long count() {
    synchronized (lock) {
      return states.size() + ofKeys.size();
    }
  }

  @Override
  public void forEach(StateVisitor visitor) {
    Map<Name, byte[]> now;
    synchronized (lock) {
      now = new TreeMap<>(states);
    }
    now.forEach((name, value) -> visitor.state(name.stateId(), name.key().array(), value));
  }

  @Override
  public void loadKeys(List<KeyName> keys, KeyFinder finder) {
    for (int i = 0; i < keys.size(); i++) {
      Map<KeyedName, KeyState> found;
      synchronized (lock) {
        KeyedName first = KeyedName.of(keys.get(i), Long.MIN_VALUE);
        KeyedName last = KeyedName.of(keys.get(i), Long.MAX_VALUE);
        found = new TreeMap<>(ofKeys.subMap(first, true, last, true));
      }
      int index = i;
      found.forEach((name, state) -> finder.found(index, name.stateId(), state));
    }
  }

  @Override
  public void forEachKey(int part, int parts, KeyVisitor visitor) {
    Map<KeyedName, KeyState> now;
    synchronized (lock) {
      now = new TreeMap<>(ofKeys);
    }
    now.forEach(
        (name, state) -> {
          if (Long.remainderUnsigned(name.keyName().hash(), parts) == part) {
            visitor.state(name.keyName(), name.stateId(), state);
          }
        });
  }

  @Override
  public int sweep(int most, GarbageTest test) {
    synchronized (lock) {
      var left = sweptTo == null ? ofKeys : ofKeys.tailMap(sweptTo, false);
      int count = 0;
      KeyedName last = null;
      for (var each = left.entrySet().iterator(); count < most && each.hasNext(); count++) {
        Map.Entry<KeyedName, KeyState> entry = each.next();
        last = entry.getKey();
        if (test.isGarbage(last.keyName(), last.stateId(), entry.getValue().deadline())) {
          each.remove();
        }
      }
      sweptTo = count < most ? null : last;
      return count;
    }
  }

  @Override
  public Draft draft(Pace pace) {
    List<KeyChange> keyChanges = new ArrayList<>();
    return new Draft() {
      @Override
      public void add(List<KeyChange> changes) {
        keyChanges.addAll(changes);
      }

      @Override
      public long commit(
          long sequence, byte[] meta, List<StateChange> changes, List<Long> droppedStateIds) {
        apply(new Checkpoint(sequence, meta, changes, keyChanges, droppedStateIds));
        return meta.length
            + changes.stream().mapToLong(MemoryStates::bytes).sum()
            + keyChanges.stream().mapToLong(MemoryStates::bytes).sum();
      }
    };
  }

  private static long bytes(StateChange change) {
    byte[] value = change.value();
    return change.key().length + (value == null ? 0 : value.length);
  }

  private static long bytes(KeyChange change) {
    KeyState state = change.state();
    return change.key().key().length + (state == null ? 0 : state.value().length);
  }

  private void apply(Checkpoint checkpoint) {
    synchronized (lock) {
      for (StateChange change : checkpoint.changes()) {
        Name name = new Name(change.stateId(), ByteBuffer.wrap(change.key()));
        byte[] value = change.value();
        if (value == null) {
          states.remove(name);
        } else {
          states.put(name, value);
        }
      }
      for (KeyChange change : checkpoint.keyChanges()) {
        KeyState state = change.state();
        KeyedName name = KeyedName.of(change.key(), change.stateId());
        if (state == null) {
          ofKeys.remove(name);
        } else {
          ofKeys.put(name, state);
        }
      }
      states.keySet().removeIf(name -> checkpoint.droppedStateIds().contains(name.stateId()));
      // Those of keys may be many.
      last =
          new Checkpoint(
              checkpoint.sequence(), checkpoint.meta(), checkpoint.changes(), List.of(), List.of());
    }
  }

  void copyTo(MemoryStates copy) {
    copy.states.putAll(states);
    copy.ofKeys.putAll(ofKeys);
    copy.last = last;
  }
}
