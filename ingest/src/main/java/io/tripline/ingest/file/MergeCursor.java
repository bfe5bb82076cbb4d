package io.tripline.ingest.file;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.ingest.json.JsonEventDecoder;
import io.tripline.ingest.json.Rejection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The next event of one of several files. */
final class MergeCursor implements Comparable<MergeCursor> {
  private final Feed feed;
  private final BlockQueue reader;
  private final int fileIndex;
  private final EventWriter one = new EventWriter();
  private final EventView event = new EventView();
  private @Nullable LineBlock block;

  /** Where the present line starts, and the one after it. */
  private int start;

  private int next;

  /** Of the present line, in the file, from 1. */
  private long lineNumber = 1;

  MergeCursor(Feed feed, BlockQueue reader, int fileIndex) {
    this.feed = feed;
    this.reader = reader;
    this.fileIndex = fileIndex;
  }

  /** Goes to the next event; lines that are none are rejected. False at the end of the file. */
  boolean advance(JsonEventDecoder decoder) throws IOException, InterruptedException {
    goOn();
    return decodeFromHere(decoder);
  }

  private void goOn() {
    start = next;
    lineNumber++;
  }

  /** Decodes the present event again, for another schema, or goes to the next that is one. */
  boolean decodeFromHere(JsonEventDecoder decoder) throws IOException, InterruptedException {
    while (true) {
      LineBlock lines = block;
      if (lines == null || start >= lines.length) {
        if (lines != null) {
          block = null;
          reader.release(lines);
        }
        block = reader.next();
        start = 0;
        if (block == null) {
          return false;
        }
      } else if (decode(lines, decoder)) {
        return true;
      } else {
        goOn();
      }
    }
  }

  private boolean decode(LineBlock lines, JsonEventDecoder decoder) {
    one.clear();
    if (lines.isCut) {
      next = lines.length;
      reject(lines, lines.length, feed.settings().limits().tooLarge());
      return false;
    }
    next = decoder.decodeLine(lines.bytes, start, lines.length, one);
    Rejection rejection = decoder.rejection();
    if (rejection != null) {
      reject(lines, decoder.lineLength(), rejection);
    }
    event.wrap(one.bytes(), 0);
    return one.count() > 0;
  }

  private void reject(LineBlock lines, int length, Rejection why) {
    feed.reject(reader.file(), lineNumber, why, lines.bytes, start, length);
  }

  EventView event() {
    return event;
  }

  EventFile file() {
    return reader.file();
  }

  /** Where the present event stands in the file. */
  long lineNumber() {
    return lineNumber;
  }

  /** By event time, then by file. */
  @Override
  public int compareTo(MergeCursor other) {
    int byTime = Long.compare(event.time(), other.event.time());
    return byTime != 0 ? byTime : Integer.compare(fileIndex, other.fileIndex);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o;
  }

  @Override
  public int hashCode() {
    return fileIndex;
  }
}
