package io.tripline.state;

import io.tripline.engine.port.CrashPoint;
import io.tripline.engine.port.RejectedLog;
import java.util.Arrays;
import java.util.List;

/** Rejected events under their numbers. */
final class RocksRejectedLog implements RejectedLog {
  private static final int FORMAT = 1;

  private final Database db;
  private final int mostBytes;
  private final BoundedLog<Rejected, Numbered> log;

  RocksRejectedLog(Database db, StoreSettings settings) {
    this.db = db;
    this.mostBytes = settings.maxRejectedBytes();
    this.log =
        new BoundedLog<>(db, Family.REJECTED, settings.maxRejected(), this::encode, this::decode);
  }

  @Override
  public void append(List<Rejected> events) {
    db.pass(CrashPoint.REJECTED_BEFORE);
    log.append(events);
    db.pass(CrashPoint.REJECTED_AFTER);
  }

  @Override
  public long count() {
    return log.count();
  }

  /** How many were dropped for the bound since the store was made. */
  long dropped() {
    return log.dropped();
  }

  @Override
  public List<Numbered> latest(int limit, long before) {
    return log.latest(limit, before);
  }

  private byte[] encode(Rejected event) {
    byte[] raw = event.raw();
    return new RecordWriter()
        .u8(FORMAT)
        .i64(event.arrivedAt())
        .text(event.source())
        .text(event.code())
        .text(event.reason())
        .bytes(Arrays.copyOf(raw, Math.min(raw.length, mostBytes)))
        .done();
  }

  private Numbered decode(long number, byte[] record) {
    return db.decoding(
        "rejected event " + number,
        () -> {
          RecordReader in = new RecordReader(record);
          in.format(FORMAT);
          Rejected event = new Rejected(in.i64(), in.text(), in.text(), in.text(), in.bytes());
          in.end();
          return new Numbered(number, event);
        });
  }
}
