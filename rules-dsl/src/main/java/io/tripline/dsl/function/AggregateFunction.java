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
import org.jspecify.annotations.Nullable;

/**
 * An aggregate over the events of a variable, or of a window.
 *
 * @param takes what it aggregates, for people
 * @param gives the type of the result, for people
 */
public record AggregateFunction(
    String name,
    AggregateKind kind,
    String takes,
    String gives,
    String doc,
    String nulls,
    @Nullable String errors,
    List<Example> examples)
    implements Documented {

  private static final String PASSED_OVER = "Nulls are passed over. Null over no values.";
  private static final String ARGUMENT = "the argument's type";
  private static final String QUANTITY = "a number or duration";
  private static final String ORDERED = "a number, string, timestamp or duration";
  private static final String BEYOND = "A sum beyond 64 bits.";

  private static final List<AggregateFunction> ALL =
      List.of(
          new AggregateFunction(
              "count",
              COUNT,
              "a variable, or anything",
              "int",
              "How many events there are; of an expression, for how many it is not null.",
              "Nulls are passed over. 0 over no values.",
              null,
              List.of(new Example("count(p)", "3"), new Example("count(p.device)", "2"))),
          new AggregateFunction(
              "sum",
              SUM,
              QUANTITY,
              ARGUMENT,
              "The sum.",
              PASSED_OVER,
              BEYOND,
              List.of(
                  new Example("sum(p.amount)", "6.50"),
                  new Example("sum(p.amount * 2 - 1)", "10.00"))),
          new AggregateFunction(
              "avg",
              AVG,
              QUANTITY,
              "decimal(4) of int, decimal(s + 4) of decimal(s) but never more than decimal(9), else"
                  + " "
                  + ARGUMENT,
              "The mean, of a decimal or a duration rounded half away from zero.",
              PASSED_OVER,
              BEYOND,
              List.of(
                  new Example("avg(p.amount)", "2.166667"),
                  new Example("avg(p.amount) > 2", "true"))),
          new AggregateFunction(
              "min",
              MIN,
              ORDERED,
              ARGUMENT,
              "The least value.",
              PASSED_OVER,
              null,
              List.of(new Example("min(p.amount)", "1.00"))),
          new AggregateFunction(
              "max",
              MAX,
              ORDERED,
              ARGUMENT,
              "The greatest value.",
              PASSED_OVER,
              null,
              List.of(new Example("max(p.amount)", "4.00"), new Example("max(p.country)", "'FR'"))),
          new AggregateFunction(
              "stddev",
              STDDEV,
              "a number",
              "double",
              "The standard deviation of the sample, by n − 1.",
              "Nulls are passed over. Null under two values.",
              null,
              List.of(new Example("stddev(p.amount)", "1.607275"))),
          new AggregateFunction(
              "distinct",
              DISTINCT,
              "anything",
              "int",
              "How many different values there are.",
              "Nulls are passed over. 0 over no values.",
              null,
              List.of(
                  new Example("distinct(p.country)", "2"), new Example("distinct(p.device)", "1"))),
          new AggregateFunction(
              "first",
              FIRST,
              "anything",
              ARGUMENT,
              "The value at the first event.",
              "Null where the value at that event is null. Null over no events.",
              null,
              List.of(new Example("first(p.amount)", "1.00"))),
          new AggregateFunction(
              "last",
              LAST,
              "anything",
              ARGUMENT,
              "The value at the last event.",
              "Null where the value at that event is null. Null over no events.",
              null,
              List.of(
                  new Example("last(p.amount)", "4.00"),
                  new Example("last(p.time) - first(p.time)", "1m"))),
          windowOnly(
              "median",
              MEDIAN,
              QUANTITY,
              "the type that avg has",
              "The middle value; of an even number of values the mean of the two middle ones."),
          windowOnly(
              "percentile",
              PERCENTILE,
              "a number or duration, and a number from 0 to 100",
              "the type that avg has",
              "The value that so many percent do not exceed, interpolated."),
          windowOnly(
              "seen",
              SEEN,
              "anything",
              "bool",
              "Whether an event in the window has the value that the tested event has."));

  private static AggregateFunction windowOnly(
      String name, AggregateKind kind, String takes, String gives, String doc) {
    String nulls = kind == SEEN ? "Null where the value of the tested event is null." : PASSED_OVER;
    return new AggregateFunction(name, kind, takes, gives, doc, nulls, null, List.of());
  }

  public AggregateFunction {
    examples = List.copyOf(examples);
  }

  @Override
  public String signature() {
    return switch (kind) {
      case COUNT -> name + "(v)";
      case PERCENTILE -> name + "(x, p) over w";
      case MEDIAN, SEEN -> name + "(x) over w";
      default -> name + "(v.x)";
    };
  }

  @Override
  public String typedSignature() {
    return signature();
  }

  @Override
  public List<String> notes() {
    return isWindowOnly() ? List.of("It stands before `over` only.") : List.of();
  }

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

  /** Whether {@code approx} can stand before it. */
  public boolean isApproximable() {
    return kind == DISTINCT || kind == PERCENTILE;
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
