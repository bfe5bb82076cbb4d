package io.tripline.ingest.file;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.pipeline.Engine.Published;
import io.tripline.ingest.json.JsonEventDecoder;
import io.tripline.ingest.json.Rejection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Merges several files by event time. */
final class MergedFiles {
  private static final int CHUNK_BYTES = 256 << 10;

  /** Where an event that waits to be published came from. */
  private record Origin(EventFile file, long line) {}

  private final Feed feed;
  private final List<MergeCursor> cursors = new ArrayList<>();
  private final PriorityQueue<MergeCursor> queue = new PriorityQueue<>();
  private final List<Origin> origins = new ArrayList<>();
  private EventWriter events = new EventWriter();

  /** For the records of events that wait, which are JSON whatever the files hold. */
  private JsonEventDecoder decoder;

  MergedFiles(Feed feed, List<BlockQueue> readers) {
    this.feed = feed;
    decoder = newDecoder();
    for (BlockQueue reader : readers) {
      cursors.add(new MergeCursor(feed, reader, cursors.size(), decoder.schema()));
    }
  }

  private JsonEventDecoder newDecoder() {
    return new JsonEventDecoder(
        feed.target().schema(), feed.settings().source(), feed.settings().limits());
  }

  void run() throws IOException, InterruptedException {
    try {
      merge();
    } catch (IOException e) {
      publish(); // what was read before it counts
      throw e;
    }
    publish();
  }

  private void merge() throws IOException, InterruptedException {
    for (MergeCursor cursor : cursors) {
      if (cursor.decodeFromHere()) {
        queue.add(cursor);
      }
    }
    while (!queue.isEmpty()) {
      takeLeast();
      if (events.length() >= CHUNK_BYTES) {
        publish();
      }
    }
  }

  private void takeLeast() throws IOException, InterruptedException {
    MergeCursor least = queue.remove();
    events.append(least.event());
    origins.add(new Origin(least.file(), least.lineNumber()));
    if (least.advance()) {
      queue.add(least);
    }
  }

  private void publish() throws IOException, InterruptedException {
    while (events.count() > 0) {
      Published outcome = feed.target().publish(events, decoder.schema().id(), Feed.PATIENCE);
      if (outcome == Published.ACCEPTED) {
        feed.published(events.count());
        events.clear();
        origins.clear();
      } else if (outcome == Published.STALE_SCHEMA) {
        decodeAgain();
      }
    }
  }

  /** Rules were deployed meanwhile: the events that wait, and the next of each file, anew. */
  private void decodeAgain() throws IOException, InterruptedException {
    decoder = newDecoder();
    EventWriter stale = events;
    events = new EventWriter();
    List<Origin> before = List.copyOf(origins);
    origins.clear();
    EventView event = new EventView().wrap(stale.bytes(), 0);
    for (Origin origin : before) {
      byte[] raw = event.raw();
      Rejection rejection = decoder.decode(raw, 0, raw.length, events);
      if (rejection == null) {
        origins.add(origin);
      } else {
        feed.reject(origin.file(), origin.line(), rejection, raw, 0, raw.length);
      }
      event.wrap(event.bytes(), event.base() + event.length());
    }
    List<MergeCursor> waiting = List.copyOf(queue);
    queue.clear(); // times may have changed
    for (MergeCursor cursor : waiting) {
      if (cursor.decodeAgain(decoder.schema())) {
        queue.add(cursor);
      }
    }
  }
}
