package io.tripline.ingest.file;

import io.tripline.ingest.csv.CsvHeader;
import io.tripline.ingest.json.JsonEventDecoder;
import org.jspecify.annotations.Nullable;

/** Whole lines of a file that lie in one buffer. Reused; used by one thread at a time. */
final class LineBlock {
  /** The lines, and behind them some room that means nothing; see {@link JsonEventDecoder}. */
  byte[] bytes;

  /** Bytes of the lines. */
  int length;

  /** It is the beginning of one line that is too long; the rest of it was read over. */
  boolean isCut;

  /** Place among the file's blocks, from 0. */
  long number;

  /** Of a CSV file its header, else null. */
  @Nullable CsvHeader header;

  /** Where the first record starts: in the first block of a CSV file, behind the header. */
  int start;

  /**
   * @param room bytes of lines that it takes before it has to grow
   */
  LineBlock(int room) {
    bytes = new byte[room + JsonEventDecoder.READS_BEYOND];
  }

  /** How many lines of the file stand before its first record, and are no records. */
  int linesBefore() {
    CsvHeader first = header;
    return start == 0 || first == null ? 0 : first.lines();
  }

  /** Bytes of lines that it takes. */
  int room() {
    return bytes.length - JsonEventDecoder.READS_BEYOND;
  }
}
