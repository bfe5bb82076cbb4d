package io.tripline.ingest.file;

import io.tripline.engine.event.EventWriter;
import io.tripline.engine.pipeline.Engine.Published;
import io.tripline.ingest.EventTarget;
import io.tripline.ingest.json.Rejection;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes blocks of lines and hands their events to the engine. When rules were deployed in
 * between, the whole block is decoded again, so that it is seen by one schema. Reused; not
 * thread-safe.
 */
final class BlockDecoder {
  /**
   * A line that is no event.
   *
   * @param line in its block, from 0
   * @param start of its bytes in the block
   */
  record Rejected(long line, int start, int length, Rejection rejection) {}

  private final EventTarget target;
  private final FileIngestSettings settings;
  private final EventWriter events;
  private final List<Rejected> rejected = new ArrayList<>();
  private RecordDecoder decoder;
  private long lines;

  BlockDecoder(EventTarget target, FileIngestSettings settings) {
    this.target = target;
    this.settings = settings;
    events = new EventWriter(target.keepsRecords());
    decoder = newDecoder();
  }

  private RecordDecoder newDecoder() {
    return new RecordDecoder(target.schema(), settings);
  }

  /** Decodes a block, which must stay as it is until it is published. */
  void decode(LineBlock block) {
    events.clear();
    rejected.clear();
    lines = 0;
    if (block.isCut) {
      rejected.add(new Rejected(0, 0, block.length, settings.limits().tooLarge()));
      lines = 1;
      return;
    }
    lines = block.linesBefore();
    for (int at = block.start; at < block.length; lines += decoder.lines()) {
      int next = decoder.decode(block, at, events);
      Rejection rejection = decoder.rejection();
      if (rejection != null) {
        rejected.add(new Rejected(lines, at, decoder.length(), rejection));
      }
      at = next;
    }
  }

  /** Hands the events of the block to the engine, waiting for room as long as it takes. */
  void publish(LineBlock block) throws InterruptedException {
    if (decoder.schemaId() != target.schema().id()) {
      decodeAgain(block);
    }
    while (events.count() > 0) {
      Published outcome = target.publish(events, decoder.schemaId(), Feed.PATIENCE);
      if (outcome == Published.ACCEPTED) {
        return;
      }
      if (outcome == Published.STALE_SCHEMA) {
        decodeAgain(block);
      }
      // A file can wait for room; a failed engine throws.
    }
  }

  private void decodeAgain(LineBlock block) {
    decoder = newDecoder();
    decode(block);
  }

  /** Lines of the block, blank ones included. */
  long lines() {
    return lines;
  }

  /** How many events the block has. */
  int accepted() {
    return events.count();
  }

  /** Its other lines, in their order, without blank ones; valid until the next block. */
  List<Rejected> rejected() {
    return rejected;
  }
}
