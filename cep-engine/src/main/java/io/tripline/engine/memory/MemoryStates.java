package io.tripline.engine.memory;

import io.tripline.engine.port.StateStore;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

  private final Object lock;
  private final Map<Name, byte[]> states = new TreeMap<>();
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
  public byte[] @Nullable [] load(List<StateName> names) {
    byte[] @Nullable [] loaded = new byte[names.size()][];
    synchronized (lock) {
      for (int i = 0; i < loaded.length; i++) {
        StateName name = names.get(i);
        loaded[i] = states.get(new Name(name.stateId(), ByteBuffer.wrap(name.key())));
      }
    }
    return loaded;
  }

  @Override
  public long count() {
    synchronized (lock) {
      return states.size();
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
  public void commit(Checkpoint checkpoint, Pace pace) {
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
      states.keySet().removeIf(name -> checkpoint.droppedStateIds().contains(name.stateId()));
      last = checkpoint;
    }
  }

  void copyTo(MemoryStates copy) {
    copy.states.putAll(states);
    copy.last = last;
  }
}
