package io.tripline.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Requests by their keys; when each came is also in memory. */
final class RocksIdempotencyKeys implements IdempotencyKeys {
  private static final int FORMAT = 1;

  private final Database db;
  // By the keys' digits, in the order in which they came.
  private final SequencedMap<String, Long> times = new LinkedHashMap<>();

  RocksIdempotencyKeys(Database db) {
    this.db = db;
    Map<String, Long> found = new LinkedHashMap<>();
    db.scan(
        Family.IDEMPOTENCY_KEYS,
        cursor -> {
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            byte[] record = cursor.value();
            Request request = db.decoding("an idempotency key", () -> decode(record));
            found.put(HexFormat.of().formatHex(cursor.key()), request.at());
          }
          return null;
        });
    found.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .forEach(each -> times.put(each.getKey(), each.getValue()));
  }

  @Override
  public synchronized @Nullable Request find(byte[] key, long now) {
    byte[] record = db.get(Family.IDEMPOTENCY_KEYS, key);
    if (record == null) {
      return null;
    }
    Request request = db.decoding("an idempotency key", () -> decode(record));
    return now - request.at() > KEPT_MILLIS ? null : request;
  }

  @Override
  public synchronized void put(byte[] key, Request request) {
    String digits = HexFormat.of().formatHex(key);
    List<String> forgotten = new ArrayList<>();
    Iterator<Map.Entry<String, Long>> oldest = times.entrySet().iterator();
    int left = times.size() + (times.containsKey(digits) ? 0 : 1);
    while (oldest.hasNext()) {
      Map.Entry<String, Long> each = oldest.next();
      boolean old = request.at() - each.getValue() > KEPT_MILLIS;
      if (!old && left <= MOST) {
        break;
      }
      if (!each.getKey().equals(digits)) {
        forgotten.add(each.getKey());
        left--;
      }
    }
    db.write(
        batch -> {
          forgotten.forEach(
              each -> batch.delete(Family.IDEMPOTENCY_KEYS, HexFormat.of().parseHex(each)));
          batch.put(Family.IDEMPOTENCY_KEYS, key, encode(request));
        });
    forgotten.forEach(times::remove);
    times.putIfAbsent(digits, request.at());
  }

  @Override
  public synchronized void remove(byte[] key) {
    db.write(batch -> batch.delete(Family.IDEMPOTENCY_KEYS, key));
    times.remove(HexFormat.of().formatHex(key));
  }

  /** How many there are, those included that are too old to be found. */
  synchronized int count() {
    return times.size();
  }

  static byte[] encode(Request request) {
    RecordWriter out = new RecordWriter().u8(FORMAT).bytes(request.fingerprint()).i64(request.at());
    Answer answer = request.answer();
    out.bool(answer != null);
    if (answer != null) {
      out.i32(answer.status()).i32(answer.headers().size());
      answer.headers().forEach(out::text);
      out.bytes(answer.body());
    }
    return out.done();
  }

  static Request decode(byte[] record) {
    RecordReader in = new RecordReader(record);
    in.format(FORMAT);
    byte[] fingerprint = in.bytes();
    long at = in.i64();
    Answer answer = in.bool() ? answer(in) : null;
    in.end();
    return new Request(fingerprint, at, answer);
  }

  private static Answer answer(RecordReader in) {
    int status = in.i32();
    List<String> headers = new ArrayList<>();
    for (int i = in.count(4); i > 0; i--) {
      headers.add(in.text());
    }
    return new Answer(status, headers, in.bytes());
  }
}
