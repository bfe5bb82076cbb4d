package io.tripline.engine.contents;

import io.tripline.dsl.ir.EventType.Field;
import io.tripline.dsl.ir.Table;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table that follows events of a type: makes its rows of them. Not thread-safe. */
final class Followed {
  private static final byte[] NO_RECORD = {};

  private final Contents contents;
  private final Table.Source source;
  private final EventLayout layout;
  private final EventWriter writer = new EventWriter(false);

  /**
   * @param layout of the events
   */
  Followed(Contents contents, Table.Source source, EventLayout layout) {
    this.contents = contents;
    this.source = source;
    this.layout = layout;
  }

  Contents contents() {
    return contents;
  }

  /** The row that an event brings; null if it has no key. */
  @Nullable Entry row(EventView event, Origin origin) {
    EntryForm form = contents.form();
    List<Field> fields = form.fields();
    writer.clear();
    writer.begin(form.layout());
    Change.copy(event, layout, source.keyField(), writer, EntryForm.KEY, form.keyType());
    for (int i = 0; i < source.columnFields().size(); i++) {
      int field = EntryForm.fieldOf(i);
      int from = source.columnFields().get(i);
      Change.copy(event, layout, from, writer, field, fields.get(field).type());
    }
    writer.end(0, NO_RECORD, 0, 0);
    byte[] bytes = Arrays.copyOf(writer.bytes(), writer.length());
    return contents.keys().hasKey(bytes, 0) ? new Entry(bytes, 0, origin, false) : null;
  }
}
