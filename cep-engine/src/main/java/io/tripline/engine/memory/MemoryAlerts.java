package io.tripline.engine.memory;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.port.AlertLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The alerts of a {@link MemoryStorage}. */
public final class MemoryAlerts implements AlertLog {
  private final Object lock;
  private final boolean keep;
  private final Consumer<Alert> consumer;
  private final List<Alert> alerts = new ArrayList<>();
  private final Map<Long, Long> suppressed = new HashMap<>();
  private long lastOrdinal;

  MemoryAlerts(Object lock, boolean keep, Consumer<Alert> consumer) {
    this.lock = lock;
    this.keep = keep;
    this.consumer = consumer;
  }

  /** All alerts kept, in their order. */
  public List<Alert> all() {
    synchronized (lock) {
      return List.copyOf(alerts);
    }
  }

  /** How many matches {@code once per} has held back, by the ordinal of the alert that stands. */
  public Map<Long, Long> suppressed() {
    synchronized (lock) {
      return Map.copyOf(suppressed);
    }
  }

  @Override
  public long lastOrdinal() {
    synchronized (lock) {
      return lastOrdinal;
    }
  }

  @Override
  public @Nullable String idOf(long ordinal) {
    synchronized (lock) {
      return ordinal < 1 || ordinal > alerts.size() ? null : alerts.get((int) ordinal - 1).id();
    }
  }

  @Override
  public void append(List<Alert> added, List<Suppressed> counts) {
    synchronized (lock) {
      for (Alert alert : added) {
        if (alert.ordinal() != lastOrdinal + 1) {
          throw new IllegalArgumentException("alert " + alert.ordinal() + " after " + lastOrdinal);
        }
        lastOrdinal = alert.ordinal();
        if (keep) {
          alerts.add(alert);
        }
      }
      if (keep) {
        counts.forEach(count -> suppressed.put(count.ordinal(), count.count()));
      }
    }
    added.forEach(consumer);
  }

  @Override
  public void forgetAfter(long ordinal) {
    synchronized (lock) {
      alerts.removeIf(alert -> alert.ordinal() > ordinal);
      suppressed.keySet().removeIf(standing -> standing > ordinal);
      lastOrdinal = Math.min(lastOrdinal, ordinal);
    }
  }

  void copyTo(MemoryAlerts copy) {
    copy.alerts.addAll(alerts);
    copy.suppressed.putAll(suppressed);
    copy.lastOrdinal = lastOrdinal;
  }
}
