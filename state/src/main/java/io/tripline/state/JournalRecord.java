package io.tripline.state;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;

/**
 * The head of a record of the journal; a block follows. Big-endian:
 *
 * <pre>
 *   0  int   CRC-32C of all that follows, the block included
 *   4  int   length of the block as it is stored
 *   8  int   its length unpacked; if it is the same, the block is not packed, otherwise with LZ4
 *  12  long  sequence of the block's first entry
 *  20  long  of its last one
 *  28  long  wall clock of the writing, ms since 1970; never less than in the record before
 *  36  the block
 * </pre>
 *
 * In files whose records are synced together, the block begins at 44, and before it is
 *
 * <pre>
 *  36  long  sequence up to which entries were on disk when the record was written, −1 for none
 * </pre>
 *
 * @param isSynced that; {@link #NOT_SAID} in other files
 */
record JournalRecord(
    int checksum,
    int storedLength,
    int blockLength,
    long first,
    long last,
    long writtenAt,
    long isSynced) {
  static final int HEAD = 36;
  static final int LONG_HEAD = 44;

  /** Of a record that does not say up to where entries are on disk. */
  static final long NOT_SAID = Long.MIN_VALUE;

  private static final int CHECKED_FROM = 4;

  /** Shorter blocks are not worth it, bytes. */
  private static final int LEAST_PACKED = 256;

  private static final LZ4Factory LZ4 = LZ4Factory.fastestInstance();

  /** The most that a record of a block can take, bytes. */
  static int mostLength(int blockLength) {
    return LONG_HEAD + LZ4.fastCompressor().maxCompressedLength(blockLength);
  }

  /**
   * Puts a record into a buffer, from its start, and makes it ready to be written.
   *
   * @param into with room for {@link #mostLength}
   * @param isSynced up to where entries are on disk, or {@link #NOT_SAID}
   */
  static void put(
      ByteBuffer into,
      long first,
      long last,
      long writtenAt,
      long isSynced,
      byte[] block,
      int blockLength) {
    into.clear();
    int head = HEAD;
    if (isSynced != NOT_SAID) {
      head = LONG_HEAD;
      into.putLong(HEAD, isSynced);
    }
    int stored = blockLength;
    if (blockLength >= LEAST_PACKED) {
      stored =
          LZ4.fastCompressor()
              .compress(ByteBuffer.wrap(block), 0, blockLength, into, head, into.capacity() - head);
    }
    if (stored >= blockLength) {
      stored = blockLength;
      into.put(head, block, 0, blockLength);
    }
    into.limit(head + stored);
    into.putInt(4, stored)
        .putInt(8, blockLength)
        .putLong(12, first)
        .putLong(20, last)
        .putLong(28, writtenAt)
        .putInt(0, checksum(into));
  }

  /**
   * The head at the buffer's position, which stays where it is; null if it cannot be one: it is
   * checked for sense only.
   *
   * @param room bytes of the file from there on
   * @param isLong whether it says up to where entries are on disk
   */
  static @Nullable JournalRecord head(ByteBuffer in, long room, boolean isLong) {
    if (room < (isLong ? LONG_HEAD : HEAD)) {
      return null;
    }
    int at = in.position();
    JournalRecord head =
        new JournalRecord(
            in.getInt(at),
            in.getInt(at + 4),
            in.getInt(at + 8),
            in.getLong(at + 12),
            in.getLong(at + 20),
            in.getLong(at + 28),
            isLong ? in.getLong(at + HEAD) : NOT_SAID);
    boolean sensible =
        head.storedLength >= 0
            && head.blockLength >= head.storedLength
            && head.length() <= room
            && head.first >= 0
            && head.last >= head.first
            && head.writtenAt >= 0
            && head.isSynced < head.first;
    return sensible ? head : null;
  }

  /** Whether the numbers are of a size that they can have: for telling a head from other bytes. */
  boolean mayFollow(long least) {
    return first >= least
        && first - least < 1L << 40
        && last - first < 1L << 32
        && writtenAt < 1L << 43;
  }

  /** Bytes of the whole record. */
  long length() {
    return (long) headLength() + storedLength;
  }

  private int headLength() {
    return isSynced == NOT_SAID ? HEAD : LONG_HEAD;
  }

  /** Whether a buffer, from its position to its limit, is this record, and whole. */
  boolean isWhole(ByteBuffer record) {
    return record.remaining() == length() && checksum(record) == checksum;
  }

  /**
   * The block, unpacked.
   *
   * @param record whole, from its position to its limit
   * @throws LZ4Exception if it cannot be unpacked, in spite of its checksum
   */
  byte[] block(ByteBuffer record) {
    byte[] stored = new byte[storedLength];
    record.get(record.position() + headLength(), stored);
    return storedLength == blockLength
        ? stored
        : LZ4.safeDecompressor().decompress(stored, blockLength);
  }

  private static int checksum(ByteBuffer record) {
    CRC32C sum = new CRC32C();
    sum.update(record.slice(record.position() + CHECKED_FROM, record.remaining() - CHECKED_FROM));
    return (int) sum.getValue();
  }
}
