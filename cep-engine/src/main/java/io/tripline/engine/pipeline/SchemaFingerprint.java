package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Schema;
import java.nio.charset.StandardCharsets;

/**
 * A hash of where each field of each event type lies. Journaled events can only be read under the
 * layouts they were written with; should another version of Tripline lay events out differently,
 * recovery says so, and does not read nonsense.
 */
final class SchemaFingerprint {
  static final long EMPTY = of(Schema.EMPTY);

  private SchemaFingerprint() {}

  static long of(Schema schema) {
    StringBuilder text = new StringBuilder();
    for (EventLayout layout : schema.layouts()) {
      text.append(layout.typeId()).append(' ').append(layout.type().name()).append('{');
      for (int i = 0; i < layout.type().fields().size(); i++) {
        EventType.Field field = layout.type().fields().get(i);
        text.append(field.name()).append(' ').append(field.type());
        text.append('@').append(layout.hasSlot(i) ? layout.offset(i) : "nowhere").append(';');
      }
      for (int i = 0; i < layout.keys().size(); i++) {
        text.append(layout.keys().get(i).fields()).append('@').append(layout.keyHashOffset(i));
      }
      text.append(layout.fixedLength()).append('}');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return Bytes.hash(bytes, 0, bytes.length);
  }
}
