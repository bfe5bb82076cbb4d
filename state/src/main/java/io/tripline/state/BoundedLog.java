package io.tripline.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Records under numbers from 1 on, of which the latest are kept. The oldest are deleted in the
 * write that would exceed the bound; as numbers start at 1, the oldest one left tells how many were
 * dropped. Thread-safe.
 *
 * @param <R> what is logged
 * @param <N> the same with its number
 */
final class BoundedLog<R, N> {
  private final Database db;
  private final Family family;
  private final long most;
  private final Function<R, byte[]> encode;
  private final BiFunction<Long, byte[], N> decode;
  private long first = 1;
  private long last;

  BoundedLog(
      Database db,
      Family family,
      long most,
      Function<R, byte[]> encode,
      BiFunction<Long, byte[], N> decode) {
    this.db = db;
    this.family = family;
    this.most = most;
    this.encode = encode;
    this.decode = decode;
    db.scan(
        family,
        cursor -> {
          if (cursor.first()) {
            first = Bytes.getLong(cursor.key(), 0);
            cursor.last();
            last = Bytes.getLong(cursor.key(), 0);
          }
          return null;
        });
  }

  synchronized void append(List<R> records) {
    db.checkOpen();
    if (records.isEmpty()) {
      return;
    }
    long newLast = last + records.size();
    long newFirst = Math.max(first, newLast - most + 1);
    db.write(
        batch -> {
          for (long number = first; number < Math.min(newFirst, last + 1); number++) {
            batch.delete(family, Bytes.ofLong(number));
          }
          for (int i = 0; i < records.size(); i++) {
            long number = last + 1 + i;
            if (number >= newFirst) {
              batch.put(family, Bytes.ofLong(number), encode.apply(records.get(i)));
            }
          }
        });
    first = newFirst;
    last = newLast;
  }

  /** Forgets the last records as long as they are to be forgotten. */
  synchronized void forgetLast(Predicate<N> forget) {
    db.checkOpen();
    long newLast = last;
    while (newLast >= first && forget.test(get(newLast))) {
      newLast--;
    }
    if (newLast == last) {
      return;
    }
    long from = newLast + 1;
    db.write(batch -> batch.deleteRange(family, Bytes.ofLong(from), Bytes.ofLong(Long.MAX_VALUE)));
    last = newLast;
  }

  private N get(long number) {
    byte[] record = db.get(family, Bytes.ofLong(number));
    if (record == null) {
      throw db.damaged("record " + number + " of " + family.title() + " is missing");
    }
    return decode.apply(number, record);
  }

  /** How many are kept. */
  synchronized long count() {
    db.checkOpen();
    return last - first + 1;
  }

  /** How many were dropped for the bound since the store was made. */
  synchronized long dropped() {
    return first - 1;
  }

  /** The latest first, with a smaller number than {@code before}. */
  List<N> latest(int limit, long before) {
    byte[] from = Bytes.ofLong(Math.max(1, before) - 1);
    return db.scan(
        family,
        cursor -> {
          List<N> entries = new ArrayList<>();
          boolean there = cursor.seekBack(from);
          while (there && entries.size() < limit) {
            entries.add(decode.apply(Bytes.getLong(cursor.key(), 0), cursor.value()));
            there = cursor.previous();
          }
          return entries;
        });
  }
}
