package io.tripline.state;

import io.tripline.engine.port.Journal;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal: one record a block, its key the block's first sequence. Before the block stands a
 * header, from which last sequence, size and age are known without an index:
 *
 * <pre>
 *   8 bytes  last sequence
 *   8 bytes  bytes of all blocks before this one, since the store was made
 *   8 bytes  wall clock of the writing, ms since 1970; never less than in the record before
 * </pre>
 *
 * Written by one thread, shortened by another (the one that commits checkpoints), read by any.
 */
final class RocksJournal implements Journal {
  static final int HEADER = 24;

  private final Database db;
  private final StoreSettings settings;
  private final LongSupplier clock;

  private byte[] record = new byte[1 << 16];
  private long lastWrittenAt;
  private volatile long firstSequence = -1;
  private volatile long lastSequence = -1;

  /** Bytes of all blocks ever written. */
  private volatile long endOffset;

  /** Where the first record that is still there starts. */
  private volatile long startOffset;

  /** When that record was written. */
  private volatile long firstWrittenAt;

  /** A record without its block. */
  private record Header(long first, long last, long offset, long writtenAt, int blockLength) {}

  RocksJournal(Database db, StoreSettings settings, LongSupplier clock) {
    this.db = db;
    this.settings = settings;
    this.clock = clock;
    db.scan(
        Family.JOURNAL,
        cursor -> {
          if (cursor.first()) {
            Header oldest = header(cursor);
            firstSequence = oldest.first();
            startOffset = oldest.offset();
            firstWrittenAt = oldest.writtenAt();
            cursor.last();
            Header newest = header(cursor);
            lastSequence = newest.last();
            endOffset = newest.offset() + newest.blockLength();
            lastWrittenAt = newest.writtenAt();
          }
          return null;
        });
  }

  @Override
  public long lastSequence() {
    db.checkOpen();
    return lastSequence;
  }

  /** The sequence of the oldest entry that is still there, or −1. */
  long firstSequence() {
    return firstSequence;
  }

  /** Bytes of the blocks that are still there. */
  long bytes() {
    return endOffset - startOffset;
  }

  @Override
  public void append(long first, long last, byte[] block, int length) {
    if (first != lastSequence + 1 || last < first) {
      throw new IllegalArgumentException(
          "a block of entries " + first + " to " + last + " cannot follow entry " + lastSequence);
    }
    long writtenAt = Math.max(lastWrittenAt, clock.getAsLong());
    if (record.length < HEADER + length) {
      record = new byte[Math.max(HEADER + length, 2 * record.length)];
    }
    Bytes.putLong(record, 0, last);
    Bytes.putLong(record, 8, endOffset);
    Bytes.putLong(record, 16, writtenAt);
    System.arraycopy(block, 0, record, HEADER, length);
    db.put(Family.JOURNAL, Bytes.ofLong(first), record, HEADER + length);
    lastWrittenAt = writtenAt;
    endOffset += length;
    if (firstSequence < 0) {
      firstWrittenAt = writtenAt;
      firstSequence = first;
    }
    lastSequence = last;
  }

  @Override
  public void read(long from, BlockVisitor visitor) {
    db.scan(
        Family.JOURNAL,
        cursor -> {
          byte[] start = Bytes.ofLong(Math.max(0, from));
          boolean there = cursor.seekBack(start) || cursor.first();
          if (there && header(cursor).last() < from) {
            there = cursor.next();
          }
          long expected = -1;
          for (; there; there = cursor.next()) {
            long first = Bytes.getLong(cursor.key(), 0);
            byte[] value = cursor.value();
            checkHeader(value.length);
            if (expected >= 0 && first != expected) {
              throw db.damaged("the journal has no entries " + expected + " to " + (first - 1));
            }
            expected = Bytes.getLong(value, 0) + 1;
            visitor.block(first, Arrays.copyOfRange(value, HEADER, value.length));
          }
          return null;
        });
  }

  @Override
  public @Nullable Block blockAt(long sequence) {
    return db.scan(
        Family.JOURNAL,
        cursor -> {
          if (!cursor.seekBack(Bytes.ofLong(Math.max(0, sequence))) && !cursor.first()) {
            return null;
          }
          byte[] value = cursor.value();
          checkHeader(value.length);
          return Bytes.getLong(value, 0) < sequence
              ? null // not written yet
              : new Block(
                  Bytes.getLong(cursor.key(), 0), Arrays.copyOfRange(value, HEADER, value.length));
        });
  }

  /**
   * The first sequence to keep, once there is a checkpoint: what follows the checkpoint, what the
   * settings say beyond it, and always the last record, which tells the last sequence.
   */
  long keepFrom(long checkpoint) {
    if (firstSequence < 0 || checkpoint < firstSequence) {
      return firstSequence;
    }
    // At most that much is before what is needed; so mostly nothing has to be looked up.
    if (isLittleMore(endOffset)) {
      return firstSequence;
    }
    // Read before the cursor is opened: it does not see what the journal's thread appends after
    // that.
    long last = lastSequence;
    return db.scan(
        Family.JOURNAL,
        cursor -> {
          Header needed = holding(cursor, Math.min(checkpoint + 1, last));
          if (isLittleMore(needed.offset())) {
            return firstSequence;
          }
          long low = firstSequence;
          long high = needed.first();
          while (low < high) {
            Header middle = holding(cursor, low + (high - low) / 2);
            if (needed.offset() - middle.offset() > settings.journalRetentionBytes()
                || isOlder(middle.writtenAt(), settings.journalRetentionMillis())) {
              low = middle.last() + 1;
            } else {
              high = middle.first();
            }
          }
          return high;
        });
  }

  /**
   * Whether what is there before an offset is no more than the settings say, and an eighth: each
   * cut costs a tombstone.
   */
  private boolean isLittleMore(long offset) {
    long bytes = settings.journalRetentionBytes();
    long millis = settings.journalRetentionMillis();
    return offset - startOffset <= bytes + bytes / 8
        && !isOlder(firstWrittenAt, millis + millis / 8);
  }

  /** Whether something is older than that, if age matters at all. */
  private boolean isOlder(long writtenAt, long millis) {
    return settings.journalRetentionMillis() > 0 && clock.getAsLong() - writtenAt > millis;
  }

  /** Deletes what is before {@code sequence}, as {@link #keepFrom} answered. */
  void cut(long sequence, Batch batch) {
    if (sequence > firstSequence) {
      batch.deleteRange(Family.JOURNAL, Bytes.ofLong(0), Bytes.ofLong(sequence));
    }
  }

  /** After the batch of {@link #cut} was written. */
  void wasCut(long sequence) {
    if (sequence > firstSequence) {
      Header oldest = db.scan(Family.JOURNAL, cursor -> holding(cursor, sequence));
      startOffset = oldest.offset();
      firstWrittenAt = oldest.writtenAt();
      firstSequence = sequence;
      db.dropFiles(Family.JOURNAL, Bytes.ofLong(0), Bytes.ofLong(sequence));
    }
  }

  /** The record that holds an entry; the cursor is left on it. */
  private Header holding(Cursor cursor, long sequence) {
    if (!cursor.seekBack(Bytes.ofLong(sequence))) {
      throw db.damaged("the journal has no entry " + sequence);
    }
    Header header = header(cursor);
    if (header.last() < sequence) {
      throw db.damaged("the journal has no entry " + sequence);
    }
    return header;
  }

  private Header header(Cursor cursor) {
    byte[] start = new byte[HEADER];
    int length = cursor.value(start);
    checkHeader(length);
    return new Header(
        Bytes.getLong(cursor.key(), 0),
        Bytes.getLong(start, 0),
        Bytes.getLong(start, 8),
        Bytes.getLong(start, 16),
        length - HEADER);
  }

  private void checkHeader(int length) {
    if (length < HEADER) {
      throw db.damaged("a record of the journal is too short");
    }
  }
}
