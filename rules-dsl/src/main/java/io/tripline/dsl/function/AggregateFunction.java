package io.tripline.dsl.function;

import static io.tripline.dsl.ir.Expr.AggregateKind.AVG;
import static io.tripline.dsl.ir.Expr.AggregateKind.COUNT;
import static io.tripline.dsl.ir.Expr.AggregateKind.DISTINCT;
import static io.tripline.dsl.ir.Expr.AggregateKind.FIRST;
import static io.tripline.dsl.ir.Expr.AggregateKind.LAST;
import static io.tripline.dsl.ir.Expr.AggregateKind.MAX;
import static io.tripline.dsl.ir.Expr.AggregateKind.MEDIAN;
import static io.tripline.dsl.ir.Expr.AggregateKind.MIN;
import static io.tripline.dsl.ir.Expr.AggregateKind.PERCENTILE;
import static io.tripline.dsl.ir.Expr.AggregateKind.SEEN;
import static io.tripline.dsl.ir.Expr.AggregateKind.STDDEV;
import static io.tripline.dsl.ir.Expr.AggregateKind.SUM;

import io.tripline.dsl.ir.Expr.AggregateKind;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Decimal;
import io.tripline.dsl.ir.Type.Simple;
import java.util.List;
import java.util.Optional;

/**
 * An aggregate over the events of a variable, or of a window.
 *
 * @param takes what it aggregates, for people
 * @param gives the type of the result, for people
 * @param doc one sentence
 */
public record AggregateFunction(
    String name, AggregateKind kind, String takes, String gives, String doc) {

  private static final List<AggregateFunction> ALL =
      List.of(
          new AggregateFunction(
              "count",
              COUNT,
              "a variable, or anything",
              "int",
              "How many events there are; of an expression, how many where it is not null."),
          new AggregateFunction(
              "sum", SUM, "a number or duration", "the argument's type", "The sum."),
          new AggregateFunction(
              "avg",
              AVG,
              "a number or duration",
              "decimal(4) of int, decimal(s + 4) of decimal(s), else the argument's type",
              "The mean."),
          new AggregateFunction(
              "min",
              MIN,
              "a number, string, timestamp or duration",
              "the argument's type",
              "The least value."),
          new AggregateFunction(
              "max",
              MAX,
              "a number, string, timestamp or duration",
              "the argument's type",
              "The greatest value."),
          new AggregateFunction(
              "stddev",
              STDDEV,
              "a number",
              "double",
              "The standard deviation of the sample; null under two values."),
          new AggregateFunction(
              "distinct", DISTINCT, "anything", "int", "How many different values there are."),
          new AggregateFunction(
              "first",
              FIRST,
              "anything",
              "the argument's type",
              "The value at the first event, null or not."),
          new AggregateFunction(
              "last",
              LAST,
              "anything",
              "the argument's type",
              "The value at the last event, null or not."),
          new AggregateFunction(
              "median",
              MEDIAN,
              "a number or duration",
              "the type that avg has",
              "The middle value; of an even number the mean of the two middle ones. Over a window"
                  + " only."),
          new AggregateFunction(
              "percentile",
              PERCENTILE,
              "a number or duration, and a number from 0 to 100",
              "the type that avg has",
              "The value that so many percent do not exceed, interpolated. Over a window only."),
          new AggregateFunction(
              "seen",
              SEEN,
              "anything",
              "bool",
              "Whether an event in the window has the value that the tested event has. Over a"
                  + " window only."));

  /** In the order of the reference. */
  public static List<AggregateFunction> all() {
    return ALL;
  }

  public static Optional<AggregateFunction> find(String name) {
    return ALL.stream().filter(a -> a.name.equals(name)).findFirst();
  }

  /** Whether it stands before {@code over} only, and never over a variable. */
  public boolean isWindowOnly() {
    return kind == MEDIAN || kind == PERCENTILE || kind == SEEN;
  }

  /** The type of the aggregate over values of a type; empty where there is none. */
  public Optional<Type> result(Type argument) {
    return switch (kind) {
      case COUNT, DISTINCT -> Optional.of(Simple.INT);
      case SEEN -> Optional.of(Simple.BOOL);
      case FIRST, LAST -> Optional.of(argument);
      case SUM -> isQuantity(argument) ? Optional.of(argument) : Optional.empty();
      case AVG, MEDIAN, PERCENTILE ->
          isQuantity(argument) ? Optional.of(mean(argument)) : Optional.empty();
      case STDDEV -> argument.isNumeric() ? Optional.of(Simple.DOUBLE) : Optional.empty();
      case MIN, MAX ->
          isQuantity(argument) || argument == Simple.STRING || argument == Simple.TIMESTAMP
              ? Optional.of(argument)
              : Optional.empty();
    };
  }

  private static boolean isQuantity(Type type) {
    return type.isNumeric() || type == Simple.DURATION;
  }

  /** As MySQL has it: four more digits. */
  private static Type mean(Type type) {
    if (type == Simple.INT) {
      return new Decimal(4);
    }
    return type instanceof Decimal(int scale)
        ? new Decimal(Math.min(Decimal.MAX_SCALE, scale + 4))
        : type;
  }
}
