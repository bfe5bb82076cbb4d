package io.tripline.ingest.json;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.pipeline.PastRecords;
import org.jspecify.annotations.Nullable;

/** Decodes records of the past once more, as events are declared now. Not thread-safe. */
public final class PastJsonRecords implements PastRecords.Reader {
  private static final boolean WITHOUT_RECORD = false;

  private final DecodeLimits limits;
  private final EventWriter writer = new EventWriter(WITHOUT_RECORD);
  private final EventView event = new EventView();
  private @Nullable JsonEventDecoder decoder;

  private PastJsonRecords(DecodeLimits limits) {
    this.limits = limits;
  }

  /** With the limits that records were taken under. */
  public static PastRecords under(DecodeLimits limits) {
    return () -> new PastJsonRecords(limits);
  }

  @Override
  public byte @Nullable [] read(Schema schema, String type, byte[] record, int source) {
    JsonEventDecoder fitting = decoder;
    if (fitting == null || fitting.schema() != schema) {
      fitting = new JsonEventDecoder(schema, source, limits);
      decoder = fitting;
    }
    fitting.source(source);
    writer.clear();
    if (fitting.decode(record, 0, record.length, writer) != null) {
      return null;
    }
    event.wrap(writer.bytes(), 0);
    return schema.layoutOf(event).type().name().equals(type) ? event.withoutRecord() : null;
  }
}
