package io.tripline.state;

import io.tripline.state.SegmentReader.BrokenRecordException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of the journal: records one after the other, without a head of its own. Its name tells
 * its place among the files, and how its records were synced. Appended to by one thread, read by
 * any.
 */
final class JournalSegment {
  private static final Pattern NAME =
      Pattern.compile("(\\d{10})(\\.unsynced|\\.together)?\\.journal");

  private final Path file;
  private final boolean synced;
  private final long first;
  private final long firstWrittenAt;

  /** Bytes that count: what is behind them is being written. */
  private volatile long end;

  /** Of the last record; −1 if it has not been read. */
  private volatile long lastWrittenAt = -1;

  private final SparseIndex index = new SparseIndex();

  /**
   * @param first sequence of the first entry
   * @param firstWrittenAt when its record was written, ms since 1970
   * @param end bytes of whole records
   */
  JournalSegment(Path file, long first, long firstWrittenAt, long end) {
    this.file = file;
    this.synced = isSynced(file);
    this.first = first;
    this.firstWrittenAt = firstWrittenAt;
    this.end = end;
  }

  private static Matcher name(Path file) {
    return NAME.matcher(String.valueOf(file.getFileName()));
  }

  static boolean isSegment(Path file) {
    return name(file).matches();
  }

  static String name(long number, Sync sync) {
    String how =
        switch (sync) {
          case EVERY_BATCH -> "";
          case INTERVAL -> ".together";
          case OS -> ".unsynced";
        };
    return String.format("%010d", number) + how + ".journal";
  }

  /** A segment's place among the files. */
  static long number(Path file) {
    Matcher name = name(file);
    if (!name.matches()) {
      throw new IllegalArgumentException(file + " is no segment of a journal");
    }
    return Long.parseLong(name.group(1));
  }

  /**
   * Whether nobody is told of a segment's records before they are on disk; otherwise a loss of
   * power may have left holes anywhere.
   */
  static boolean isSynced(Path file) {
    return !String.valueOf(file.getFileName()).endsWith(".unsynced.journal");
  }

  /**
   * Whether several of its records are synced together, so that a loss of power can leave holes
   * behind what was synced last; each of its records says how far that is.
   */
  static boolean isSyncedTogether(Path file) {
    return String.valueOf(file.getFileName()).endsWith(".together.journal");
  }

  Path file() {
    return file;
  }

  /** Sequence of the first entry. */
  long first() {
    return first;
  }

  /** See {@link #isSynced}. */
  boolean synced() {
    return synced;
  }

  /** When its first record was written, ms since 1970. */
  long firstWrittenAt() {
    return firstWrittenAt;
  }

  long end() {
    return end;
  }

  /**
   * A record more is there to be read.
   *
   * @param length its bytes
   */
  void grew(long length, long writtenAt) {
    lastWrittenAt = writtenAt;
    end += length;
  }

  /** When its last record was written, ms since 1970: read from the file, if nobody knows yet. */
  long lastWrittenAt() throws IOException {
    if (lastWrittenAt < 0) {
      long last = firstWrittenAt;
      try (SegmentReader reader = open()) {
        reader.seek(0);
        for (JournalRecord head = reader.next(); head != null; head = reader.next()) {
          last = head.writtenAt();
        }
      }
      lastWrittenAt = last;
    }
    return lastWrittenAt;
  }

  /**
   * Opens it for reading what is there now.
   *
   * @throws java.nio.file.NoSuchFileException if it has been cut off meanwhile
   */
  SegmentReader open() throws IOException {
    return new SegmentReader(file, end);
  }

  /**
   * Positions a reader of this segment at a record at or before the one that holds an entry.
   *
   * @param sequence of an entry; with one before {@link #first}, it is the first record
   */
  void seek(SegmentReader reader, long sequence) throws IOException {
    if (sequence <= first) {
      reader.seek(0);
      return;
    }
    synchronized (index) {
      index.extend(reader);
      reader.seek(index.positionBefore(sequence));
    }
  }

  /**
   * Where records are, one in every {@value #EVERY} bytes at most. Made as far as it is needed, by
   * whoever needs it first, so that appending costs nothing.
   */
  private static final class SparseIndex {
    private static final int EVERY = 1 << 16;

    private long[] sequences = new long[16];
    private long[] positions = new long[16];
    private int count;
    private long indexedTo;

    void extend(SegmentReader reader) throws IOException {
      reader.seek(indexedTo);
      try {
        for (JournalRecord head = reader.next(); head != null; head = reader.next()) {
          if (count == 0 || reader.position() - positions[count - 1] >= EVERY) {
            add(head.first(), reader.position());
          }
          indexedTo = reader.position() + head.length();
        }
      } catch (BrokenRecordException e) {
        // Whoever reads that far meets it again.
      }
    }

    private void add(long sequence, long position) {
      if (count == sequences.length) {
        sequences = Arrays.copyOf(sequences, 2 * count);
        positions = Arrays.copyOf(positions, 2 * count);
      }
      sequences[count] = sequence;
      positions[count++] = position;
    }

    long positionBefore(long sequence) {
      int found = Arrays.binarySearch(sequences, 0, count, sequence);
      int at = found >= 0 ? found : -found - 2;
      return at < 0 ? 0 : positions[at];
    }
  }
}
