package io.tripline.state;

import io.tripline.engine.port.RejectedLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rejected events under their numbers. The oldest are deleted in the write that would exceed the
 * bound; since numbers start at 1, the oldest one left tells how many were dropped.
 */
final class RocksRejectedLog implements RejectedLog {
  private static final int FORMAT = 1;

  private final Database db;
  private final StoreSettings settings;
  private long first = 1;
  private long last;

  RocksRejectedLog(Database db, StoreSettings settings) {
    this.db = db;
    this.settings = settings;
    db.scan(
        Family.REJECTED,
        cursor -> {
          if (cursor.first()) {
            first = Bytes.getLong(cursor.key(), 0);
            cursor.last();
            last = Bytes.getLong(cursor.key(), 0);
          }
          return null;
        });
  }

  @Override
  public synchronized void append(List<Rejected> events) {
    db.checkOpen();
    if (events.isEmpty()) {
      return;
    }
    long newLast = last + events.size();
    long newFirst = Math.max(first, newLast - settings.maxRejected() + 1);
    db.write(
        batch -> {
          for (long number = first; number < Math.min(newFirst, last + 1); number++) {
            batch.delete(Family.REJECTED, Bytes.ofLong(number));
          }
          for (int i = 0; i < events.size(); i++) {
            long number = last + 1 + i;
            if (number >= newFirst) {
              batch.put(Family.REJECTED, Bytes.ofLong(number), encode(events.get(i)));
            }
          }
        });
    first = newFirst;
    last = newLast;
  }

  @Override
  public synchronized long count() {
    db.checkOpen();
    return last - first + 1;
  }

  /** How many were dropped for the bound since the store was made. */
  synchronized long dropped() {
    return first - 1;
  }

  @Override
  public List<Numbered> latest(int limit, long before) {
    byte[] from = Bytes.ofLong(Math.max(1, before) - 1);
    return db.scan(
        Family.REJECTED,
        cursor -> {
          List<Numbered> entries = new ArrayList<>();
          boolean there = cursor.seekBack(from);
          while (there && entries.size() < limit) {
            long number = Bytes.getLong(cursor.key(), 0);
            entries.add(new Numbered(number, decode(number, cursor.value())));
            there = cursor.previous();
          }
          return entries;
        });
  }

  private byte[] encode(Rejected event) {
    byte[] raw = event.raw();
    return new RecordWriter()
        .u8(FORMAT)
        .i64(event.arrivedAt())
        .text(event.source())
        .text(event.code())
        .text(event.reason())
        .bytes(Arrays.copyOf(raw, Math.min(raw.length, settings.maxRejectedBytes())))
        .done();
  }

  private Rejected decode(long number, byte[] record) {
    return db.decoding(
        "rejected event " + number,
        () -> {
          RecordReader in = new RecordReader(record);
          in.format(FORMAT);
          Rejected event = new Rejected(in.i64(), in.text(), in.text(), in.text(), in.bytes());
          in.end();
          return event;
        });
  }
}
