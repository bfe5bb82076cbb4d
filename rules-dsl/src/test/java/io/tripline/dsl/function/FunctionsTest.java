package io.tripline.dsl.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Template;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions over constants, by the kernels that the checker binds. */
class FunctionsTest {
  private static final String EVENT =
      "event A { time timestamp @time n int d double m decimal(2) s string ip ip place geo }\n";

  /** The call of a text, as the checker types it. */
  static Expr compile(String expression) {
    String rule = "rule r { on A by none alert \"{" + expression + "}\" }";
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("f", EVENT + rule)));
    assertThat(compilation.diagnostics()).as(expression).isEmpty();
    Template.Hole hole =
        (Template.Hole)
            compilation.ruleSet().rules().getFirst().alert().message().parts().getFirst();
    return hole.expression();
  }

  /** The value of a call with constant arguments; others are given. */
  private static @Nullable Object call(String expression, Object... arguments) {
    Expr.Call call = (Expr.Call) compile(expression);
    List<Object> values = new ArrayList<>();
    int given = 0;
    for (Expr argument : call.arguments()) {
      values.add(value(argument, given < arguments.length ? arguments[given] : null));
      given += argument instanceof Expr.Literal ? 0 : 1;
    }
    return call.kernel().apply(values.toArray());
  }

  private static Object value(Expr argument, @Nullable Object given) {
    return argument instanceof Expr.Literal literal ? literal.value() : given;
  }

  /** A literal with its type, as text, so that 2.50 and 2.5 differ. */
  private static String show(Expr expr, @Nullable Object value) {
    return value + " " + expr.type();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        // numbers; decimals by their unscaled value
        "abs(-5)                         | 5 int",
        "abs(5)                          | 5 int",
        "abs(-2.50)                      | 250 decimal(2)",
        "abs(-5m)                        | 300000 duration",
        "round(2.5)                      | 3 decimal(0)",
        "round(-2.5)                     | -3 decimal(0)",
        "round(2.4)                      | 2 decimal(0)",
        "round(0.49)                     | 0 decimal(0)",
        "round(-0.5)                     | -1 decimal(0)",
        "round(7)                        | 7 int",
        "round(7, 2)                     | 7 int",
        "round(2.345, 2)                 | 235 decimal(2)",
        "round(-2.345, 2)                | -235 decimal(2)",
        "round(2.344, 2)                 | 234 decimal(2)",
        "round(2.3, 5)                   | 23 decimal(1)",
        "floor(2.99)                     | 2 decimal(0)",
        "floor(-2.01)                    | -3 decimal(0)",
        "floor(-3)                       | -3 int",
        "ceil(2.01)                      | 3 decimal(0)",
        "ceil(-2.99)                     | -2 decimal(0)",
        // texts
        "lower('ÀB')                     | àb string",
        "upper('straße')                 | STRASSE string",
        "length('')                      | 0 int",
        "length('a😀b')                  | 3 int",
        "substring('hello', 2)           | ello string",
        "substring('hello', 2, 2)        | el string",
        "substring('hello', 0, 2)        | h string",
        "substring('hello', -5)          | hello string",
        "substring('hello', -5, 6)       | § string§",
        "substring('hello', 9)           | § string§",
        "substring('hello', 4, 100)      | lo string",
        "substring('a😀b', 2, 1)         | 😀 string",
        "substring('hello', 2, 0)        | § string§",
        "substring('x', 2, 9223372036854775807) | § string§",
        "substring('hello', 2, 9223372036854775807)  | ello string",
        "substring('hello', -9223372036854775807, 9223372036854775807) | § string§",
        "substring('hello', -9223372036854775807)    | hello string",
        "substring('hello', 9223372036854775807, 9223372036854775807) | § string§",
        "substring('', 1, 1)             | § string§",
        "starts_with('abc', 'ab')        | true bool",
        "starts_with('abc', 'bc')        | false bool",
        "ends_with('abc', 'bc')          | true bool",
        "ends_with('abc', 'ab')          | false bool",
        "contains('abc', '')             | true bool",
        "contains('abc', 'ac')           | false bool",
        // time
        "hour('2026-01-31T23:30:00Z')    | 23 int",
        // clocks go forward at 01:00Z: there is no hour 2
        "hour('2026-03-29T00:59:59.999Z', 'Europe/Berlin') | 1 int",
        "hour('2026-03-29T01:00:00Z', 'Europe/Berlin')    | 3 int",
        // clocks go back at 01:00Z: the hour 2 comes twice
        "hour('2026-10-25T00:30:00Z', 'Europe/Berlin')    | 2 int",
        "hour('2026-10-25T01:30:00Z', 'Europe/Berlin')    | 2 int",
        "hour('2026-10-25T02:30:00Z', 'Europe/Berlin')    | 3 int",
        "hour('2026-01-31T23:30:00Z', 'Asia/Kolkata')     | 5 int",
        "hour('2026-01-31T23:30:00Z', 'Z')                | 23 int",
        "weekday('2026-01-31T23:30:00Z') | 6 int",
        "weekday('2026-02-01T00:00:00Z') | 7 int",
        "day('2026-02-28T23:30:00Z', '+01:00')            | 1 int",
        "month('2025-12-31T23:30:00Z', 'Asia/Tokyo')      | 1 int",
        "hour('1969-12-31T23:59:59.999Z')                 | 23 int",
        // addresses
        "in_network('10.255.0.1', '10.0.0.0/8')           | true bool",
        "in_network('11.0.0.1', '10.0.0.0/8')             | false bool",
        "in_network('10.0.0.1', '10.9.9.9/8')             | true bool",
        "in_network('1.2.3.4', '0.0.0.0/0')               | true bool",
        "in_network('::1', '0.0.0.0/0')                   | false bool",
        "in_network('2001:db8::5', '2001:db8::/32')       | true bool",
        "in_network('2001:db9::5', '2001:db8::/32')       | false bool",
        "in_network('1.2.3.4', '::/0')                    | false bool",
        "in_network('::1', '::/0')                        | true bool",
        "in_network('::ffff:1.2.3.4', '::/0')             | false bool",
        "in_network('::ffff:1.2.3.4', '1.2.0.0/16')       | true bool",
        "in_network('1.2.3.4', '::ffff:1.2.0.0/112')      | true bool",
        "in_network('1.3.3.4', '::ffff:1.2.0.0/112')      | false bool",
        "in_network('1.2.3.4', '::ffff:0:0/96')           | true bool",
        "in_network('::1:2.3.4.5', '::ffff:0:0/96')       | false bool",
        "in_network('::', '::/128')                       | true bool",
        "in_network('255.255.255.255', '128.0.0.0/1')     | true bool",
        "in_network('1.2.3.4', '1.2.3.4/32')              | true bool",
        "in_network('1.2.3.5', '1.2.3.4/32')              | false bool",
        // card numbers
        "luhn('4111111111111111')        | true bool",
        "luhn('4111-1111-1111-1111')     | true bool",
        "luhn('4111111111111112')        | false bool",
        "luhn('79927398713')             | true bool",
        "luhn('')                        | false bool",
        "luhn('0')                       | false bool",
        "luhn('4111x')                   | false bool",
        "bin('4111 11', 6)               | 411111 string",
        "bin('41111', 6)                 | null string",
        "bin('x41111', 2)                | null string",
      })
  void givesTheValue(String expression, String expected) {
    Expr.Call call = (Expr.Call) compile(expression);
    assertThat(show(call, call(expression))).isEqualTo(expected);
  }

  @Test
  void doublesRoundAsTheyAreWritten() {
    assertThat(call("round(d, 2)", 2.675)).isEqualTo(2.68);
    assertThat(call("round(d)", -0.5)).isEqualTo(-1.0);
    assertThat(call("round(d)", Double.NaN)).isEqualTo(Double.NaN);
    assertThat(call("floor(d)", -0.5)).isEqualTo(-1.0);
    assertThat(call("ceil(d)", Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(call("abs(d)", -2.5)).isEqualTo(2.5);
  }

  @Test
  void aNegativeLengthIsARunTimeError() {
    assertThatThrownBy(() -> call("substring(s, 1, n)", "x", -1L))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void distancesAreThoseOfASphere() {
    Geo berlin = new Geo(52.5200, 13.4050);
    Geo paris = new Geo(48.8566, 2.3522);
    assertThat((Double) call("distance(place, place)", berlin, paris))
        .isCloseTo(877_463.0, within(100.0));
    assertThat(call("distance(place, place)", berlin, berlin)).isEqualTo(0.0);
    assertThat((Double) call("distance(place, place)", new Geo(90, 0), new Geo(-90, 77)))
        .isCloseTo(Math.PI * 6_371_008.8, within(0.01));
    assertThat((Double) call("distance(place, place)", new Geo(0, 179.5), new Geo(0, -179.5)))
        .isCloseTo(111_195.08, within(0.01)); // the short way
  }

  @Test
  void speedsHaveNoDirection() {
    Geo a = new Geo(0, 0);
    Geo b = new Geo(0, 1);
    double meters = (Double) call("distance(place, place)", a, b);
    assertThat(call("speed(place, time, place, time)", a, 0L, b, 10_000L))
        .isEqualTo(meters * 1000 / 10_000);
    assertThat(call("speed(place, time, place, time)", a, 10_000L, b, 0L))
        .isEqualTo(meters * 1000 / 10_000);
    assertThat(call("speed(place, time, place, time)", a, 5L, b, 5L))
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(call("speed(place, time, place, time)", a, 5L, a, 5L)).isEqualTo(0.0);
  }

  @Test
  void addressesAreLiteralsOfTheirType() {
    Expr.Call call = (Expr.Call) compile("in_network('10.0.0.1', '10.0.0.0/8')");
    assertThat(((Expr.Literal) call.arguments().getFirst()).value())
        .isEqualTo(IpAddress.parse("10.0.0.1").orElseThrow());
  }
}
