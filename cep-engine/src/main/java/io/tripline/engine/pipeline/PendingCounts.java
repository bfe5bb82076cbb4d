package io.tripline.engine.pipeline;

import io.tripline.engine.pipeline.Engine.Deployment.Pending;
import java.util.HashMap;
import java.util.Map;

/** What rules had pending where a plan took effect, of all workers. Thread-safe. */
final class PendingCounts {
  // By state id.
  private final Map<Long, Pending> counts = new HashMap<>();

  /** By each worker, before it swaps the rules. */
  synchronized void add(Tenant tenant) {
    Pending own = new Pending(tenant.figures().keys(), tenant.figures().runs());
    counts.merge(tenant.stateId(), own, Pending::plus);
  }

  synchronized Pending of(long stateId) {
    return counts.getOrDefault(stateId, Pending.NOTHING);
  }
}
