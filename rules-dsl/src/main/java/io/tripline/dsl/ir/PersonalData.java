package io.tripline.dsl.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which values tell of fields or columns marked {@code @pii}; a count of such values does not. */
public final class PersonalData {
  private PersonalData() {}

  /**
   * Whether the value of an expression does.
   *
   * @param variables those of the rule that it stands in
   * @param tested the type of the event that bare names are fields of, or null
   */
  public static boolean isIn(Expr expr, List<Variable> variables, @Nullable EventType tested) {
    return switch (expr) {
      case Expr.Field f -> tested != null && tested.fields().get(f.field()).pii();
      case Expr.VariableField f -> variables.get(f.variable()).type().fields().get(f.field()).pii();
      case Expr.ThisField f -> tested != null && tested.fields().get(f.field()).pii();
      case Expr.Lookup l -> l.table().columns().get(l.column()).pii();
      case Expr.Aggregate a ->
          shows(a.kind(), a.argument(), variables, variables.get(a.variable()).type());
      case Expr.Windowed w -> isIn(w.aggregate(), variables);
      case Expr.FeatureValue f -> isIn(f.feature());
      default -> expr.parts().stream().anyMatch(part -> isIn(part, variables, tested));
    };
  }

  /** Whether the value of a feature does. */
  public static boolean isIn(Feature feature) {
    return isIn(feature.aggregate(), List.of());
  }

  private static boolean isIn(WindowAggregate aggregate, List<Variable> variables) {
    return shows(aggregate.kind(), aggregate.argument(), variables, aggregate.source());
  }

  private static boolean shows(
      Expr.AggregateKind kind, @Nullable Expr over, List<Variable> variables, EventType source) {
    return !counts(kind) && over != null && isIn(over, variables, source);
  }

  private static boolean counts(Expr.AggregateKind kind) {
    return switch (kind) {
      case COUNT, DISTINCT, SEEN -> true;
      case SUM, AVG, MIN, MAX, STDDEV, FIRST, LAST, MEDIAN, PERCENTILE -> false;
    };
  }
}
