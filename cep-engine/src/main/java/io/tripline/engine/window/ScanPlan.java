package io.tripline.engine.window;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Schema;
import io.tripline.engine.feature.Canonical;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@code where} that names the tested event, made a condition on events of a type of its own:
 * these hold of the counted event what was known when it came (its fields, and what lists and
 * tables said of it), and of the tested event the fields that are named with {@code this}.
 * Immutable.
 */
final class ScanPlan {
  /** The time field, which every type has; it is not used here. */
  private static final int BEFORE = 1;

  private final Canonical text;
  private final Map<String, Expr> kept = new LinkedHashMap<>();
  private final Map<String, Expr.ThisField> named = new LinkedHashMap<>();
  private final EventLayout layout;
  private final Expr where;
  private final @Nullable Expr argument;

  /**
   * @param aggregate whose {@code where} names {@code this}
   */
  ScanPlan(WindowAggregate aggregate) {
    this.text = new Canonical(aggregate.source());
    Expr condition = Objects.requireNonNull(aggregate.where());
    Expr value = aggregate.argument();
    if (value != null && value.type() == Type.Simple.NULL) {
      value = null;
    }
    collect(condition);
    if (value != null) {
      kept.putIfAbsent(text.text(value), value);
    }
    this.layout = makeLayout();
    this.where = rewrite(condition);
    this.argument = value == null ? null : keptField(value);
  }

  /** Whether an expression names the tested event. */
  static boolean namesThis(@Nullable Expr expr) {
    boolean[] found = {false};
    if (expr != null) {
      expr.walk(e -> found[0] |= e instanceof Expr.ThisField);
    }
    return found[0];
  }

  private static boolean isKept(Expr expr) {
    return expr instanceof Expr.Field
        || (expr instanceof Expr.InList || expr instanceof Expr.Lookup) && !namesThis(expr);
  }

  private void collect(Expr expr) {
    if (isKept(expr)) {
      kept.putIfAbsent(text.text(expr), expr);
    } else if (expr instanceof Expr.ThisField field) {
      named.putIfAbsent(text.text(field), field);
    } else {
      expr.parts().forEach(this::collect);
    }
  }

  private EventLayout makeLayout() {
    List<EventType.Field> fields = new ArrayList<>();
    fields.add(new EventType.Field("time", "time", Type.Simple.TIMESTAMP, false, false));
    kept.values().forEach(e -> fields.add(field("kept" + fields.size(), e.type())));
    named.values().forEach(e -> fields.add(field("this" + fields.size(), e.type())));
    EventType type = new EventType("Row", fields, 0, EventType.NO_ID, null);
    return Schema.of(0, List.of(new RuleSet(List.of(type), List.of()))).get("Row");
  }

  private static EventType.Field field(String name, Type type) {
    return new EventType.Field(name, name, type, true, false);
  }

  private Expr rewrite(Expr expr) {
    if (isKept(expr)) {
      return keptField(expr);
    }
    if (expr instanceof Expr.ThisField field) {
      int index = BEFORE + kept.size() + index(named, text.text(field));
      return new Expr.Field(index, field.type(), field.place());
    }
    return expr.withParts(this::rewrite);
  }

  private Expr keptField(Expr expr) {
    return new Expr.Field(BEFORE + index(kept, text.text(expr)), expr.type(), expr.place());
  }

  private static int index(Map<String, ?> map, String key) {
    return List.copyOf(map.keySet()).indexOf(key);
  }

  /** Of the events that the condition is on. */
  EventLayout layout() {
    return layout;
  }

  /** What is kept of a counted event: expressions over its fields. */
  List<Expr> kept() {
    return List.copyOf(kept.values());
  }

  /** Where what is kept with that index has its slot. */
  int keptOffset(int index) {
    return layout.offset(BEFORE + index);
  }

  /** The fields of the tested event that are named. */
  List<Expr> named() {
    List<Expr> fields = new ArrayList<>();
    named.values().forEach(e -> fields.add(new Expr.Field(e.field(), e.type(), e.place())));
    return fields;
  }

  /** Where the one with that index has its slot. */
  int namedOffset(int index) {
    return layout.offset(BEFORE + kept.size() + index);
  }

  /** Where the slots of what is kept end. */
  int keptEnd() {
    return named.isEmpty() ? layout.fixedLength() : namedOffset(0);
  }

  /** The condition. */
  Expr where() {
    return where;
  }

  /** What is aggregated; null if there is no argument, or it is always null. */
  @Nullable Expr argument() {
    return argument;
  }
}
