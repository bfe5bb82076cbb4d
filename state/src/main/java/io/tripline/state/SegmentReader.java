package io.tripline.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the records of one segment. Has a channel of its own, as the interruption of a
 * thread closes the channel that it reads from. Used by one thread.
 */
final class SegmentReader implements AutoCloseable {
  private static final int AHEAD = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final long end;
  private final boolean isLong;
  private final int headLength;

  /** Of the file, from {@link #bufferAt} on. */
  private ByteBuffer buffer = ByteBuffer.allocate(AHEAD).limit(0);

  private long bufferAt;
  private long position = -1;
  private long next;

  /**
   * @param end bytes of the file that count
   */
  SegmentReader(Path file, long end) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.end = end;
    this.isLong = JournalSegment.isSyncedTogether(file);
    this.headLength = isLong ? JournalRecord.LONG_HEAD : JournalRecord.HEAD;
  }

  /** The next record is the one that begins at a position. */
  void seek(long at) {
    next = at;
  }

  /** Where the record begins that was read last. */
  long position() {
    return position;
  }

  /**
   * Moves to the next record, without a look at its block.
   *
   * @return null at the end
   * @throws BrokenRecordException if there is something else
   */
  @Nullable JournalRecord next() throws IOException {
    if (next >= end) {
      return null;
    }
    JournalRecord head = head(next);
    if (head == null) {
      throw new BrokenRecordException(file, next);
    }
    position = next;
    next += head.length();
    return head;
  }

  /** Moves to the next record, if there is one, and it is whole; otherwise stays. */
  @Nullable JournalRecord nextIfWhole() throws IOException {
    JournalRecord head = head(next);
    if (head == null || !head.isWhole(record(next, head))) {
      return null;
    }
    position = next;
    next += head.length();
    return head;
  }

  /**
   * Whether there is a whole record somewhere behind a broken one that was written when the broken
   * one was on disk: any, unless records say themselves up to where that is.
   *
   * @param least sequence that it must begin with, or a later one: the first that is broken
   */
  boolean wasSynced(long broken, long least) throws IOException {
    for (long at = broken + 1; at + headLength <= end; at++) {
      JournalRecord head = head(at);
      if (head != null
          && head.mayFollow(least)
          && (!isLong || head.isSynced() >= least)
          && head.isWhole(record(at, head))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The block of the record that was read last.
   *
   * @throws BrokenRecordException if its checksum is wrong
   */
  byte[] block(JournalRecord head) throws IOException {
    ByteBuffer record = record(position, head);
    if (!head.isWhole(record)) {
      throw new BrokenRecordException(file, position);
    }
    return head.block(record);
  }

  private @Nullable JournalRecord head(long at) throws IOException {
    if (end - at < headLength) {
      return null;
    }
    return JournalRecord.head(bytes(at, headLength), end - at, isLong);
  }

  private ByteBuffer record(long at, JournalRecord head) throws IOException {
    return bytes(at, Math.toIntExact(head.length()));
  }

  /** That many bytes of the file, valid until the next call. */
  private ByteBuffer bytes(long at, int length) throws IOException {
    if (at < bufferAt || at + length > bufferAt + buffer.limit()) {
      fill(at, length);
    }
    int from = (int) (at - bufferAt);
    return buffer.duplicate().limit(from + length).position(from);
  }

  private void fill(long at, int length) throws IOException {
    if (buffer.capacity() < length) {
      buffer = ByteBuffer.allocate(Math.max(length, 2 * buffer.capacity()));
    }
    bufferAt = at;
    buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, bufferAt + buffer.position()) < 0) {
        throw new BrokenRecordException(file, at); // somebody has made the file shorter
      }
    }
    buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Where a record should be, there is none. */
  static final class BrokenRecordException extends IOException {
    private static final long serialVersionUID = 1;

    BrokenRecordException(Path file, long position) {
      super(file.getFileName() + " of the journal is broken at byte " + position);
    }
  }
}
