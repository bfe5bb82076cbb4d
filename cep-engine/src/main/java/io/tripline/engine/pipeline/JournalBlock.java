package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.port.StorageException;
import java.util.zip.CRC32C;

/**
 * The inside of a journal record, all integers big-endian:
 *
 * <pre>
 *   0  byte  format version, 2
 *   1  int   CRC-32C of all that follows
 *   5  long  number of events before this block, since the store was made
 *  13  runs: byte kind (see {@link EntryKind}), int length, the bytes
 * </pre>
 *
 * <p>A run of events is any number of entries, each event beginning with its own length; every
 * other run is one entry. How events are spread over runs and blocks means nothing.
 */
final class JournalBlock {
  static final int VERSION = 2;
  private static final int CHECKSUM_AT = 1;
  private static final int CHECKED_FROM = 5;
  private static final int HEADER = 13;

  private final ByteSink sink = new ByteSink();
  private final CRC32C checksum = new CRC32C();

  JournalBlock() {
    begin(0);
  }

  /**
   * Begins an empty block.
   *
   * @param eventsBefore how many events stand in the journal before it, cut off ones included
   */
  void begin(long eventsBefore) {
    sink.clear();
    sink.putByte(VERSION).putInt(0).putLong(eventsBefore);
  }

  /** Adds the bytes of a slot that holds entries. */
  void add(EntryKind kind, byte[] data, int start, int length) {
    sink.putByte(kind.code()).putInt(length).putRaw(data, start, length);
  }

  boolean isEmpty() {
    return sink.length() == HEADER;
  }

  /** Completes the block: its bytes, of which {@link #length} count. */
  byte[] finish() {
    checksum.reset();
    checksum.update(sink.bytes(), CHECKED_FROM, sink.length() - CHECKED_FROM);
    sink.setInt(CHECKSUM_AT, (int) checksum.getValue());
    return sink.bytes();
  }

  int length() {
    return sink.length();
  }

  /** Takes the runs of a block. */
  @FunctionalInterface
  interface RunVisitor {
    /** Told first: how many events stand in the journal before the block. */
    default void eventsBefore(long count) {}

    /**
     * Takes the next run.
     *
     * @param first sequence of the run's first entry
     * @param count number of its entries
     */
    void run(long first, int count, EntryKind kind, byte[] bytes, int offset, int length);
  }

  /**
   * Reads a block.
   *
   * @return the sequence after its last entry
   * @throws StorageException if the block is damaged or of a later format
   */
  static long read(long first, byte[] block, RunVisitor visitor) {
    ByteSource source = new ByteSource("The journal block that begins at entry " + first, block);
    int version = source.getByte();
    if (version != VERSION) {
      throw new StorageException(
          "The journal block that begins at entry "
              + first
              + " has format "
              + version
              + "; this version of Tripline reads format "
              + VERSION
              + ".");
    }
    int expected = source.getInt();
    CRC32C checksum = new CRC32C();
    checksum.update(block, CHECKED_FROM, block.length - CHECKED_FROM);
    if ((int) checksum.getValue() != expected) {
      throw source.damaged();
    }
    visitor.eventsBefore(source.getLong());
    long next = first;
    while (!source.atEnd()) {
      EntryKind kind = EntryKind.of(source.getByte());
      int length = source.getInt();
      int offset = source.skip(length);
      int count = kind == EntryKind.EVENTS ? countEvents(source, block, offset, length) : 1;
      visitor.run(next, count, kind, block, offset, length);
      next += count;
    }
    return next;
  }

  private static int countEvents(ByteSource source, byte[] bytes, int offset, int length) {
    int end = offset + length;
    int count = 0;
    for (int at = offset; at < end; count++) {
      int eventLength = end - at < Integer.BYTES ? 0 : Bytes.getInt(bytes, at);
      if (eventLength <= 0 || eventLength > end - at) {
        throw source.damaged();
      }
      at += eventLength;
    }
    return count;
  }
}
