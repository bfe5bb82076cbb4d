package io.tripline.engine.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who keeps states in a group, by the ids of their slots, from 0. Not thread-safe. */
final class Seats {
  // Null where the id is free.
  private @Nullable Tenant[] tenants = new Tenant[4];
  // Places among the rules of the lane; NOWHERE where it is none, or one that is gone.
  private int[] places = new int[4];
  // None below it is free.
  private int mayBeFree;

  /** Whose slots have an id. */
  Tenant tenant(int id) {
    Tenant tenant = tenants[id];
    if (tenant == null) {
      throw new IllegalStateException("a slot of nobody");
    }
    return tenant;
  }

  /** Who keeps states under an id in the store; null if nobody here does. */
  @Nullable Tenant find(long stateId) {
    for (Tenant tenant : tenants) {
      if (tenant != null && tenant.stateId() == stateId) {
        return tenant;
      }
    }
    return null;
  }

  /** The rule whose slots have an id. */
  RuleRun rule(int id) {
    return (RuleRun) tenant(id);
  }

  /** Its place among the rules of the lane; {@link RuleRun#NOWHERE} if it has none. */
  int place(int id) {
    return places[id];
  }

  void place(int id, int place) {
    places[id] = place;
  }

  /** Finds an id for one that has no slots yet. */
  int seat(Tenant tenant) {
    int free = mayBeFree;
    while (free < tenants.length && tenants[free] != null) {
      free++;
    }
    if (free == tenants.length) {
      tenants = Arrays.copyOf(tenants, 2 * free);
      places = Arrays.copyOf(places, 2 * free);
    }
    tenants[free] = tenant;
    places[free] = Tenant.NOWHERE;
    mayBeFree = free + 1;
    return free;
  }

  /** A newer version takes over the slots of an earlier one. */
  void replace(Tenant earlier, Tenant later) {
    tenants[earlier.id()] = later;
  }

  /** All that have an id. */
  List<Tenant> all() {
    return Arrays.stream(tenants).filter(Objects::nonNull).toList();
  }

  /** Frees the ids of those that are gone: they must have no slots any more. */
  void unseatGone() {
    mayBeFree = 0;
    for (int i = 0; i < tenants.length; i++) {
      Tenant tenant = tenants[i];
      if (tenant != null && tenant.isGone()) {
        tenants[i] = null;
      }
    }
  }
}
