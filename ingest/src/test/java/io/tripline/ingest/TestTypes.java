package io.tripline.ingest;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Schema;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Event types that tests declare. */
public final class TestTypes {
  private TestTypes() {}

  public static EventType.Field field(String name, Type type) {
    return new EventType.Field(name, name, type, false, false);
  }

  public static EventType.Field optional(String name, Type type) {
    return new EventType.Field(name, name, type, true, false);
  }

  public static EventType.Field pii(String name, Type type) {
    return new EventType.Field(name, name, type, true, true);
  }

  /** An event whose first field is its time. */
  public static EventType event(String name, EventType.Field... fields) {
    EventType.Field[] all = new EventType.Field[fields.length + 1];
    all[0] = field("time", Type.Simple.TIMESTAMP);
    System.arraycopy(fields, 0, all, 1, fields.length);
    return new EventType(name, List.of(all), 0, EventType.NO_ID, null);
  }

  public static Schema schema(int id, EventType... types) {
    List<EventType> sorted =
        Arrays.stream(types).sorted(Comparator.comparing(EventType::name)).toList();
    return Schema.of(id, List.of(new RuleSet(sorted, List.of())));
  }

  /** One optional field of each type, named like the type. */
  public static EventType everyType() {
    return event(
        "Every",
        optional("string", Type.Simple.STRING),
        optional("bool", Type.Simple.BOOL),
        optional("int", Type.Simple.INT),
        optional("double", Type.Simple.DOUBLE),
        optional("decimal", new Type.Decimal(2)),
        optional("timestamp", Type.Simple.TIMESTAMP),
        optional("duration", Type.Simple.DURATION),
        optional("enum", new Type.Enumeration(List.of("POS", "ECOM", "ATM"))),
        optional("ip", Type.Simple.IP),
        optional("geo", Type.Simple.GEO),
        optional("decimal0", new Type.Decimal(0)),
        optional("decimal9", new Type.Decimal(9)),
        pii("secret", Type.Simple.STRING),
        pii("secretInt", Type.Simple.INT));
  }
}
