package io.tripline.dsl.syntax;

import io.tripline.dsl.ir.Expr.ArithmeticOp;
import io.tripline.dsl.ir.Expr.ComparisonOp;
import io.tripline.dsl.ir.Place;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression as written. The place of an operation covers its operands. */
public sealed interface Expression {
  Place place();

  /** {@code 12}. */
  record IntegerLiteral(String digits, Place place) implements Expression {}

  /** {@code 2.50}. */
  record DecimalLiteral(String digits, Place place) implements Expression {}

  /** {@code 'text'}; {@code text} without the quotes. */
  record TextLiteral(String text, Place place) implements Expression {}

  /** {@code true}, {@code false}. */
  record BooleanLiteral(boolean value, Place place) implements Expression {}

  /** {@code null}. */
  record NullLiteral(Place place) implements Expression {}

  /** {@code 10m}. */
  record DurationLiteral(long millis, Place place) implements Expression {}

  /** {@code 900 km/h}. */
  record QuantityLiteral(String digits, Unit unit, Place place) implements Expression {}

  /** {@code timestamp '2026-01-31T10:00:00Z'}. */
  record TimestampLiteral(String text, Place place) implements Expression {}

  /** {@code amount}. */
  record Bare(Name name) implements Expression {
    @Override
    public Place place() {
      return name.place();
    }
  }

  /** {@code hit.amount}. */
  record Member(Name owner, Name field, Place place) implements Expression {}

  /**
   * {@code round(amount, 2)}, {@code count(where approved) over 10m}.
   *
   * @param approximate whether {@code approx} stands before it
   * @param where null where there is none
   * @param window null where there is none
   */
  record Call(
      boolean approximate,
      Name function,
      List<Expression> arguments,
      @Nullable Expression where,
      @Nullable WindowTree window,
      Place place)
      implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code -x}. */
  record Negate(Expression operand, Place place) implements Expression {}

  /** {@code a + b}. */
  record Arithmetic(ArithmeticOp op, Expression left, Expression right, Place place)
      implements Expression {}

  /** {@code a < b}. */
  record Comparison(ComparisonOp op, Expression left, Expression right, Place place)
      implements Expression {}

  /** {@code a and b and c}, {@code a or b}. */
  record Logical(boolean and, List<Expression> operands, Place place) implements Expression {
    public Logical {
      operands = List.copyOf(operands);
    }
  }

  /** {@code not a}. */
  record Not(Expression operand, Place place) implements Expression {}

  /** {@code x in (…)}. */
  record In(Expression operand, List<Expression> options, boolean negated, Place place)
      implements Expression {
    public In {
      options = List.copyOf(options);
    }
  }

  /** {@code x in high_risk_mcc}. */
  record InList(Expression operand, Name list, boolean negated, Place place)
      implements Expression {}

  /** {@code customers[account].daily_limit}. */
  record Lookup(Name table, Expression key, Name column, Place place) implements Expression {}

  /** {@code x between low and high}. */
  record Between(Expression operand, Expression low, Expression high, boolean negated, Place place)
      implements Expression {}

  /** {@code x like 'pattern'}. */
  record Like(Expression operand, Expression pattern, boolean negated, Place place)
      implements Expression {}

  /** {@code x matches 'regex'}. */
  record Matches(Expression operand, Expression regex, boolean negated, Place place)
      implements Expression {}

  /** {@code x is null}. */
  record IsNull(Expression operand, boolean negated, Place place) implements Expression {}

  /** {@code case when … then … else … end}. */
  record Case(List<Branch> branches, @Nullable Expression otherwise, Place place)
      implements Expression {
    public Case {
      branches = List.copyOf(branches);
    }
  }

  /** One branch of a case. */
  record Branch(Expression condition, Expression result) {}

  /** What could not be read; reported. */
  record Broken(Place place) implements Expression {}

  /** A unit that stands after a number. */
  enum Unit {
    KILOMETERS("km", "1000", 1),
    MILES("mi", "1609.344", 1),
    KILOMETERS_PER_HOUR("km/h", "1000", 3600),
    MILES_PER_HOUR("mph", "1609.344", 3600);

    private final String sign;
    private final BigDecimal meters;
    private final BigDecimal seconds;

    Unit(String sign, String meters, int seconds) {
      this.sign = sign;
      this.meters = new BigDecimal(meters);
      this.seconds = BigDecimal.valueOf(seconds);
    }

    public String sign() {
      return sign;
    }

    /** So much of it in meters, or in meters per second. */
    public double convert(BigDecimal number) {
      return number.multiply(meters).divide(seconds, MathContext.DECIMAL128).doubleValue();
    }

    public boolean isSpeed() {
      return this == KILOMETERS_PER_HOUR || this == MILES_PER_HOUR;
    }
  }
}
