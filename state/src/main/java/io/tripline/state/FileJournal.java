package io.tripline.state;

import io.tripline.engine.port.CrashPoint;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.StorageException;
import io.tripline.state.SegmentReader.BrokenRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal, in {@link JournalSegment}s. Nothing is ever changed in them: records are appended to
 * the last one, and the first ones are deleted as a whole.
 *
 * <p>Written by one thread, shortened by another (the one that commits checkpoints), read by any.
 */
final class FileJournal implements Journal {
  private final Database db;
  private final StoreFolder folder;
  private final StoreSettings settings;
  private final LongSupplier clock;
  private final @Nullable String cut;
  // What rules and alerts need, and the first entry of it when the journal was cut the last time.
  private volatile Needs needs = Needs.NONE;
  private volatile long neededFrom = -1;
  private final boolean mayLackItsEnd;

  /** How many want that nothing is cut off: they read it, or will read it after a crash. */
  private final AtomicInteger holders = new AtomicInteger();

  /** Held while a record is written: closing waits for it. */
  private final Object appending = new Object();

  private ByteBuffer record = ByteBuffer.allocateDirect(1 << 16);
  private volatile @Nullable SegmentWriter writer;
  private long lastWrittenAt;
  private volatile long lastSequence;

  /** Held while a file is synced that goes on being written to; taken after {@link #appending}. */
  private final Object syncing = new Object();

  /** Up to where entries are on disk, where they are synced together. */
  private volatile long syncedSequence;

  /** In their order; never changed, but replaced under the lock of this. */
  private volatile List<JournalSegment> segments;

  private final SegmentSupply files;
  private final SegmentRemoval removal;

  /**
   * @param checkpoint sequence of the last checkpoint, −1 if there is none
   * @throws StorageException if the journal is damaged
   */
  FileJournal(
      Database db,
      StoreFolder folder,
      StoreSettings settings,
      LongSupplier clock,
      long checkpoint) {
    this.db = db;
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    JournalFolder found = new JournalFolder(folder, checkpoint, settings.sync());
    this.segments = List.copyOf(found.segments());
    this.lastSequence = found.last();
    this.syncedSequence = found.last();
    this.lastWrittenAt = found.lastWrittenAt();
    this.cut = found.cut();
    this.mayLackItsEnd = found.mayLackItsEnd();
    this.removal = new SegmentRemoval(folder.journal());
    try {
      removal.resume();
    } catch (IOException e) {
      throw Failures.ofFiles(e, "read", folder.path());
    }
    this.files = new SegmentSupply(folder, found.lastNumber(), found.empty(), settings.sync());
  }

  /** What opening has cut off, in a sentence for the operator; null if nothing. */
  @Nullable String cut() {
    return cut;
  }

  @Override
  public long lastSequence() {
    db.checkOpen();
    return lastSequence;
  }

  @Override
  public boolean mayLackItsEnd() {
    db.checkOpen();
    return mayLackItsEnd;
  }

  /** The sequence of the oldest entry that is still there, or −1. */
  long firstSequence() {
    List<JournalSegment> now = segments;
    return now.isEmpty() ? -1 : now.getFirst().first();
  }

  /** When the oldest record that is still there was written, ms since 1970, or −1. */
  long oldestWrittenAt() {
    List<JournalSegment> now = segments;
    return now.isEmpty() ? -1 : now.getFirst().firstWrittenAt();
  }

  /** Bytes of the files that are still there. */
  long bytes() {
    return segments.stream().mapToLong(JournalSegment::end).sum();
  }

  @Override
  public void append(long first, long last, byte[] block, int length) {
    db.checkOpen();
    if (first != lastSequence + 1 || last < first) {
      throw new IllegalArgumentException(
          "a block of entries " + first + " to " + last + " cannot follow entry " + lastSequence);
    }
    synchronized (appending) {
      db.checkOpen();
      db.refuseAfterFailure();
      long writtenAt = Math.max(lastWrittenAt, clock.getAsLong());
      db.pass(CrashPoint.JOURNAL_APPEND_BEFORE);
      try {
        SegmentWriter to = writer(writtenAt);
        if (to.write(record(first, last, writtenAt, block, length), first, writtenAt)) {
          replace(List.of(), to.segment());
        }
      } catch (IOException e) {
        throw db.writeFailed(Failures.ofFiles(e, "write to", folder.path()));
      }
      db.pass(CrashPoint.JOURNAL_APPEND_AFTER);
      lastWrittenAt = writtenAt;
      lastSequence = last;
    }
  }

  private ByteBuffer record(long first, long last, long writtenAt, byte[] block, int length) {
    int needed = JournalRecord.mostLength(length);
    if (record.capacity() < needed) {
      record = ByteBuffer.allocateDirect(Math.max(needed, 2 * record.capacity()));
    }
    long isSynced = isSyncedTogether() ? syncedSequence : JournalRecord.NOT_SAID;
    JournalRecord.put(record, first, last, writtenAt, isSynced, block, length);
    return record;
  }

  /** The writer of the last segment, or of a new one if that is full or old. */
  private SegmentWriter writer(long now) throws IOException {
    SegmentWriter current = writer;
    if (current != null && isDone(current.segment(), now)) {
      finish(current);
      current = null;
    }
    if (current == null) {
      current = files.take();
      writer = current;
      db.pass(CrashPoint.JOURNAL_FILE_BEGUN);
    }
    return current;
  }

  /** Nothing more is written to a file. */
  private void finish(SegmentWriter full) throws IOException {
    synchronized (syncing) {
      if (isSyncedTogether()) {
        full.force(); // so that there are no holes but in the last file
        syncedSequence = lastSequence;
      }
      writer = null;
    }
    files.giveBack(full);
  }

  private boolean isSyncedTogether() {
    return settings.sync() == Sync.INTERVAL;
  }

  @Override
  public long syncMillis() {
    return settings.syncMillis();
  }

  @Override
  public boolean isSynced() {
    return !isSyncedTogether() || syncedSequence == lastSequence;
  }

  @Override
  public void sync() {
    db.checkOpen();
    synchronized (syncing) {
      db.checkOpen();
      db.refuseAfterFailure();
      long upTo = lastSequence;
      SegmentWriter current = writer;
      if (current == null || isSynced()) {
        return;
      }
      db.pass(CrashPoint.JOURNAL_SYNC_BEFORE);
      try {
        current.force();
      } catch (IOException e) {
        throw db.writeFailed(Failures.ofFiles(e, "write to", folder.path()));
      }
      db.pass(CrashPoint.JOURNAL_SYNC_AFTER);
      syncedSequence = upTo;
    }
  }

  private boolean isDone(@Nullable JournalSegment segment, long now) {
    return segment != null
        && (segment.end() >= settings.journalSegmentBytes()
            || isOlder(segment.firstWrittenAt(), now, settings.journalRetentionMillis() / 8));
  }

  /** Whether something is older than that, if age matters at all. */
  private boolean isOlder(long writtenAt, long now, long millis) {
    return settings.journalRetentionMillis() > 0 && now - writtenAt > millis;
  }

  /** Drops the first segments, and adds one. */
  private synchronized void replace(List<JournalSegment> dropped, @Nullable JournalSegment added) {
    List<JournalSegment> after = new ArrayList<>(segments);
    after.removeAll(dropped);
    if (added != null) {
      after.add(added);
    }
    segments = List.copyOf(after);
  }

  @Override
  public @Nullable Block blockAt(long sequence) {
    AtomicReference<@Nullable Block> found = new AtomicReference<>();
    readWhile(
        sequence,
        (first, block) -> {
          found.set(new Block(first, block));
          return false;
        });
    return found.get();
  }

  /** Goes through the blocks from that on which holds an entry, up to what is written by now. */
  @Override
  public void readWhile(long from, BlockWalker walker) {
    db.checkOpen();
    long until = lastSequence;
    long next = Math.max(0, from);
    boolean begun = false;
    while (next <= until) {
      JournalSegment segment = holding(next);
      if (segment == null) {
        return;
      }
      try (SegmentReader reader = segment.open()) {
        segment.seek(reader, next);
        for (JournalRecord head = reader.next(); head != null; head = reader.next()) {
          if (head.last() >= next) {
            db.checkOpen();
            if (!walker.block(head.first(), reader.block(head))) {
              return;
            }
            next = head.last() + 1;
            begun = true;
          }
        }
      } catch (IOException e) {
        if (wasCut(segment, e)) {
          if (begun) {
            throw new StorageException("The journal was shortened while it was read.", e);
          }
          continue;
        }
      }
      next = behind(segment, next);
    }
  }

  /** The segment that holds an entry, or should; the first one for an entry before it. */
  private @Nullable JournalSegment holding(long sequence) {
    List<JournalSegment> now = segments;
    if (now.isEmpty()) {
      return null;
    }
    return now.get(indexOf(now, sequence));
  }

  private static int indexOf(List<JournalSegment> segments, long sequence) {
    int low = 0;
    int high = segments.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (segments.get(middle).first() <= sequence) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /**
   * Where reading goes on behind a segment.
   *
   * @param next the entry after the last one that it holds
   */
  private long behind(JournalSegment segment, long next) {
    for (JournalSegment later : segments) {
      if (later.first() > segment.first()) {
        if (later.first() > next && segment.synced()) {
          throw db.damaged("the journal has no entries " + next + " to " + (later.first() - 1));
        }
        return Math.max(next, later.first());
      }
    }
    return Long.MAX_VALUE; // the end
  }

  /**
   * Whether reading failed for want of a segment that has been deleted meanwhile. It is false if
   * there is a hole in the segment that a loss of power may have left.
   *
   * @throws StorageException for any other reason
   */
  private boolean wasCut(JournalSegment segment, IOException e) {
    if (!segments.contains(segment)) {
      return true;
    }
    if (e instanceof BrokenRecordException) {
      if (segment.synced()) {
        throw db.damaged(String.valueOf(e.getMessage()));
      }
      return false;
    }
    if (e instanceof NoSuchFileException) {
      throw db.damaged(segment.file().getFileName() + " of the journal is missing");
    }
    throw Failures.ofFiles(e, "read", folder.path());
  }

  @Override
  public void need(Needs of) {
    db.checkOpen();
    needs = of;
  }

  /**
   * The first entry that was needed after the last checkpoint, by it or by rules or alerts: less
   * than {@link #firstSequence} where it had to be cut for want of disk. −1 before the first
   * checkpoint of this process.
   */
  long neededFrom() {
    return neededFrom;
  }

  /**
   * After a checkpoint was committed: deletes the segments that neither it needs, nor rules or
   * alerts, as far as the settings keep segments for these, nor the settings want kept anyway. What
   * the checkpoint needs follows it; and the last segment always stays.
   *
   * @param checkpoint its sequence
   */
  void cutBehind(long checkpoint) {
    List<JournalSegment> now = segments;
    if (now.isEmpty() || holders.get() > 0) {
      return; // what could be cut off now is cut off after the next checkpoint
    }
    long mustStay = checkpoint + 1;
    long wanted = Math.min(mustStay, wantedFrom(now));
    neededFrom = wanted;
    int needed = indexOf(now, mustStay);
    long held = now.get(indexOf(now, wanted)).first();
    long behind = 0;
    for (int i = 0; i < needed; i++) {
      behind += now.get(i).end();
    }
    List<JournalSegment> dropped = new ArrayList<>();
    for (int i = 0; i < needed; i++) {
      behind -= now.get(i).end();
      boolean isHeld = now.get(i).first() >= held;
      boolean hasRoom =
          isHeld
              ? behind < Math.max(settings.journalHeldBytes(), settings.journalRetentionBytes())
              : behind < settings.journalRetentionBytes() && !isOld(now.get(i));
      if (hasRoom) {
        break;
      }
      dropped.add(now.get(i));
    }
    if (!dropped.isEmpty()) {
      if (settings.sync() == Sync.OS) {
        db.syncLog(); // else a loss of power might lead back to an earlier checkpoint
      }
      replace(dropped, null);
      delete(dropped);
    }
  }

  /** The first entry that rules need, or alerts that were raised so lately that it is kept. */
  private long wantedFrom(List<JournalSegment> now) {
    Needs of = needs;
    long from = of.rulesFrom();
    if (settings.evidenceMillis() > 0 && !of.alerts().isEmpty()) {
      long since = clock.getAsLong() - settings.evidenceMillis();
      int recent = now.size() - 1;
      while (recent > 0 && now.get(recent).firstWrittenAt() >= since) {
        recent--; // its last records may be so young that those that follow it are
      }
      long raisedFrom = now.get(recent).first();
      for (AlertReach reach : of.alerts()) {
        if (reach.raisedBy() >= raisedFrom) {
          from = Math.min(from, reach.from());
        }
      }
    }
    return from;
  }

  @Override
  public Hold hold() {
    db.checkOpen();
    holders.incrementAndGet();
    return holders::decrementAndGet;
  }

  /** The segments that are there; the last one may go on growing. */
  List<JournalSegment> segments() {
    db.checkOpen();
    return segments;
  }

  /** Whether the settings want all of a segment gone for its age. */
  private boolean isOld(JournalSegment segment) {
    if (settings.journalRetentionMillis() == 0) {
      return false;
    }
    try {
      return isOlder(segment.lastWrittenAt(), clock.getAsLong(), settings.journalRetentionMillis());
    } catch (BrokenRecordException e) {
      return true; // what is left of it cannot be read
    } catch (IOException e) {
      throw Failures.ofFiles(e, "read", folder.path());
    }
  }

  private void delete(List<JournalSegment> dropped) {
    try {
      db.pass(CrashPoint.JOURNAL_CUT_BEFORE);
      for (JournalSegment segment : dropped) {
        removal.remove(segment.file());
        db.pass(CrashPoint.JOURNAL_CUT_AFTER);
      }
    } catch (IOException e) {
      throw Failures.ofFiles(e, "shorten the journal of", folder.path());
    }
  }

  /** After the database was closed, so that nothing is appended any more. */
  void close() {
    synchronized (appending) {
      synchronized (syncing) {
        SegmentWriter current = writer;
        writer = null;
        try (files;
            removal;
            current) {
          if (current != null) {
            current.force();
          }
        } catch (IOException e) {
          throw Failures.ofFiles(e, "write to", folder.path());
        }
      }
    }
  }
}
