package io.tripline.dsl.function;

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
  private static final String WHOLE = "int of int, double of double, decimal(0) of a decimal";

  static final List<Function> ALL =
      List.of(
          declare("abs", Parameter.of("x", Kind.NUMBER_OR_DURATION))
              .doc("The value without its sign.")
              .example("abs(-2.50)", "2.50")
              .example("abs(here.time - there.time)", "1h")
              .binds(
                  "the argument's type",
                  (types, constants) ->
                      new Binding.Bound(
                          types.getFirst(),
                          types.getFirst() == Simple.DOUBLE
                              ? new PrimitiveKernel.OfDouble(Math::abs)
                              : new PrimitiveKernel.OfLong(Math::absExact))),
          declare(
                  "round",
                  Parameter.of("x", Kind.NUMBER),
                  Parameter.constant("digits", Kind.INT).orNothing())
              .doc("The nearest number with so many digits after the point, 0 if left out.")
              .note("A half goes away from zero.")
              .note("A double is taken as its shortest decimal form, so that 2.675 is a half.")
              .note("`digits` is 0 to 9.")
              .example("round(2.345, 2)", "2.35")
              .example("round(-2.5)", "-3")
              .example("round(2.5, 2)", "2.5")
              .binds(
                  "int of int, double of double, of decimal(s) the decimal of so many digits, but s"
                      + " at most",
                  NumberFunctions::round),
          declare("floor", Parameter.of("x", Kind.NUMBER))
              .doc("The greatest whole number that is not greater.")
              .example("floor(2.99)", "2")
              .example("floor(-2.01)", "-3")
              .binds(WHOLE, (types, constants) -> whole(types.getFirst(), RoundingMode.FLOOR)),
          declare("ceil", Parameter.of("x", Kind.NUMBER))
              .doc("The least whole number that is not less.")
              .example("ceil(2.01)", "3")
              .example("ceil(-2.99)", "-2")
              .binds(WHOLE, (types, constants) -> whole(types.getFirst(), RoundingMode.CEILING)));

  private NumberFunctions() {}

  private static Function.Declaration declare(String name, Parameter... parameters) {
    return Function.declare(FunctionGroup.NUMBERS, name, parameters);
  }

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
      return new Binding.Bound(
          new Decimal(digits), new PrimitiveKernel.OfLong(n -> divide(n, unit, mode)));
    }
    if (type == Simple.DOUBLE) {
      return new Binding.Bound(type, new PrimitiveKernel.OfDouble(x -> round(x, digits, mode)));
    }
    return new Binding.Bound(type, new PrimitiveKernel.OfLong(n -> n));
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
