package io.tripline.rest.webhook;

import io.tripline.rest.webhook.Lane.Shared;
import io.tripline.state.Outbox.Entry;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The order that a lane keeps, if its webhook asks for one. It comes and goes while nothing is
 * under way. Thread-safe; {@link #isReady} is called by the lane's thread alone.
 */
final class LaneOrder {
  /** How many entries are looked at for some whose key is free. */
  private static final int LOOKED_AT = 64;

  private final String webhookId;
  private final Shared shared;

  /** Null where there is none. */
  private volatile @Nullable KeyOrder order;

  /** Whether what was held before the start is looked after. */
  private boolean isReady;

  LaneOrder(String webhookId, Shared shared) {
    this.webhookId = webhookId;
    this.shared = shared;
  }

  /**
   * Makes the order what the webhook asks for; false where that must wait.
   *
   * @param isIdle whether nothing is under way
   */
  boolean isReady(boolean wanted, boolean isIdle) {
    if (isReady && wanted == (order != null)) {
      return true;
    }
    if (!isIdle) {
      return false;
    }
    if (wanted) {
      int most = shared.settings().maxHeldUp();
      order = new KeyOrder(webhookId, shared.outbox(), shared.alerts(), most, now());
    } else {
      KeyOrder.end(webhookId, shared.outbox(), now());
      order = null;
    }
    isReady = true;
    return true;
  }

  private long now() {
    return Math.max(1, shared.clock().millis());
  }

  /**
   * Which of the entries that are due may be begun.
   *
   * @param free how many may be at most
   * @param before that are under way
   */
  List<Entry> due(long now, int free, Set<Long> before) {
    KeyOrder ordering = order;
    int looked = before.size() + (ordering == null ? free : Math.max(free, LOOKED_AT));
    boolean full = ordering != null && ordering.isFull();
    // New ones that cannot be begun would hide those that can.
    List<Entry> due =
        (full
                ? shared.outbox().dueAgain(webhookId, now, looked)
                : shared.outbox().due(webhookId, now, looked))
            .stream().filter(entry -> !before.contains(entry.ordinal())).toList();
    return ordering == null ? due : ordering.ready(due);
  }

  void begun(Entry entry) {
    KeyOrder ordering = order;
    if (ordering != null) {
      ordering.begun(entry);
    }
  }

  void ended(Entry entry) {
    KeyOrder ordering = order;
    if (ordering != null) {
      ordering.ended(entry, now());
    }
  }

  void settled(Entry entry) {
    KeyOrder ordering = order;
    if (ordering != null) {
      ordering.settled(entry.ordinal());
    }
  }

  void putOff(Entry entry) {
    KeyOrder ordering = order;
    if (ordering != null) {
      ordering.putOff(entry);
    }
  }

  /**
   * Has all tried now that waits to be tried again.
   *
   * @return how many there were
   */
  long hasten() {
    long now = now();
    KeyOrder ordering = order;
    return ordering == null
        ? shared.outbox().hasten(webhookId, now + 1, Long.MAX_VALUE, now)
        : ordering.hasten(now);
  }
}
