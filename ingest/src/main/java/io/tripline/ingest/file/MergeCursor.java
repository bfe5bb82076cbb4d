package io.tripline.ingest.file;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
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

  /** Where the present record starts, and the one after it. */
  private int start;

  private int next;

  /** How many lines of the file it takes. */
  private int lines = 1;

  /** Of the present record, in the file, from 1. */
  private long lineNumber = 1;

  private RecordDecoder decoder;

  MergeCursor(Feed feed, BlockQueue reader, int fileIndex, Schema schema) {
    this.feed = feed;
    this.reader = reader;
    this.fileIndex = fileIndex;
    decoder = new RecordDecoder(schema, feed.settings());
  }

  /** Goes to the next event; lines that are none are rejected. False at the end of the file. */
  boolean advance() throws IOException, InterruptedException {
    goOn();
    return decodeFromHere();
  }

  private void goOn() {
    start = next;
    lineNumber += lines;
  }

  /** Decodes the present event again, for another schema, or goes to the next that is one. */
  boolean decodeAgain(Schema schema) throws IOException, InterruptedException {
    decoder = new RecordDecoder(schema, feed.settings());
    return decodeFromHere();
  }

  /** Goes to the first event from here on. */
  boolean decodeFromHere() throws IOException, InterruptedException {
    while (true) {
      LineBlock lines = block;
      if (lines == null || start >= lines.length) {
        if (lines != null) {
          block = null;
          reader.release(lines);
        }
        block = reader.next();
        if (block == null) {
          return false;
        }
        start = block.start;
        lineNumber += block.linesBefore();
      } else if (decode(lines)) {
        return true;
      } else {
        goOn();
      }
    }
  }

  private boolean decode(LineBlock block) {
    one.clear();
    if (block.isCut) {
      next = block.length;
      lines = 1;
      reject(block, block.length, feed.settings().limits().tooLarge());
      return false;
    }
    next = decoder.decode(block, start, one);
    lines = decoder.lines();
    Rejection rejection = decoder.rejection();
    if (rejection != null) {
      reject(block, decoder.length(), rejection);
    }
    event.wrap(one.bytes(), 0);
    return one.count() > 0;
  }

  private void reject(LineBlock block, int length, Rejection why) {
    feed.reject(reader.file(), lineNumber, why, block.bytes, start, length);
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
