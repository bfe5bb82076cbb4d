package io.tripline.engine.explain;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.ValueReader;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.List;

/** Reads the declared fields of events of one type, for people. Not thread-safe. */
public final class EventFields {
  private static final Place NOWHERE = new Place("", 1, 1, 1);

  private final EventType type;
  private final List<ValueReader> readers = new ArrayList<>();
  private final boolean showPii;
  private final Frame frame = new Frame();

  /**
   * @param layout of the events
   * @param showPii whether values are shown that are personal data
   */
  public EventFields(EventLayout layout, boolean showPii) {
    this.type = layout.type();
    this.showPii = showPii;
    List<EventType.Field> fields = type.fields();
    for (int i = 0; i < fields.size(); i++) {
      Type of = fields.get(i).type();
      readers.add(
          new ValueReader(ExprCompiler.ofEvent(new Expr.Field(i, of, NOWHERE), layout), of));
    }
  }

  /**
   * Those of the type of an event.
   *
   * @throws StorageException if the schema has no such type
   */
  public static EventFields of(Schema schema, EventView event, boolean showPii) {
    if (event.typeId() < 0 || event.typeId() >= schema.layouts().size()) {
      throw new StorageException("An event is of a type that was not declared then.");
    }
    return new EventFields(schema.layoutOf(event), showPii);
  }

  /** The name of the type. */
  public String type() {
    return type.name();
  }

  /** All of them, in their order; masked where people may not see them. */
  public List<NamedValue> read(EventView event) {
    frame.event(event);
    List<NamedValue> values = new ArrayList<>();
    for (int i = 0; i < readers.size(); i++) {
      EventType.Field field = type.fields().get(i);
      Value value = readers.get(i).read(frame);
      boolean masked = !showPii && field.pii() && !(value instanceof Value.Null);
      values.add(new NamedValue(field.name(), masked ? new Value.Text(Value.MASKED) : value));
    }
    return values;
  }
}
