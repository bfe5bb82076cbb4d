package io.tripline.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Appends records to one file of the journal. Used by one thread at a time. */
final class SegmentWriter implements AutoCloseable {
  private final Path file;
  private final boolean synced;
  private final FileChannel channel;
  private @Nullable JournalSegment segment;

  /** Makes the file. Its name may not survive a loss of power until the folder is synced. */
  SegmentWriter(Path file) throws IOException {
    this.file = file;
    this.synced = JournalSegment.isSynced(file) && !JournalSegment.isSyncedTogether(file);
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** What was written so far; null before the first record. */
  @Nullable JournalSegment segment() {
    return segment;
  }

  /**
   * Writes a record, and has it on disk if each is synced by itself.
   *
   * @param first sequence of the record's first entry
   * @param writtenAt now, ms since 1970
   * @return whether it is the first record, with which the segment begins to be
   */
  boolean write(ByteBuffer record, long first, long writtenAt) throws IOException {
    int length = record.remaining();
    while (record.hasRemaining()) {
      channel.write(record);
    }
    if (synced) {
      channel.force(false);
    }
    JournalSegment known = segment;
    boolean isFirst = known == null;
    if (known == null) {
      known = new JournalSegment(file, first, writtenAt, 0);
      segment = known;
    }
    known.grew(length, writtenAt);
    return isFirst;
  }

  /** Has on disk what was written. */
  void force() throws IOException {
    channel.force(false);
  }

  /** Closes it; a file that nothing was written to is deleted. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (segment == null) {
      Files.delete(file);
    }
  }
}
