package io.tripline.ingest.file;

import io.tripline.ingest.json.JsonEventDecoder;

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

  /**
   * @param room bytes of lines that it takes before it has to grow
   */
  LineBlock(int room) {
    bytes = new byte[room + JsonEventDecoder.READS_BEYOND];
  }

  /** Bytes of lines that it takes. */
  int room() {
    return bytes.length - JsonEventDecoder.READS_BEYOND;
  }
}
