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
  private final BatchReader reader;
  private final int fileIndex;
  private final EventWriter one = new EventWriter();
  private final EventView event = new EventView();
  private @Nullable LineBatch batch;
  private int line;

  MergeCursor(Feed feed, BatchReader reader, int fileIndex) {
    this.feed = feed;
    this.reader = reader;
    this.fileIndex = fileIndex;
  }

  /** Goes to the next event; lines that are none are rejected. False at the end of the file. */
  boolean advance(JsonEventDecoder decoder) throws IOException, InterruptedException {
    line++;
    return decodeFromHere(decoder);
  }

  /** Decodes the present event again, for another schema, or goes to the next that is one. */
  boolean decodeFromHere(JsonEventDecoder decoder) throws IOException, InterruptedException {
    while (true) {
      LineBatch lines = batch;
      if (lines == null || line >= lines.count()) {
        if (lines != null) {
          batch = null;
          reader.release(lines);
        }
        batch = reader.next();
        line = 0;
        if (batch == null) {
          return false;
        }
      } else if (decode(lines, decoder)) {
        return true;
      } else {
        line++;
      }
    }
  }

  private boolean decode(LineBatch lines, JsonEventDecoder decoder) {
    int start = lines.start(line);
    int length = lines.length(line);
    one.clear();
    Rejection rejection =
        lines.isCut(line)
            ? feed.settings().limits().tooLarge()
            : decoder.decode(lines.bytes, start, length, one);
    if (rejection != null) {
      feed.reject(reader.file(), lines.number(line), rejection, lines.bytes, start, length);
      return false;
    }
    event.wrap(one.bytes(), 0);
    return true;
  }

  EventView event() {
    return event;
  }

  EventFile file() {
    return reader.file();
  }

  /** Where the present event stands in the file. */
  long lineNumber() {
    LineBatch lines = batch;
    return lines == null ? 0 : lines.number(line);
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
