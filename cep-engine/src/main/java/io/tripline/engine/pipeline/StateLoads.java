package io.tripline.engine.pipeline;

import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.StateStore.StateName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * States that were put away and will be needed: collected for the events of a slot, and read from
 * the store in one go. Not thread-safe.
 */
final class StateLoads {
  private record Load(KeyGroup group, Tenant tenant, int record) {}

  private final StateStore store;
  private final List<Load> loads = new ArrayList<>();
  private final List<StateName> names = new ArrayList<>();

  StateLoads(StateStore store) {
    this.store = store;
  }

  /** A state of a rule in a record; named once. */
  void add(KeyGroup group, Tenant tenant, int record, byte[] key) {
    loads.add(new Load(group, tenant, record));
    names.add(new StateName(tenant.stateId(), key));
  }

  /** Reads them. */
  void load() {
    if (loads.isEmpty()) {
      return;
    }
    byte[] @Nullable [] states = store.load(names);
    for (int i = 0; i < states.length; i++) {
      Load load = loads.get(i);
      load.group.take(load.tenant, load.record, states[i]);
    }
    loads.clear();
    names.clear();
  }
}
