package io.tripline.state;

import io.tripline.engine.port.CrashPoint;
import io.tripline.engine.port.LateLog;
import java.util.List;

/**
 * Diverted events under their numbers. The last record is always kept, so that it tells how far
 * events were stored.
 */
final class RocksLateLog implements LateLog {
  private static final int FORMAT = 1;

  private final Database db;
  private final BoundedLog<Late, Numbered> log;
  private volatile long lastEvent;

  RocksLateLog(Database db, StoreSettings settings) {
    this.db = db;
    this.log =
        new BoundedLog<>(db, Family.LATE, settings.maxLate(), RocksLateLog::encode, this::decode);
    readLastEvent();
  }

  private void readLastEvent() {
    lastEvent = 0;
    for (Numbered last : log.latest(1, Long.MAX_VALUE)) {
      lastEvent = last.event().event();
    }
  }

  @Override
  public long lastEvent() {
    db.checkOpen();
    return lastEvent;
  }

  @Override
  public void append(List<Late> events) {
    if (events.isEmpty()) {
      return;
    }
    db.pass(CrashPoint.LATE_BEFORE);
    log.append(events);
    db.pass(CrashPoint.LATE_AFTER);
    lastEvent = events.getLast().event();
  }

  @Override
  public void forgetAfter(long event) {
    log.forgetLast(late -> late.event().event() > event);
    readLastEvent();
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

  private static byte[] encode(Late event) {
    return new RecordWriter()
        .u8(FORMAT)
        .i64(event.event())
        .i32(event.source())
        .text(event.type())
        .text(event.id())
        .i64(event.time())
        .i64(event.clock())
        .bytes(event.raw())
        .done();
  }

  private Numbered decode(long number, byte[] record) {
    return db.decoding(
        "late event " + number,
        () -> {
          RecordReader in = new RecordReader(record);
          in.format(FORMAT);
          Late event =
              new Late(in.i64(), in.i32(), in.text(), in.text(), in.i64(), in.i64(), in.bytes());
          in.end();
          return new Numbered(number, event);
        });
  }
}
