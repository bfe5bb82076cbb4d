package io.tripline.ingest;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.AlertSpec.Named;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Severity;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
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

  /** The schema of one rule, which tells of some fields of a type: its events hold those alone. */
  public static Schema schemaOfRead(int id, EventType type, String... fields) {
    Place place = new Place("test", 1, 1, 1);
    List<Named> told =
        Arrays.stream(fields)
            .map(type::indexOf)
            .map(f -> told(type.fields().get(f), f, place))
            .toList();
    Rule rule =
        new Rule(
            "r",
            null,
            null,
            Severity.LOW,
            List.of(),
            new Key(List.of(), List.of(new Key.Source(type, List.of()))),
            List.of(new Variable("e", 0, type, null, false, false)),
            new Pattern.Single(0, place),
            Rule.NO_BOUND,
            new Skip.PastLast(),
            Rule.DEFAULT_MATCH_LIMIT,
            new AlertSpec(new Template(List.of()), AlertSpec.NO_SCORE, told, AlertSpec.NO_LIMIT),
            null,
            null,
            place);
    return Schema.of(id, List.of(new RuleSet(List.of(type), List.of(rule))), Schema.Fields.READ);
  }

  private static Named told(EventType.Field field, int index, Place place) {
    Expr value = new Expr.VariableField(0, index, field.type(), place);
    return new Named(field.name(), value);
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
