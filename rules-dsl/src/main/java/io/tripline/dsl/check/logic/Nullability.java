package io.tripline.dsl.check.logic;

import io.tripline.dsl.function.Function;
import io.tripline.dsl.function.Functions;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.AggregateKind;
import io.tripline.dsl.ir.Variable;
import io.tripline.dsl.ir.WindowAggregate;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which expressions can be null, at one place of a rule. It says so where it cannot tell.
 *
 * <p>A run-time error (overflow, division by zero) is no null: neither {@code is null} nor {@code
 * coalesce} ever sees it, since it ends the evaluation as a whole.
 *
 * @param tested the event that bare fields belong to; null if there is none
 * @param variables those of the rule
 * @param taken the variables that surely have an event there
 */
public record Nullability(@Nullable EventType tested, List<Variable> variables, BitSet taken) {

  /**
   * After a match.
   *
   * @param tested the event of the short form; null for the long one
   */
  public static Nullability afterMatch(@Nullable EventType tested, List<Variable> variables) {
    BitSet taken = new BitSet();
    variables.stream().filter(v -> !v.optional()).forEach(v -> taken.set(v.index()));
    return new Nullability(tested, variables, taken);
  }

  /** The same place for the fields of another event. */
  Nullability over(EventType type) {
    return new Nullability(type, variables, taken);
  }

  /** Whether an expression can be null there. */
  public boolean mayBeNull(Expr expr) {
    return switch (expr) {
      case Expr.Literal e -> e.value() == null;
      case Expr.Field e -> isNullable(tested, e.field());
      case Expr.ThisField e -> isNullable(tested, e.field());
      case Expr.VariableField e ->
          !taken.get(e.variable()) || isNullable(variables.get(e.variable()).type(), e.field());
      case Expr.Aggregate e -> aggregate(e);
      case Expr.Windowed e -> window(e.aggregate(), e.aggregate().alwaysHasTested());
      case Expr.FeatureValue e -> feature(e);
      case Expr.Lookup e -> true; // there may be no such row
      case Expr.IsNull e -> false;
      case Expr.Case e ->
          e.otherwise() == null
              || mayBeNull(e.otherwise())
              || e.branches().stream().anyMatch(b -> mayBeNull(b.result()));
      case Expr.Coalesce e -> e.operands().stream().allMatch(this::mayBeNull);
      case Expr.Call e ->
          anyPart(e) || !Functions.find(e.function()).map(Function::isNullOfNullOnly).orElse(false);
      case Expr.InList e -> anyPart(e);
      case Expr.Negate e -> anyPart(e);
      case Expr.Arithmetic e -> anyPart(e);
      case Expr.Comparison e -> anyPart(e);
      case Expr.Logical e -> anyPart(e);
      case Expr.Not e -> anyPart(e);
      case Expr.In e -> anyPart(e);
      case Expr.Like e -> anyPart(e);
      case Expr.Matches e -> anyPart(e);
      case Expr.Cast e -> anyPart(e);
      case Expr.Extreme e -> anyPart(e);
    };
  }

  private boolean anyPart(Expr expr) {
    return expr.parts().stream().anyMatch(this::mayBeNull);
  }

  private static boolean isNullable(@Nullable EventType type, int field) {
    return type == null || type.fields().get(field).nullable();
  }

  private boolean aggregate(Expr.Aggregate aggregate) {
    Variable variable = variables.get(aggregate.variable());
    Expr argument = aggregate.argument();
    return over(
        aggregate.kind(),
        taken.get(variable.index()),
        argument != null && over(variable.type()).mayBeNull(argument));
  }

  /**
   * @param counted whether some event is surely counted
   */
  private boolean window(WindowAggregate aggregate, boolean counted) {
    Expr argument = aggregate.argument();
    return over(
        aggregate.kind(),
        counted,
        argument != null && over(aggregate.source()).mayBeNull(argument));
  }

  private boolean feature(Expr.FeatureValue value) {
    WindowAggregate aggregate = value.feature().aggregate();
    boolean ofItsType = aggregate.source().equals(tested);
    return value.keyFields().stream().anyMatch(f -> isNullable(tested, f))
        || window(aggregate, ofItsType && aggregate.alwaysHasTested());
  }

  /**
   * @param some whether there is surely an event
   * @param nullable whether its value can be null
   */
  private static boolean over(AggregateKind kind, boolean some, boolean nullable) {
    return switch (kind) {
      case COUNT, DISTINCT -> false;
      case STDDEV -> true; // of one value there is none
      case SEEN -> nullable;
      case SUM, AVG, MIN, MAX, FIRST, LAST, MEDIAN, PERCENTILE -> !some || nullable;
    };
  }
}
