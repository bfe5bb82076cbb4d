package io.tripline.state;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.port.AlertLog;
import io.tripline.engine.port.CrashPoint;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Stores alerts, and queues them for the webhooks that want them, in one write. */
final class RocksAlertLog implements AlertLog {
  private final Database db;
  private final RocksWebhooks webhooks;
  private final RocksOutbox outbox;
  private final RocksSilences silences;
  private final LongSupplier clock;
  private volatile long lastOrdinal;

  /**
   * @param clock wall clock, ms since 1970
   */
  RocksAlertLog(
      Database db,
      RocksWebhooks webhooks,
      RocksOutbox outbox,
      RocksSilences silences,
      LongSupplier clock) {
    this.clock = clock;
    this.db = db;
    this.webhooks = webhooks;
    this.outbox = outbox;
    this.silences = silences;
    this.lastOrdinal = lastOrdinal(db);
  }

  /** Of the alerts in a database. */
  static long lastOrdinal(Database db) {
    return db.scan(
        Family.ALERTS, cursor -> cursor.last() ? Bytes.getLong(cursor.key(), 0) : Long.valueOf(0));
  }

  @Override
  public long lastOrdinal() {
    db.checkOpen();
    return lastOrdinal;
  }

  @Override
  public @Nullable String idOf(long ordinal) {
    byte[] record = db.get(Family.ALERTS, Bytes.ofLong(ordinal));
    return record == null
        ? null
        : db.decoding("alert " + ordinal, () -> AlertCodec.decode(ordinal, record)).id();
  }

  @Override
  public void append(List<Alert> alerts, List<Suppressed> suppressed) {
    db.checkOpen();
    check(alerts, suppressed);
    if (alerts.isEmpty() && suppressed.isEmpty()) {
      return;
    }
    List<byte[]> records = alerts.stream().map(AlertCodec::encode).toList();
    webhooks.whileFixed(
        registered ->
            silences.whileFixed(active -> append(alerts, records, suppressed, registered, active)));
  }

  private void append(
      List<Alert> alerts,
      List<byte[]> records,
      List<Suppressed> suppressed,
      List<Webhook> registered,
      List<Silence> active) {
    db.pass(CrashPoint.ALERTS_BEFORE);
    long now = clock.getAsLong();
    // A replay of the journal, which is on disk by now, raises them again if power fails.
    outbox.appending(
        () ->
            db.writeUnsynced(
                batch -> {
                  for (int i = 0; i < records.size(); i++) {
                    put(batch, alerts.get(i), records.get(i), registered, active, now);
                  }
                  for (Suppressed each : suppressed) {
                    batch.put(
                        Family.SUPPRESSED,
                        Bytes.ofLong(each.ordinal()),
                        Bytes.ofLong(each.count()));
                  }
                }));
    db.pass(CrashPoint.ALERTS_AFTER);
    lastOrdinal += alerts.size();
  }

  @Override
  public void forgetAfter(long ordinal) {
    db.checkOpen();
    if (lastOrdinal <= ordinal) {
      return;
    }
    webhooks.whileFixed(
        registered -> {
          db.write(
              batch -> {
                for (long each = lastOrdinal; each > ordinal; each--) {
                  String id = idOf(each);
                  if (id != null) {
                    batch.delete(Family.ALERT_IDS, Bytes.utf8(id));
                  }
                  batch.delete(Family.ALERTS, Bytes.ofLong(each));
                  batch.delete(Family.SUPPRESSED, Bytes.ofLong(each));
                  batch.delete(Family.SILENCED, Bytes.ofLong(each));
                }
                outbox.forgetAfter(batch, ordinal);
              });
          lastOrdinal = ordinal;
        });
  }

  private void check(List<Alert> alerts, List<Suppressed> suppressed) {
    long expected = lastOrdinal;
    for (Alert alert : alerts) {
      expected++;
      if (alert.ordinal() != expected) {
        throw new IllegalArgumentException(
            "alert " + alert.ordinal() + " cannot follow alert " + (expected - 1));
      }
    }
    for (Suppressed each : suppressed) {
      if (each.ordinal() < 1 || each.ordinal() > expected) {
        throw new IllegalArgumentException("there is no alert " + each.ordinal());
      }
    }
  }

  private void put(
      Batch batch,
      Alert alert,
      byte[] record,
      List<Webhook> registered,
      List<Silence> active,
      long now) {
    byte[] ordinal = Bytes.ofLong(alert.ordinal());
    batch.put(Family.ALERTS, ordinal, record);
    batch.put(Family.ALERT_IDS, Bytes.utf8(alert.id()), ordinal);
    if (silences.silences(batch, alert, active)) {
      return;
    }
    for (Webhook webhook : registered) {
      if (webhook.wants(alert)) {
        outbox.enqueue(batch, webhook, alert, now);
      }
    }
  }
}
