package io.tripline.engine.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * States that were made beside the stream for rules and series of a group, and are not yet taken
 * over: those of a key when the key comes up, those that time ends when it does, the others bit by
 * bit. So no deployment makes the stream wait for the number of keys. Not thread-safe.
 */
final class Arriving {
  private final KeyGroup from;
  private final KeyGroup to;
  private final long clock;
  private final Map<Long, Tenant> tenants = new HashMap<>();
  private final IntConsumer mover = this::take;
  private long visited;

  /**
   * @param from where they were made
   * @param to where they belong; has the same rules and series, by the ids of their states
   * @param clock that both have come to
   */
  Arriving(KeyGroup from, KeyGroup to, long clock) {
    this.from = from;
    this.to = to;
    this.clock = clock;
  }

  /** What goes on with its states: it counts what is still to come as its own. */
  void expect(Tenant tenant, Tenant made) {
    tenants.put(tenant.stateId(), tenant);
    tenant.sit(to, tenant.id(), made.figures());
  }

  /** Whether there are keys whose states are still to be taken over. */
  boolean hasKeys() {
    return from.hasKeys();
  }

  boolean hasSeeing() {
    return from.hasSeeing();
  }

  long nextTimer() {
    return from.nextTimer();
  }

  long nextExpiry() {
    return from.nextExpiry();
  }

  void expire(long now) {
    from.expire(now);
  }

  /** Takes over what a key has. */
  void take(long hash, EventKey key) {
    int record = from.states().find(hash, key);
    if (record != KeyRecords.NONE) {
      take(record);
    }
  }

  /** Takes over what waits for a time before another. */
  void takeDue(long now) {
    TimerHeap timers = from.states().timers();
    while (timers.next() < now) {
      take(timers.firstRecord());
    }
  }

  /** Takes over some; whether that were the last. */
  boolean takeSome() {
    visited = from.states().table().visit(visited, mover);
    return visited == KeyTable.END;
  }

  private void take(int taken) {
    int record = taken;
    KeyRecords records = from.states().records();
    long hash = records.hash(record);
    byte[] key = records.key(record);
    for (int slot = records.count(record) - 1; slot >= 0; slot--) {
      Tenant made = from.states().seats().tenant(records.id(record, slot));
      Tenant tenant = tenants.get(made.stateId());
      if (tenant == null) {
        record = from.states().remove(record, slot, made, false);
      } else {
        byte[] state = made.encode(records.state(record, slot));
        record = from.states().remove(record, slot, made, false);
        to.arrive(tenant, hash, key, state, clock);
      }
    }
  }
}
