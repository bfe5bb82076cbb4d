package io.tripline.engine.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a worker takes over the states that were made beside the stream for what begins with a
 * deployment: some after each slot, and those that are needed when they are. Not thread-safe.
 */
final class Takeover {
  private final WarmStart from;
  private final Set<Long> known;
  private final Map<Integer, KeyGroup> made = new HashMap<>();

  /**
   * Waits until the states are there.
   *
   * @param worker whose they are
   * @param known ids of the states that it has itself
   */
  Takeover(WarmStart from, int worker, Set<Long> known) {
    this.from = from;
    this.known = Set.copyOf(known);
    from.await().worker(worker).groups().forEach(group -> made.put(group.id(), group));
  }

  /**
   * What has just joined a group goes on with what was made for it.
   *
   * @param clock that the lane of the group has come to
   */
  void expect(KeyGroup group, long clock) {
    KeyGroup there = made.get(group.id());
    Map<Long, Tenant> joined = new HashMap<>();
    for (Tenant tenant : group.states().seats().all()) {
      boolean isMade = !from.failures().containsKey(tenant.stateId());
      if (isMade && !tenant.isGone() && !known.contains(tenant.stateId())) {
        joined.put(tenant.stateId(), tenant);
      }
    }
    if (there != null && !joined.isEmpty()) {
      group.expect(there, joined, clock);
    }
  }

  /** Takes some over: the group that has changed; null, once, when there are no more. */
  @Nullable KeyGroup takeSome(List<KeyGroup> groups) {
    for (KeyGroup group : groups) {
      if (group.isExpecting()) {
        group.takeSome();
        return group;
      }
    }
    from.taken();
    return null;
  }
}
