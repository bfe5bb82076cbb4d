package io.tripline.dsl.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of types of aggregates over windows and of features: {@code i} int, {@code m}
 * decimal(2), {@code q} decimal(7), {@code d} double, {@code t} timestamp, {@code u} duration,
 * {@code s} string, {@code b} bool, {@code g} geo, {@code a} ip, {@code e} enum.
 */
class WindowTypingTest {
  private static final String EVENT =
      """
      event A {
        t timestamp @time
        i int
        m decimal(2)
        q decimal(7)
        d double
        u duration
        s string?
        b bool
        g geo
        a ip
        e enum(X, Y)
      }
      """;

  private static Compilation compile(String declarations, String expression) {
    return RuleCompiler.compile(
        List.of(
            new SourceFile(
                "f",
                EVENT + declarations + "rule r { on A by none alert \"{" + expression + "}\" }")));
  }

  private static Expr hole(Compilation compilation) {
    Template template = compilation.ruleSet().rules().getFirst().alert().message();
    return ((Template.Hole) template.parts().getFirst()).expression();
  }

  /** The type, or the code of the one error. */
  private static String type(Compilation compilation) {
    if (compilation.ruleSet() == null) {
      assertThat(compilation.diagnostics()).hasSize(1);
      return compilation.diagnostics().getFirst().code();
    }
    return hole(compilation).type().toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "count()    | int",
        "count(s)   | int",
        "count(where b) | int",
        "count(s where b) | int",
        "sum(i)     | int",
        "sum(m)     | decimal(2)",
        "sum(m * q) | decimal(9)",
        "sum(d)     | double",
        "sum(u)     | duration",
        "sum(t)     | TL0511",
        "sum(s)     | TL0511",
        "avg(i)     | decimal(4)",
        "avg(m)     | decimal(6)",
        "avg(q)     | decimal(9)",
        "avg(i / i) | decimal(8)",
        "avg(d)     | double",
        "avg(u)     | duration",
        "avg(b)     | TL0511",
        "median(i)  | decimal(4)",
        "median(m)  | decimal(6)",
        "median(q)  | decimal(9)",
        "median(d)  | double",
        "median(u)  | duration",
        "median(t)  | TL0511",
        "percentile(i, 50)   | decimal(4)",
        "percentile(m, 99.9) | decimal(6)",
        "percentile(u, 0)    | duration",
        "percentile(d, 100)  | double",
        "percentile(s, 50)   | TL0511",
        "percentile(m, -1)   | TL0512",
        "percentile(m, 100.1) | TL0512",
        "percentile(m, i)    | TL0507",
        "percentile(m, '50') | TL0511",
        "percentile(m)       | TL0510",
        "min(s)     | string",
        "max(t)     | timestamp",
        "min(q)     | decimal(7)",
        "max(u)     | duration",
        "max(e)     | TL0511",
        "min(a)     | TL0511",
        "stddev(i)  | double",
        "stddev(m)  | double",
        "stddev(u)  | TL0511",
        "distinct(g) | int",
        "distinct(e) | int",
        "first(g)   | geo",
        "last(e)    | enum(X, Y)",
        "first(a where b) | ip",
        "last(m + q) | decimal(7)",
        "seen(s)    | bool",
        "seen(e)    | bool",
        "seen(m * 2) | bool",
        "sum(m where s) | TL0501",
        "sum(m where m > this.m) | decimal(2)",
        "sum(m where e = X and s is not null) | decimal(2)",
        "abs(m)     | TL0513",
      })
  void overAWindow(String aggregate, String type) {
    assertThat(type(compile("", aggregate + " over previous 10m"))).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "count()                      | int",
        "count(s where b)             | int",
        "sum(m)                       | decimal(2)",
        "avg(m)                       | decimal(6)",
        "stddev(d)                    | double",
        "min(s)                       | string",
        "max(u)                       | duration",
        "first(g)                     | geo",
        "last(e)                      | enum(X, Y)",
        "distinct(s)                  | TL0708",
        "median(m)                    | TL0708",
        "percentile(m, 50)            | TL0708",
        "seen(s)                      | TL0708",
        "approx distinct(s)           | int",
        "approx distinct(m * q)       | int",
        "approx percentile(m, 99)     | decimal(6)",
        "approx percentile(u, 99)     | duration",
        "approx percentile(s, 99)     | TL0511",
        "approx percentile(m, 101)    | TL0512",
        "approx percentile(m)         | TL0510",
        "approx count()               | TL0708",
        "approx median(m)             | TL0708",
        "approx seen(s)               | TL0708",
        "approx abs(m)                | TL0513",
        "count(where i = this.i)      | int",
        "count(where this.e = e and b) | int",
        "sum(m where b and s = this.s and e != X) | decimal(2)",
        "count(where m > this.m)      | TL0708",
        "count(where i = this.i or b) | TL0708",
        "count(where b and (i = this.i and e = this.e)) | int",
        "count(where not i = this.i)  | TL0708",
        "count(where d = this.d)      | TL0708",
        "count(where i + 1 = this.i)  | TL0708",
        "count(where m = this.q)      | TL0708",
        "count(where this.b)          | TL0708",
        "approx distinct(s where i > this.i) | TL0708",
      })
  void overPanes(String aggregate, String type) {
    assertThat(type(compile("", aggregate + " over previous 30d every 1h"))).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "day                   | int",
        "month 'Europe/Berlin' | int",
        "session 30m           | int",
        "7d every 1h           | int",
        "previous 7d every 1h  | int",
        "7d                    | TL0708",
        "previous 7d           | TL0708",
        "7d delayed 7d         | TL0708",
        "last 100              | TL0708",
      })
  void approximateValuesWantWindowsThatForgetManyEventsAtOnce(String window, String type) {
    assertThat(type(compile("", "approx distinct(s where b) over " + window))).isEqualTo(type);
    boolean session = window.startsWith("session");
    assertThat(
            type(compile("", "approx distinct(s where i = this.i and (b and b)) over " + window)))
        .isEqualTo(session ? "TL0708" : type);
    assertThat(
            type(
                compile(
                    "feature f = approx percentile(A.m, 95) by none over " + window + "\n", "f")))
        .isEqualTo(type.equals("int") ? "decimal(6)" : type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "10m delayed 0s          | TL0702",
        "previous 10m delayed 1m | TL0702",
        "10m delayed 1m every 1m | TL0702",
        "10m every 10m           | TL0702",
        "10m every 1h            | TL0702",
        "10m every 3m            | TL0702",
        "10m every 0s            | TL0209",
        "0s every 10m            | TL0209",
        "10000s every 1s         | int",
        "10001s every 1s         | TL0702",
        "day every 1h            | TL0702",
        "day delayed 1h          | TL0702",
        "previous day            | TL0702",
        "session day             | TL0702",
        "7d every hour           | TL0702",
        "7d delayed day          | TL0702",
      })
  void stepsAndDelaysThatCannotBe(String window, String type) {
    assertThat(type(compile("", "count() over " + window))).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "count(A)   | int",
        "count(A.s) | int",
        "count(A where b) | int",
        "sum(A.m)   | decimal(2)",
        "sum(A.m * A.i) | decimal(2)",
        "avg(A.q)   | decimal(9)",
        "median(A.u where A.b and i > 1) | duration",
        "percentile(A.m, 50) | decimal(6)",
        "last(A.e)  | enum(X, Y)",
        "seen(A.g)  | bool",
        "stddev(A.s) | TL0511",
        "sum(A)     | TL0705",
        "sum(m)     | TL0705",
        "A.m        | TL0705",
        "1 + sum(A.m) | TL0705",
        "sum(A.x)   | TL0103",
        "sum(B.x)   | TL0102",
        "sum(A.m where x) | TL0103",
      })
  void asAFeature(String aggregate, String type) {
    String feature = "feature f = " + aggregate + " by none over previous 10m\n";
    assertThat(type(compile(feature, "f"))).isEqualTo(type);
  }

  @Test
  void theWindowIsAsWritten() {
    assertThat(window("10m")).isEqualTo(new Window.Sliding(600_000, false));
    assertThat(window("previous 500ms")).isEqualTo(new Window.Sliding(500, true));
    assertThat(window("7d delayed 14d"))
        .isEqualTo(new Window.Delayed(7 * 86_400_000L, 14 * 86_400_000L));
    assertThat(window("90d every 1h"))
        .isEqualTo(new Window.Panes(90 * 86_400_000L, 3_600_000, false));
    assertThat(window("previous 1d every 12h"))
        .isEqualTo(new Window.Panes(86_400_000, 43_200_000, true));
    assertThat(window("last 1")).isEqualTo(new Window.LastEvents(1));
    assertThat(window("last 1000000")).isEqualTo(new Window.LastEvents(1_000_000));
    assertThat(window("session 30m")).isEqualTo(new Window.Session(1_800_000));
    assertThat(window("hour")).isEqualTo(new Window.Calendar(Window.Unit.HOUR, ZoneOffset.UTC));
    assertThat(window("month 'America/New_York'"))
        .isEqualTo(new Window.Calendar(Window.Unit.MONTH, ZoneId.of("America/New_York")));
  }

  @Test
  void aWindowOfPanesBeginsWhereAPaneDoes() {
    Window.Panes panes = new Window.Panes(3_600_000, 600_000, false);
    assertThat(panes.start(3_600_000)).isZero();
    assertThat(panes.start(4_199_999)).isZero();
    assertThat(panes.start(4_200_000)).isEqualTo(600_000);
    assertThat(panes.start(3_599_999)).as("before the epoch").isEqualTo(-600_000);
  }

  private static Window window(String written) {
    WindowAggregate aggregate =
        ((Expr.Windowed) hole(compile("", "count() over " + written))).aggregate();
    assertThat(aggregate.percent()).isZero();
    return aggregate.window();
  }

  @Test
  void windowsOfEveryKindCanRun() {
    Compilation compilation =
        compile(
            "feature f = sum(A.m) by none over 90d every 1d\n",
            "f + count() over 90d every 1d + count() over 1h + approx distinct(m) over day");
    assertThat(compilation.ruleSet()).isNotNull();
  }
}
