package io.tripline.rest.webhook;

import io.tripline.rest.json.AlertJson;
import io.tripline.state.AlertReader;
import io.tripline.state.Outbox;
import io.tripline.state.Outbox.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps the deliveries of each key in the order of their alerts: one at a time, and none while an
 * earlier one waits to be tried again. An entry that must wait is held: its next attempt in the
 * outbox is never, until the one before it is settled, so it does not stand in the way of others.
 *
 * <p>Known here is each entry that has been begun or held, and not settled. There are at most as
 * many as a bound; at that, none is begun or held that is not known, until others are settled. All
 * others are in the outbox as new, in their order. Thread-safe.
 */
final class KeyOrder {
  /** The last millisecond of the year 9999: when an entry is tried that is held. */
  static final long HELD = 253_402_300_799_999L;

  private final String webhookId;
  private final Outbox outbox;
  private final AlertReader alerts;
  private final int most;

  // Guarded by this:
  private final Map<Long, String> keys = new HashMap<>();
  private final Map<String, TreeMap<Long, Entry>> lines = new HashMap<>();
  private final Map<Long, String> underWay = new HashMap<>();

  /** Keys of those that were said to be ready last: they need not be read again to be begun. */
  private final Map<Long, String> readyKeys = new HashMap<>();

  /**
   * Begins with what was begun or held before; nothing of the webhook may be under way.
   *
   * @param most the most entries that are known
   */
  KeyOrder(String webhookId, Outbox outbox, AlertReader alerts, int most, long nowMillis) {
    this.webhookId = webhookId;
    this.outbox = outbox;
    this.alerts = alerts;
    this.most = most;
    for (Entry each : outbox.begun(webhookId, Integer.MAX_VALUE)) {
      know(each, key(each));
    }
    lines.forEach((key, line) -> letGo(line, key, nowMillis));
  }

  /** Lets all go that were held for an order that nobody wants any more. */
  static void end(String webhookId, Outbox outbox, long nowMillis) {
    outbox.hasten(webhookId, HELD, Long.MAX_VALUE, nowMillis);
  }

  /** Whether none can be begun that was not begun or held before. */
  synchronized boolean isFull() {
    return keys.size() >= most;
  }

  /**
   * Which of some entries may be begun now: no two of a key. Others are held.
   *
   * @param due in the order of their ordinals; none is under way
   */
  synchronized List<Entry> ready(List<Entry> due) {
    List<Entry> ready = new ArrayList<>();
    Set<String> taken = new HashSet<>(underWay.values());
    readyKeys.clear();
    int fresh = 0;
    for (Entry each : due) {
      boolean known = keys.containsKey(each.ordinal());
      if (!known && keys.size() + fresh >= most) {
        continue;
      }
      String key = key(each);
      TreeMap<Long, Entry> line = lines.get(key);
      if (taken.contains(key) || line != null && line.firstKey() < each.ordinal()) {
        retryAt(each, key, HELD);
      } else {
        ready.add(each);
        fresh += known ? 0 : 1;
        readyKeys.put(each.ordinal(), key);
        taken.add(key);
      }
    }
    return ready;
  }

  /** An attempt at an entry begins; it was said to be ready last time. */
  synchronized void begun(Entry entry) {
    String key = key(entry);
    know(entry, key);
    underWay.put(entry.ordinal(), key);
  }

  /**
   * An attempt at an entry is over, whatever it came to, and that is told before this. If the entry
   * has left the queue, the next one of its key need not wait any more.
   */
  synchronized void ended(Entry entry, long nowMillis) {
    // Not before now: until here, the lane may still have held one because of this attempt.
    String key = underWay.remove(entry.ordinal());
    TreeMap<Long, Entry> line = key == null ? null : lines.get(key);
    if (key != null && line != null) {
      letGo(line, key, nowMillis);
    }
  }

  /** An entry waits to be tried again. */
  synchronized void putOff(Entry entry) {
    know(entry, key(entry));
  }

  /** An entry has left the queue. */
  synchronized void settled(long ordinal) {
    String key = keys.remove(ordinal);
    TreeMap<Long, Entry> line = key == null ? null : lines.get(key);
    if (key != null && line != null) {
      line.remove(ordinal);
      if (line.isEmpty()) {
        lines.remove(key);
      }
    }
  }

  /**
   * Has all tried now that wait to be tried again.
   *
   * @return how many there were
   */
  synchronized long hasten(long nowMillis) {
    long hastened = outbox.hasten(webhookId, nowMillis + 1, HELD, nowMillis);
    lines.values().forEach(line -> line.replaceAll((ordinal, each) -> hastened(each, nowMillis)));
    return hastened;
  }

  private static Entry hastened(Entry entry, long nowMillis) {
    boolean waits = entry.nextAttemptMillis() > nowMillis && entry.nextAttemptMillis() != HELD;
    return waits ? at(entry, nowMillis) : entry;
  }

  private void letGo(TreeMap<Long, Entry> line, String key, long nowMillis) {
    Entry first = line.firstEntry().getValue();
    if (first.nextAttemptMillis() == HELD) {
      retryAt(first, key, nowMillis);
    }
  }

  private void retryAt(Entry entry, String key, long millis) {
    outbox.retryLater(entry, entry.attempts(), millis, entry.lastError());
    know(at(entry, millis), key);
  }

  private static Entry at(Entry entry, long millis) {
    return new Entry(
        entry.webhookId(), entry.ordinal(), entry.attempts(), millis, entry.lastError());
  }

  private void know(Entry entry, String key) {
    keys.put(entry.ordinal(), key);
    lines.computeIfAbsent(key, each -> new TreeMap<>()).put(entry.ordinal(), entry);
  }

  /** The key's parts with their names; of an alert that is gone, one of its own. */
  private String key(Entry entry) {
    String known = keys.getOrDefault(entry.ordinal(), readyKeys.get(entry.ordinal()));
    return known != null
        ? known
        : alerts
            .get(entry.ordinal())
            .map(alert -> AlertJson.key(alert.alert()))
            .orElseGet(() -> "alert " + entry.ordinal());
  }
}
