package io.tripline.ingest;

import io.tripline.engine.port.RejectedLog;
import io.tripline.ingest.json.Rejection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stores what of a body is no event, and tells why. Thread-safe. */
final class RejectedRecords {
  private final RejectedLog log;
  private final InstantSource clock;
  private final int mostBytes;

  /**
   * @param clock says when they arrived
   * @param mostBytes of a record that are stored
   */
  RejectedRecords(RejectedLog log, InstantSource clock, int mostBytes) {
    this.log = log;
    this.clock = clock;
    this.mostBytes = mostBytes;
  }

  /**
   * Stores those of a chunk, after it was published.
   *
   * @param sourceName where the body came from
   */
  List<EventError> store(RecordChunk chunk, byte[] body, String sourceName) {
    if (chunk.rejected().isEmpty()) {
      return List.of();
    }
    long now = clock.millis();
    List<EventError> errors = new ArrayList<>();
    List<RejectedLog.Rejected> stored = new ArrayList<>();
    for (RecordChunk.Rejected each : chunk.rejected()) {
      Rejection why = each.rejection();
      int end = each.start() + Math.min(each.length(), mostBytes);
      byte[] raw = Arrays.copyOfRange(body, each.start(), end);
      String place = sourceName + '#' + each.number();
      stored.add(new RejectedLog.Rejected(now, place, why.code(), why.reason(), raw));
      errors.add(new EventError((int) each.number(), why.code(), why.reason()));
    }
    log.append(stored);
    return errors;
  }
}
