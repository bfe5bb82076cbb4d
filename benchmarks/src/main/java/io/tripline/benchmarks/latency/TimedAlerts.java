package io.tripline.benchmarks.latency;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.port.AlertLog;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** An alert log that tells, once alerts are stored, by which events they were completed. */
final class TimedAlerts implements AlertLog {
  private final AlertLog log;
  private final LongConsumer stored;

  /**
   * @param stored given the number of an alert's last event, right after the alert was stored
   */
  TimedAlerts(AlertLog log, LongConsumer stored) {
    this.log = log;
    this.stored = stored;
  }

  @Override
  public long lastOrdinal() {
    return log.lastOrdinal();
  }

  @Override
  public @Nullable String idOf(long ordinal) {
    return log.idOf(ordinal);
  }

  @Override
  public void append(List<Alert> alerts, List<Suppressed> suppressed) {
    log.append(alerts, suppressed);
    for (Alert alert : alerts) {
      stored.accept(last(alert));
    }
  }

  @Override
  public void forgetAfter(long ordinal) {
    log.forgetAfter(ordinal);
  }

  private static long last(Alert alert) {
    long last = 0;
    for (Alert.Binding binding : alert.match()) {
      if (!binding.numbers().isEmpty()) {
        last = Math.max(last, binding.numbers().getLast());
      }
    }
    return last;
  }
}
