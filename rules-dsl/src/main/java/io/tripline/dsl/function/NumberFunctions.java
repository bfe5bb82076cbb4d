package io.tripline.dsl.function;

import static io.tripline.dsl.function.Function.example;

import io.tripline.dsl.function.Parameter.Kind;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Decimal;
import io.tripline.dsl.ir.Type.Simple;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions over numbers. */
final class NumberFunctions {
  static final List<Function> ALL =
      List.of(
          Function.bound(
              "abs",
              List.of(Parameter.of("x", Kind.NUMBER_OR_DURATION)),
              "the argument's type",
              "The value without its sign.",
              example("abs(-2.50)", "2.50"),
              (types, constants) ->
                  new Binding.Bound(
                      types.getFirst(),
                      types.getFirst() == Simple.DOUBLE
                          ? a -> Math.abs((Double) a[0])
                          : a -> Math.absExact((Long) a[0]))),
          Function.bound(
              "round",
              List.of(
                  Parameter.of("x", Kind.NUMBER),
                  Parameter.constant("digits", Kind.INT).orNothing()),
              "the argument's kind of number",
              "Rounded to so many digits after the point (0 if left out), half away from zero. A"
                  + " double is taken as its shortest decimal form.",
              example("round(2.345, 2)", "2.35"),
              NumberFunctions::round),
          Function.bound(
              "floor",
              List.of(Parameter.of("x", Kind.NUMBER)),
              "the argument's kind of number",
              "The greatest whole number that is not greater.",
              example("floor(-2.50)", "-3"),
              (types, constants) -> whole(types.getFirst(), RoundingMode.FLOOR)),
          Function.bound(
              "ceil",
              List.of(Parameter.of("x", Kind.NUMBER)),
              "the argument's kind of number",
              "The least whole number that is not less.",
              example("ceil(2.10)", "3"),
              (types, constants) -> whole(types.getFirst(), RoundingMode.CEILING)));

  private NumberFunctions() {}

  private static Binding round(List<Type> types, List<@Nullable Object> constants) {
    long digits = constants.size() > 1 && constants.get(1) instanceof Long n ? n : 0;
    if (digits < 0 || digits > Decimal.MAX_SCALE) {
      return new Binding.Refused(1, "must be 0 to " + Decimal.MAX_SCALE);
    }
    return round(types.getFirst(), (int) digits, RoundingMode.HALF_UP);
  }

  private static Binding whole(Type type, RoundingMode mode) {
    return round(type, 0, mode);
  }

  private static Binding round(Type type, int digits, RoundingMode mode) {
    if (type instanceof Decimal(int scale) && digits < scale) {
      long unit = powerOfTen(scale - digits);
      return new Binding.Bound(new Decimal(digits), a -> divide((Long) a[0], unit, mode));
    }
    if (type == Simple.DOUBLE) {
      return new Binding.Bound(type, a -> round((Double) a[0], digits, mode));
    }
    return new Binding.Bound(type, a -> a[0]);
  }

  private static double round(double value, int digits, RoundingMode mode) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).setScale(digits, mode).doubleValue()
        : value;
  }

  private static long divide(long value, long unit, RoundingMode mode) {
    return switch (mode) {
      case FLOOR -> Math.floorDiv(value, unit);
      case CEILING -> Math.ceilDiv(value, unit);
      default -> value / unit + (Math.abs(value % unit) * 2 >= unit ? Long.signum(value) : 0);
    };
  }

  private static long powerOfTen(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
