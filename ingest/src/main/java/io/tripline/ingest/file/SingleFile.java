package io.tripline.ingest.file;

import io.tripline.ingest.RecordChunk;
import java.io.IOException;

/** Feeds one file as it comes, a batch of lines at a time. */
final class SingleFile {
  private static final int CHUNK_BYTES = 512 << 10;

  private final Feed feed;
  private final BatchReader reader;
  private final RecordChunk chunk;

  SingleFile(Feed feed, BatchReader reader) {
    this.feed = feed;
    this.reader = reader;
    chunk =
        new RecordChunk(
            feed.target(), feed.settings().source(), feed.settings().limits(), CHUNK_BYTES);
  }

  void run() throws IOException, InterruptedException {
    for (LineBatch batch = reader.next(); batch != null; batch = reader.next()) {
      chunk.start(batch.bytes);
      for (int line = 0; line < batch.count(); line++) {
        if (chunk.isFull()) {
          publish(batch);
          chunk.start(batch.bytes);
        }
        if (batch.isCut(line)) {
          chunk.addRejected(
              batch.start(line),
              batch.length(line),
              batch.number(line),
              feed.settings().limits().tooLarge());
        } else {
          chunk.add(batch.start(line), batch.length(line), batch.number(line));
        }
      }
      publish(batch);
    }
  }

  private void publish(LineBatch batch) throws InterruptedException {
    while (!chunk.publish(Feed.PATIENCE)) {
      // A file can wait; a failed engine throws.
    }
    for (RecordChunk.Rejected each : chunk.rejected()) {
      feed.reject(
          reader.file(), each.number(), each.rejection(), batch.bytes, each.start(), each.length());
    }
    feed.published(chunk.accepted());
  }
}
