package io.tripline.ingest;

import io.tripline.ingest.json.JsonSpace;
import org.jspecify.annotations.Nullable;

/** The lines of a body that are not blank. */
final class LineRecords implements BodyRecords {
  private final byte[] body;
  private final int length;
  private int start;
  private int end = -1;

  LineRecords(byte[] body, int length) {
    this.body = body;
    this.length = length;
  }

  @Override
  public boolean next() {
    // Line feeds are white space, so that blank lines go with the space before the next record.
    start = JsonSpace.skip(body, end + 1, length);
    if (start >= length) {
      return false;
    }
    end = start;
    while (end < length && body[end] != '\n') {
      end++;
    }
    return true;
  }

  @Override
  public int start() {
    return start;
  }

  @Override
  public int end() {
    return end;
  }

  @Override
  public @Nullable String broken() {
    return null;
  }
}
