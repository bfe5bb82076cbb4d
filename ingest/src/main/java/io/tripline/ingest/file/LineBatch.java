package io.tripline.ingest.file;

import java.util.Arrays;

/** Lines that lie in one buffer; blank ones are left out. Reused; handed from thread to thread. */
final class LineBatch {
  byte[] bytes;
  private int count;
  private int[] starts = new int[512];
  private int[] lengths = new int[512];
  private long[] numbers = new long[512];
  private boolean[] cut = new boolean[512];

  /** Of the file, when this batch had been read. */
  long fileBytesRead;

  LineBatch(int room) {
    bytes = new byte[room];
  }

  void clear() {
    count = 0;
  }

  /**
   * @param wasCut the line is too long, and only its beginning is here
   */
  void add(int start, int length, long number, boolean wasCut) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
      numbers = Arrays.copyOf(numbers, 2 * count);
      cut = Arrays.copyOf(cut, 2 * count);
    }
    starts[count] = start;
    lengths[count] = length;
    numbers[count] = number;
    cut[count] = wasCut;
    count++;
  }

  int count() {
    return count;
  }

  int start(int line) {
    return starts[line];
  }

  int length(int line) {
    return lengths[line];
  }

  /** The line's number in the file, from 1. */
  long number(int line) {
    return numbers[line];
  }

  boolean isCut(int line) {
    return cut[line];
  }
}
