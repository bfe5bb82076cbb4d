package io.tripline.engine.explain;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which values tell of fields marked {@code @pii}, which people may see only masked. */
public final class Pii {
  private Pii() {}

  /**
   * Whether the value of an expression tells of such a field; a count of its values does not.
   *
   * @param tested the type of the event that bare names are fields of, or null
   */
  static boolean isIn(Expr expr, Rule rule, @Nullable EventType tested) {
    return switch (expr) {
      case Expr.Field f -> tested != null && tested.fields().get(f.field()).pii();
      case Expr.VariableField f ->
          rule.variables().get(f.variable()).type().fields().get(f.field()).pii();
      case Expr.ThisField f -> tested != null && tested.fields().get(f.field()).pii();
      case Expr.Lookup l -> l.table().columns().get(l.column()).pii();
      case Expr.Aggregate a ->
          shows(a.kind(), a.argument(), rule, rule.variables().get(a.variable()).type());
      case Expr.Windowed w -> isIn(w.aggregate(), rule);
      case Expr.FeatureValue f -> isIn(f.feature().aggregate(), rule);
      default -> expr.parts().stream().anyMatch(part -> isIn(part, rule, tested));
    };
  }

  /** What stands for a value that is not shown. */
  public static final String MASK = Wording.MASKED;

  /** Whether the value of a feature tells of such a field, likewise. */
  public static boolean isIn(Feature feature) {
    WindowAggregate aggregate = feature.aggregate();
    boolean[] tells = {false};
    if (aggregate.argument() != null && !counts(aggregate.kind())) {
      aggregate
          .argument()
          .walk(
              e ->
                  tells[0] |=
                      e instanceof Expr.Field f && aggregate.source().fields().get(f.field()).pii()
                          || e instanceof Expr.Lookup l
                              && l.table().columns().get(l.column()).pii());
    }
    return tells[0];
  }

  private static boolean isIn(WindowAggregate aggregate, Rule rule) {
    return shows(aggregate.kind(), aggregate.argument(), rule, aggregate.source());
  }

  private static boolean shows(
      Expr.AggregateKind kind, @Nullable Expr over, Rule rule, EventType source) {
    return !counts(kind) && over != null && isIn(over, rule, source);
  }

  private static boolean counts(Expr.AggregateKind kind) {
    return switch (kind) {
      case COUNT, DISTINCT, SEEN -> true;
      case SUM, AVG, MIN, MAX, STDDEV, FIRST, LAST, MEDIAN, PERCENTILE -> false;
    };
  }

  /**
   * An alert with all masked that tells of such fields: a message that does as a whole.
   *
   * @param rule as it was when it raised the alert; null where that is not known, and then all is
   *     masked that may tell
   */
  public static Alert masked(Alert alert, @Nullable Rule rule) {
    Set<String> keys = new HashSet<>();
    Set<String> ids = new HashSet<>();
    Set<String> with = new HashSet<>();
    boolean tells = rule == null;
    if (rule != null) {
      for (Key.Source source : rule.key().sources()) {
        for (int i = 0; i < source.fields().size(); i++) {
          if (source.type().fields().get(source.fields().get(i)).pii()) {
            keys.add(rule.key().names().get(i));
          }
        }
      }
      for (Variable variable : rule.variables()) {
        EventType type = variable.type();
        if (type.idField() != EventType.NO_ID && type.fields().get(type.idField()).pii()) {
          ids.add(variable.name());
        }
      }
      AlertSpec spec = rule.alert();
      if (spec != null) {
        for (Template.Part part : spec.message().parts()) {
          tells |= part instanceof Template.Hole hole && isIn(hole.expression(), rule, null);
        }
        spec.with().stream()
            .filter(named -> isIn(named.value(), rule, null))
            .forEach(named -> with.add(named.name()));
      }
    }
    boolean all = rule == null;
    return new Alert(
        alert.ordinal(),
        alert.id(),
        alert.ruleSet(),
        alert.rule(),
        alert.version(),
        masked(alert.key(), name -> all || keys.contains(name)),
        alert.time(),
        alert.severity(),
        alert.score(),
        tells ? Wording.MASKED : alert.message(),
        masked(alert.with(), name -> all || with.contains(name)),
        alert.match().stream()
            .map(binding -> all || ids.contains(binding.variable()) ? masked(binding) : binding)
            .toList(),
        alert.sequence(),
        alert.order(),
        alert.inShadow(),
        alert.tags());
  }

  private static List<NamedValue> masked(List<NamedValue> values, Predicate<String> which) {
    return values.stream()
        .map(
            each ->
                which.test(each.name()) && !(each.value() instanceof Value.Null)
                    ? new NamedValue(each.name(), new Value.Text(Wording.MASKED))
                    : each)
        .toList();
  }

  private static Alert.Binding masked(Alert.Binding binding) {
    List<String> ids = binding.ids().stream().map(id -> Wording.MASKED).toList();
    return new Alert.Binding(binding.variable(), ids, binding.numbers());
  }

  /**
   * The rule with such values masked in its alert. It matches as before, and its alerts have the
   * same ids.
   */
  public static Rule masked(Rule rule) {
    AlertSpec alert = rule.alert();
    if (alert == null) {
      return rule;
    }
    List<Template.Part> message = new ArrayList<>();
    for (Template.Part part : alert.message().parts()) {
      boolean masks = part instanceof Template.Hole hole && isIn(hole.expression(), rule, null);
      message.add(masks ? new Template.Text(Wording.MASKED) : part);
    }
    List<AlertSpec.Named> with = new ArrayList<>();
    for (AlertSpec.Named named : alert.with()) {
      Expr value = named.value();
      with.add(
          isIn(value, rule, null)
              ? new AlertSpec.Named(
                  named.name(), new Expr.Literal(Wording.MASKED, Type.Simple.STRING, value.place()))
              : named);
    }
    return rule.withAlert(
        new AlertSpec(new Template(message), alert.score(), with, alert.oncePerMillis()));
  }
}
