package io.tripline.ingest.file;

import io.tripline.ingest.csv.CsvFormatException;
import io.tripline.ingest.csv.CsvHeader;
import io.tripline.ingest.csv.CsvRowEnds;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream in blocks of whole lines: into the block itself, whose end is looked for from
 * behind, so that the lines are touched by nobody before they are decoded. Memory is bounded: of a
 * line that is longer than the limit only the beginning is kept, and the rest is read over. Not
 * thread-safe.
 */
final class BlockReader {
  private final InputStream in;
  private final String name;
  private final int maxLineBytes;

  /** Where rows end, if they may hold line feeds; else null. */
  private final @Nullable CsvRowEnds rowEnds;

  private @Nullable CsvHeader header;
  private long blocks;

  /** The beginning of a line whose end has not been read. */
  private byte[] carried = {};

  private int carriedLength;

  /** In the middle of a line that was cut. */
  private boolean skipping;

  private boolean ended;

  BlockReader(EventFile file, int maxLineBytes) {
    in = file.content();
    name = file.name();
    rowEnds = file.format() == FileFormat.CSV ? new CsvRowEnds() : null;
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Fills a block with the next lines: as many as fit, or fewer if the stream has no more just now.
   *
   * @return false if there are none, because the stream is at its end
   * @throws IOException if reading fails; the block has the lines before, without the broken one
   */
  boolean fill(LineBlock block) throws IOException {
    block.start = 0;
    block.header = header;
    boolean more = fillWithLines(block);
    if (rowEnds != null && header == null && more) {
      readHeader(block);
    }
    return more;
  }

  private void readHeader(LineBlock block) throws CsvFormatException {
    int length = block.length;
    block.length = 0; // if there is no header, there are no rows
    if (block.isCut) {
      throw new CsvFormatException("The first line of " + name + " is too long.");
    }
    header = CsvHeader.read(block.bytes, length, name);
    block.header = header;
    block.start = header.length();
    block.length = length;
  }

  private boolean fillWithLines(LineBlock block) throws IOException {
    block.isCut = false;
    block.length = 0;
    if (rowEnds != null) {
      rowEnds.begin();
    }
    block.number = blocks++;
    takeCarried(block);
    int filled = carriedLength;
    carriedLength = 0;
    while (!ended) {
      if (filled == block.room()) {
        if (block.length > 0) {
          break;
        }
        if (filled > maxLineBytes) {
          block.isCut = true;
          block.length = filled;
          skipping = true;
          return true;
        }
        block.bytes = Arrays.copyOf(block.bytes, block.bytes.length - filled + roomFor(filled));
      }
      int n = in.read(block.bytes, filled, block.room() - filled);
      ended = n < 0;
      if (skipping) {
        n = withoutSkipped(block.bytes, n);
      }
      int before = filled;
      filled += Math.max(0, n);
      int end = endOfLines(block.bytes, before, filled);
      block.length = Math.max(block.length, end > before || rowEnds != null ? end : 0);
      if (block.length > 0 && in.available() == 0) {
        break; // what is there now must not wait for what may come
      }
    }
    if (ended) {
      block.length = filled;
    } else {
      carry(block, filled);
    }
    return block.length > 0;
  }

  /** Removes what belongs to the line that is read over; at the start of the buffer. */
  private int withoutSkipped(byte[] bytes, int count) {
    int at = 0;
    while (at < count && bytes[at] != '\n') {
      at++;
    }
    if (at >= count) {
      return 0;
    }
    skipping = false;
    System.arraycopy(bytes, at + 1, bytes, 0, count - at - 1);
    return count - at - 1;
  }

  /** The place after the last line feed that ends a record, or {@code from}. */
  private int endOfLines(byte[] bytes, int from, int to) {
    if (rowEnds != null) {
      return rowEnds.find(bytes, to);
    }
    int at = to;
    while (at > from && bytes[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  private void carry(LineBlock block, int filled) {
    carriedLength = filled - block.length;
    if (carried.length < carriedLength) {
      carried = new byte[2 * carriedLength];
    }
    System.arraycopy(block.bytes, block.length, carried, 0, carriedLength);
  }

  private void takeCarried(LineBlock block) {
    if (block.room() <= carriedLength) {
      block.bytes = new byte[block.bytes.length - block.room() + roomFor(carriedLength)];
    }
    System.arraycopy(carried, 0, block.bytes, 0, carriedLength);
  }

  /** More than {@code length}; growing in large steps, but not beyond need. */
  private int roomFor(int length) {
    return Math.max(length, Math.min(2 * length, maxLineBytes)) + 1;
  }
}
