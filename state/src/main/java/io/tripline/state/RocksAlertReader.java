package io.tripline.state;

import io.tripline.engine.alert.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Reads alerts while the alert log writes them. */
final class RocksAlertReader implements AlertReader {
  private final Database db;
  private final RocksAlertReviews reviews;
  private final LongSupplier lastOrdinal;

  RocksAlertReader(Database db, RocksAlertReviews reviews, LongSupplier lastOrdinal) {
    this.db = db;
    this.reviews = reviews;
    this.lastOrdinal = lastOrdinal;
  }

  /** Of a store that nobody writes to. */
  static RocksAlertReader of(StoreView view) {
    return new RocksAlertReader(view.db(), new RocksAlertReviews(view.db()), view::alerts);
  }

  @Override
  public long count() {
    db.checkOpen();
    return lastOrdinal.getAsLong();
  }

  @Override
  public Optional<StoredAlert> get(long ordinal) {
    byte[] record = db.get(Family.ALERTS, Bytes.ofLong(ordinal));
    return record == null ? Optional.empty() : Optional.of(stored(ordinal, record));
  }

  @Override
  public Optional<StoredAlert> find(String id) {
    byte[] ordinal = db.get(Family.ALERT_IDS, Bytes.utf8(id));
    return ordinal == null ? Optional.empty() : get(Bytes.getLong(ordinal, 0));
  }

  @Override
  public List<StoredAlert> list(long afterOrdinal, int limit) {
    List<StoredAlert> list = new ArrayList<>();
    scan(afterOrdinal, collect(list, limit));
    return list;
  }

  @Override
  public List<StoredAlert> latest(int limit, long beforeOrdinal) {
    List<StoredAlert> list = new ArrayList<>();
    scanBack(beforeOrdinal, collect(list, limit));
    return list;
  }

  private static Predicate<StoredAlert> collect(List<StoredAlert> list, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit is " + limit);
    }
    return alert -> {
      list.add(alert);
      return list.size() < limit;
    };
  }

  @Override
  public void scan(long afterOrdinal, Predicate<StoredAlert> visitor) {
    if (afterOrdinal == Long.MAX_VALUE) {
      db.checkOpen();
      return;
    }
    byte[] from = Bytes.ofLong(Math.max(0, afterOrdinal) + 1);
    db.scan(
        Family.ALERTS,
        cursor -> {
          boolean there = cursor.seek(from);
          while (there && visitor.test(stored(cursor))) {
            there = cursor.next();
          }
          return null;
        });
  }

  @Override
  public void scanBack(long beforeOrdinal, Predicate<StoredAlert> visitor) {
    byte[] from = Bytes.ofLong(Math.max(1, beforeOrdinal) - 1);
    db.scan(
        Family.ALERTS,
        cursor -> {
          boolean there = cursor.seekBack(from);
          while (there && visitor.test(stored(cursor))) {
            there = cursor.previous();
          }
          return null;
        });
  }

  /** The one at a cursor of alerts. */
  StoredAlert stored(Cursor cursor) {
    return stored(Bytes.getLong(cursor.key(), 0), cursor.value());
  }

  private StoredAlert stored(long ordinal, byte[] record) {
    Alert alert = db.decoding("alert " + ordinal, () -> AlertCodec.decode(ordinal, record));
    byte[] suppressed = db.get(Family.SUPPRESSED, Bytes.ofLong(ordinal));
    return new StoredAlert(
        alert,
        suppressed == null ? 0 : Bytes.getLong(suppressed, 0),
        RocksSilences.of(db, ordinal),
        reviews.get(ordinal));
  }
}
