package io.tripline.engine.pipeline;

import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Brings keys back into memory that the store alone has: those that the events of a slot need in
 * one go, others when they are asked for. Not thread-safe.
 */
final class KeyLoads {
  private static final Comparator<Load> BY_HASH =
      (a, b) -> Long.compareUnsigned(a.key.hash(), b.key.hash());

  private record Load(KeyGroup group, KeyName key) {}

  private final StateStore store;
  private final DeletedKeys deleted;
  private final List<Load> wanted = new ArrayList<>();

  KeyLoads(StateStore store, DeletedKeys deleted) {
    this.store = store;
    this.deleted = deleted;
  }

  /** Notes a key whose record is marked as wanted. */
  void add(KeyGroup group, long hash, byte[] key) {
    wanted.add(new Load(group, new KeyName(hash, key)));
  }

  /** Brings all that were noted. Each has a record then, maybe an empty one. */
  void load() {
    if (wanted.isEmpty()) {
      return;
    }
    wanted.sort(BY_HASH);
    store.loadKeys(
        wanted.stream().map(Load::key).toList(),
        (i, stateId, state) -> take(wanted.get(i), stateId, state));
    for (Load load : wanted) {
      load.group.loaded(load.key);
    }
  }

  /** Removes records that were made for keys of which there is nothing; after their events. */
  void clear() {
    for (Load load : wanted) {
      load.group.removeIfEmpty(load.key);
    }
    wanted.clear();
  }

  /** Brings one key. */
  void load(KeyGroup group, KeyName key) {
    Load load = new Load(group, key);
    store.loadKeys(List.of(key), (_, stateId, state) -> take(load, stateId, state));
  }

  private void take(Load load, long stateId, KeyState state) {
    if (!deleted.has(stateId, load.key)) {
      load.group.take(load.key, stateId, state);
    }
  }
}
