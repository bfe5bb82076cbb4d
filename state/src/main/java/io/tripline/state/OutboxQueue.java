package io.tripline.state;

import io.tripline.engine.alert.Alert;
import io.tripline.state.Outbox.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one webhook. Its monitor keeps apart the calls about its entries; new entries come
 * from the alert log at the same time, with ordinals larger than any before.
 *
 * <p>A queue in RocksDB leaves tombstones where entries were. So it is remembered below which place
 * nothing is left, and nobody reads there again.
 */
final class OutboxQueue {
  private static final int FORMAT = 1;

  /** How many entries are changed in one write. */
  private static final int PIECE = 1000;

  private final Database db;
  private final String webhookId;
  private final byte[] webhook;
  private long pending;
  private long dead;
  private boolean forgotten;

  /** No entry that was never tried has a smaller ordinal. */
  private long firstNew;

  /** No entry to be tried again has an earlier time. */
  private long firstRetry = 1;

  private final OpenGroups groups = new OpenGroups();

  /** Whether an entry may have members. */
  private boolean hasMembers;

  /** When the first group is sent that was begun since {@link #written}. */
  private long firstBegun = Long.MAX_VALUE;

  OutboxQueue(Database db, String webhookId) {
    this.db = db;
    this.webhookId = webhookId;
    this.webhook = Bytes.utf8(webhookId);
    this.pending = count(OutboxKeys.SCHEDULE);
    this.dead = count(OutboxKeys.DEAD);
    this.hasMembers = count(OutboxKeys.MEMBER) > 0;
  }

  private long count(byte kind) {
    return db.scan(
        Family.OUTBOX,
        OutboxKeys.first(kind, webhook),
        OutboxKeys.end(kind, webhook),
        cursor -> {
          long n = 0;
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            n++;
          }
          return n;
        });
  }

  /** Counted before the batch is written: an entry must not be settled before it is counted. */
  synchronized void enqueue(Batch batch, long ordinal) {
    putEntry(batch, ordinal, 0, 0, "");
    pending++;
  }

  /** The same, of an alert that goes with others. */
  synchronized void enqueue(Batch batch, Alert alert, Grouping grouping, long nowMillis) {
    String key = grouping.key(alert);
    OpenGroups.Group group = groups.join(key, grouping.most(), nowMillis);
    if (group != null) {
      batch.put(
          Family.OUTBOX, OutboxKeys.member(webhook, group.leader(), alert.ordinal()), new byte[0]);
      hasMembers = true;
      return;
    }
    long due = Math.max(1, nowMillis + grouping.waitMillis());
    groups.begin(key, alert.ordinal(), due);
    putEntry(batch, alert.ordinal(), 0, due, "");
    firstBegun = Math.min(firstBegun, due);
    pending++;
  }

  /** What was queued is on its way to the disk, and can be read. */
  synchronized void written() {
    // Not earlier: who has looked meanwhile for what is due has not found it.
    firstRetry = Math.min(firstRetry, firstBegun);
    firstBegun = Long.MAX_VALUE;
  }

  /** When the first group is sent that is open now; {@link Long#MAX_VALUE} if none is. */
  synchronized long nextGroup(long nowMillis) {
    return groups.next(nowMillis);
  }

  /** The alerts that go with an entry, or dead letter, beside its own; none joins them any more. */
  synchronized List<Long> members(long ordinal) {
    groups.close(ordinal);
    return hasMembers && !forgotten
        ? db.scan(
            Family.OUTBOX,
            OutboxKeys.member(webhook, ordinal, 0),
            OutboxKeys.member(webhook, ordinal, Long.MAX_VALUE),
            OutboxQueue::ordinals)
        : List.of();
  }

  private static List<Long> ordinals(Cursor cursor) {
    List<Long> ordinals = new ArrayList<>();
    for (boolean there = cursor.first(); there; there = cursor.next()) {
      ordinals.add(OutboxKeys.ordinal(cursor.key()));
    }
    return ordinals;
  }

  /** One by one: a range that is deleted slows down whoever reads beside it. */
  private void deleteMembers(Batch batch, long ordinal) {
    for (long each : members(ordinal)) {
      batch.delete(Family.OUTBOX, OutboxKeys.member(webhook, ordinal, each));
    }
  }

  synchronized long pending() {
    return pending;
  }

  synchronized long dead() {
    return dead;
  }

  synchronized List<Entry> due(long nowMillis, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit is " + limit);
    }
    List<Entry> fresh =
        scheduled(
            OutboxKeys.schedule(webhook, 0, firstNew), OutboxKeys.schedule(webhook, 1, 0), limit);
    if (!fresh.isEmpty()) {
      firstNew = fresh.getFirst().ordinal();
    }
    List<Entry> due = new ArrayList<>(fresh);
    due.addAll(again(nowMillis, limit));
    due.sort(Comparator.comparingLong(Entry::ordinal));
    return due.size() <= limit ? due : List.copyOf(due.subList(0, limit));
  }

  synchronized List<Entry> dueAgain(long nowMillis, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit is " + limit);
    }
    List<Entry> due = new ArrayList<>(again(nowMillis, limit));
    due.sort(Comparator.comparingLong(Entry::ordinal));
    return due;
  }

  /** Those of the earliest times, in the order of these. */
  private List<Entry> again(long nowMillis, int limit) {
    if (nowMillis <= 0 || nowMillis < firstRetry) {
      return List.of();
    }
    long end = nowMillis == Long.MAX_VALUE ? nowMillis : nowMillis + 1;
    List<Entry> again =
        scheduled(
            OutboxKeys.schedule(webhook, firstRetry, 0),
            OutboxKeys.schedule(webhook, end, 0),
            limit);
    firstRetry = again.isEmpty() ? end : again.getFirst().nextAttemptMillis();
    return again;
  }

  private List<Entry> scheduled(byte[] from, byte[] to, int limit) {
    return db.scan(
        Family.OUTBOX,
        from,
        to,
        cursor -> {
          List<Entry> entries = new ArrayList<>();
          boolean there = cursor.first();
          while (there && entries.size() < limit) {
            long ordinal = OutboxKeys.ordinal(cursor.key());
            Entry entry = get(OutboxKeys.entry(webhook, ordinal), ordinal);
            if (entry == null) {
              throw db.damaged("alert " + ordinal + " is scheduled, but not in the outbox");
            }
            entries.add(entry);
            there = cursor.next();
          }
          return entries;
        });
  }

  synchronized void delivered(long ordinal) {
    Entry entry = get(OutboxKeys.entry(webhook, ordinal), ordinal);
    if (entry != null) {
      db.writeUnsynced(
          batch -> {
            deleteEntry(batch, entry);
            deleteMembers(batch, ordinal);
          });
      pending--;
    }
  }

  synchronized void retryLater(long ordinal, int attempts, long nextAttempt, String error) {
    Entry entry = get(OutboxKeys.entry(webhook, ordinal), ordinal);
    if (entry != null) {
      db.writeUnsynced(
          batch -> {
            deleteEntry(batch, entry);
            putEntry(batch, ordinal, attempts, nextAttempt, error);
          });
      firstRetry = Math.min(firstRetry, nextAttempt);
    }
  }

  synchronized void deadLetter(Entry given, String reason) {
    Entry entry = get(OutboxKeys.entry(webhook, given.ordinal()), given.ordinal());
    if (entry != null) {
      // The last attempt may only be known to the caller.
      int attempts = Math.max(entry.attempts(), given.attempts());
      byte[] record = encode(attempts, 0, reason);
      db.write(
          batch -> {
            deleteEntry(batch, entry);
            batch.put(Family.OUTBOX, OutboxKeys.dead(webhook, entry.ordinal()), record);
          });
      pending--;
      dead++;
    }
  }

  synchronized List<Entry> begun(int limit) {
    return forgotten
        ? List.of()
        : scheduled(
            OutboxKeys.schedule(webhook, 1, 0),
            OutboxKeys.end(OutboxKeys.SCHEDULE, webhook),
            limit);
  }

  /** In pieces, so that neither a write nor the wait of others has no bound. */
  long hasten(long fromMillis, long toMillis, long nowMillis) {
    long hastened = 0;
    int last;
    do {
      last = hastenSome(fromMillis, toMillis, nowMillis);
      hastened += last;
    } while (last > 0);
    return hastened;
  }

  private synchronized int hastenSome(long fromMillis, long toMillis, long nowMillis) {
    List<Entry> waiting =
        forgotten
            ? List.of()
            : scheduled(
                OutboxKeys.schedule(webhook, fromMillis, 0),
                OutboxKeys.schedule(webhook, toMillis, 0),
                PIECE);
    if (!waiting.isEmpty()) {
      db.writeUnsynced(
          batch -> {
            for (Entry each : waiting) {
              deleteEntry(batch, each);
              putEntry(batch, each.ordinal(), each.attempts(), nowMillis, each.lastError());
            }
          });
      firstRetry = Math.min(firstRetry, nowMillis);
    }
    return waiting.size();
  }

  synchronized List<Entry> deadLetters(long after, int limit) {
    return db.scan(
        Family.OUTBOX,
        OutboxKeys.dead(webhook, after + 1),
        OutboxKeys.end(OutboxKeys.DEAD, webhook),
        cursor -> {
          List<Entry> entries = new ArrayList<>();
          boolean there = cursor.first();
          while (there && entries.size() < limit) {
            entries.add(decode(db, webhookId, OutboxKeys.ordinal(cursor.key()), cursor.value()));
            there = cursor.next();
          }
          return entries;
        });
  }

  synchronized void replay(long ordinal) {
    byte[] deadKey = OutboxKeys.dead(webhook, ordinal);
    if (!forgotten && db.get(Family.OUTBOX, deadKey) != null) {
      db.write(
          batch -> {
            batch.delete(Family.OUTBOX, deadKey);
            putEntry(batch, ordinal, 0, 0, "");
          });
      firstNew = Math.min(firstNew, ordinal);
      dead--;
      pending++;
    }
  }

  /** Forgets entries and dead letters of alerts that are forgotten in the same write. */
  synchronized void forgetAfter(Batch batch, long ordinal) {
    for (long each : ordinalsAfter(OutboxKeys.ENTRY, ordinal)) {
      Entry entry = get(OutboxKeys.entry(webhook, each), each);
      if (entry != null) {
        deleteEntry(batch, entry);
        pending--;
      }
    }
    for (long each : ordinalsAfter(OutboxKeys.DEAD, ordinal)) {
      batch.delete(Family.OUTBOX, OutboxKeys.dead(webhook, each));
      dead--;
    }
    groups.clear();
    forgetMembersAfter(batch, ordinal);
    firstNew = Math.min(firstNew, ordinal);
  }

  private void forgetMembersAfter(Batch batch, long ordinal) {
    if (!hasMembers) {
      return;
    }
    db.scan(
        Family.OUTBOX,
        OutboxKeys.first(OutboxKeys.MEMBER, webhook),
        OutboxKeys.end(OutboxKeys.MEMBER, webhook),
        cursor -> {
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            if (OutboxKeys.ordinal(cursor.key()) > ordinal) {
              batch.delete(Family.OUTBOX, cursor.key());
            }
          }
          return null;
        });
  }

  private List<Long> ordinalsAfter(byte kind, long ordinal) {
    byte[] from =
        kind == OutboxKeys.DEAD
            ? OutboxKeys.dead(webhook, ordinal + 1)
            : OutboxKeys.entry(webhook, ordinal + 1);
    return db.scan(Family.OUTBOX, from, OutboxKeys.end(kind, webhook), OutboxQueue::ordinals);
  }

  /** Deletes the queue, together with another change. */
  synchronized void forget(Consumer<Batch> change) {
    db.write(
        batch -> {
          change.accept(batch);
          for (byte kind :
              new byte[] {
                OutboxKeys.ENTRY, OutboxKeys.SCHEDULE, OutboxKeys.DEAD, OutboxKeys.MEMBER
              }) {
            batch.deleteRange(
                Family.OUTBOX, OutboxKeys.first(kind, webhook), OutboxKeys.end(kind, webhook));
          }
        });
    forgotten = true;
    pending = 0;
    dead = 0;
  }

  private void putEntry(
      Batch batch, long ordinal, int attempts, long nextAttempt, String lastError) {
    batch.put(
        Family.OUTBOX,
        OutboxKeys.entry(webhook, ordinal),
        encode(attempts, nextAttempt, lastError));
    batch.put(Family.OUTBOX, OutboxKeys.schedule(webhook, nextAttempt, ordinal), new byte[0]);
  }

  private void deleteEntry(Batch batch, Entry entry) {
    batch.delete(Family.OUTBOX, OutboxKeys.entry(webhook, entry.ordinal()));
    batch.delete(
        Family.OUTBOX, OutboxKeys.schedule(webhook, entry.nextAttemptMillis(), entry.ordinal()));
  }

  /** The entry, unless it is gone, or the webhook is (its id may be somebody else's by now). */
  private @Nullable Entry get(byte[] key, long ordinal) {
    byte[] record = forgotten ? null : db.get(Family.OUTBOX, key);
    return record == null ? null : decode(db, webhookId, ordinal, record);
  }

  private static byte[] encode(int attempts, long nextAttempt, String error) {
    String cut = error.length() <= Outbox.MAX_ERROR ? error : error.substring(0, Outbox.MAX_ERROR);
    return new RecordWriter().u8(FORMAT).i32(attempts).i64(nextAttempt).text(cut).done();
  }

  /** Reads the record of an entry or a dead letter. */
  static Entry decode(Database db, String webhookId, long ordinal, byte[] record) {
    return db.decoding(
        "an outbox entry",
        () -> {
          RecordReader in = new RecordReader(record);
          in.format(FORMAT);
          Entry entry = new Entry(webhookId, ordinal, in.i32(), in.i64(), in.text());
          in.end();
          return entry;
        });
  }
}
