package io.tripline.dsl.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of types: {@code i} int, {@code m} decimal(2), {@code q} decimal(7), {@code d} double,
 * {@code t} timestamp, {@code u} duration, {@code s} string, {@code b} bool, {@code g} geo.
 */
class OperatorTypingTest {
  private static final String EVENT =
      """
      event A {
        t timestamp @time
        i int
        m decimal(2)
        m2 decimal(2)
        m3 decimal(3)
        m4 decimal(4)
        m7 decimal(7)
        q decimal(7)
        d double
        u duration
        s string
        b bool
        g geo
        a ip
        e enum(X, Y)
        f enum(X, Y)
      }
      """;
  private static final String LENGTH = "distance(g, g)";
  private static final String SPEED = "speed(g, t, g, t)";

  /** The type of an expression, or the code of what is wrong with it. */
  private static String type(String expression) {
    String text = expression.replace("LEN", LENGTH).replace("SPD", SPEED);
    Compilation compilation =
        RuleCompiler.compile(
            List.of(
                new SourceFile("f", EVENT + "rule r { on A by none alert \"{" + text + "}\" }")));
    if (compilation.ruleSet() == null) {
      assertThat(compilation.diagnostics()).hasSize(1);
      return compilation.diagnostics().getFirst().code();
    }
    Template template = compilation.ruleSet().rules().getFirst().alert().message();
    return ((Template.Hole) template.parts().getFirst()).expression().type().toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "i + i  | int",
        "i - i  | int",
        "i * i  | int",
        "i / i  | decimal(4)",
        "i % i  | int",
        "i + m  | decimal(2)",
        "m - q  | decimal(7)",
        "m * q  | decimal(9)",
        "m * m  | decimal(4)",
        "m * i  | decimal(2)",
        "m / i  | decimal(6)",
        "i / m  | decimal(4)",
        "q / m  | decimal(9)",
        "m % q  | decimal(7)",
        "d + i  | double",
        "m * d  | double",
        "d / q  | double",
        "d % i  | double",
        "-m     | decimal(2)",
        "-u     | duration",
        "-LEN   | length",
        "-b     | TL0502",
        "-t     | TL0502",
        "t + u  | timestamp",
        "u + t  | timestamp",
        "t - u  | timestamp",
        "u - t  | TL0502",
        "t - t  | duration",
        "t + t  | TL0502",
        "u + u  | duration",
        "u - u  | duration",
        "u * i  | duration",
        "i * u  | duration",
        "u * m  | TL0502",
        "u * d  | TL0502",
        "u * u  | TL0502",
        "u / i  | duration",
        "i / u  | TL0502",
        "u / u  | decimal(4)",
        "u % u  | TL0502",
        "t * i  | TL0502",
        "LEN + LEN | length",
        "LEN - 5 km | length",
        "LEN + SPD | TL0502",
        "LEN * 2 | length",
        "2 * LEN | length",
        "m * SPD | speed",
        "SPD / m | speed",
        "2 / LEN | TL0502",
        "LEN / LEN | double",
        "SPD / SPD | double",
        "LEN / SPD | TL0502",
        "LEN / u | TL0502",
        "LEN % LEN | TL0502",
        "SPD - 5 mph | speed",
        "s + s  | TL0502",
        "s + i  | TL0502",
        "i + null | int",
        "null + null | int",
        "b + b  | TL0502",
        "e + 1  | TL0502",
        "i < m  | bool",
        "d = i  | bool",
        "m in (1, d, 2.5) | bool",
        "s < s  | bool",
        "t < u  | TL0503",
        "u <= 5m | bool",
        "LEN < 5 km | bool",
        "LEN < 5 | TL0503",
        "LEN < SPD | TL0503",
        "b = b  | bool",
        "b < b  | TL0502",
        "g = g  | bool",
        "g > g  | TL0502",
        "a = '1.2.3.4' | bool",
        "a < '1.2.3.4' | TL0502",
        "a = 'nowhere' | TL0505",
        "t > '2026-01-01T00:00:00Z' | bool",
        "t > 'noon' | TL0505",
        "t between '2026-01-01T00:00:00Z' and t | bool",
        "e = X  | bool",
        "X = e  | bool",
        "e = f  | bool",
        "e in (X, Y) | bool",
        "e < X  | TL0502",
        "e = 'X' | TL0504",
        "e = Z  | TL0106",
        "e != i | TL0503",
        "s = i  | TL0503",
        "s = 5  | TL0503",
        "not b  | bool",
        "not i  | TL0501",
        "b and i = 1 | bool",
        "b or s | TL0501",
        "s is null | bool",
        "null is null | bool",
        "s like 'a%' | bool",
        "i like 'a%' | TL0502",
        "s matches '[' | TL0506",
        "s matches s | TL0507",
        "case when b then 1 end | int",
        "case when b then 1 else m end | decimal(2)",
        "case when b then 1 else d end | double",
        "case when b then null else s end | string",
        "case when b then t else '2026-01-01T00:00:00Z' end | timestamp",
        "case when b then e else X end | enum(X, Y)",
        "case when b then X else e end = Y | bool",
        "case when b then s else i end | TL0509",
        "case when i then s end | TL0501",
        "coalesce(i, m) | decimal(2)",
        "coalesce(null, s) | string",
        "coalesce(e, X) | enum(X, Y)",
        "coalesce(e, 'X') | TL0504",
        "greatest(i, q, m) | decimal(7)",
        "greatest(i, d) | double",
        "least(t, t) | timestamp",
        "least(u, 5m) | duration",
        "greatest(LEN, 5 km) | length",
        "greatest(b, b) | TL0511",
        "greatest(e, X) | TL0511",
        "greatest(i, s) | TL0509",
        "count(e) | int",
        "sum(e.i) | int",
        "sum(e.m) | decimal(2)",
        "sum(e.d) | double",
        "sum(e.u) | duration",
        "sum(e.t) | TL0511",
        "avg(e.i) | decimal(4)",
        "avg(e.m) | decimal(6)",
        "avg(e.q) | decimal(9)",
        "avg(e.d) | double",
        "avg(e.u) | duration",
        "avg(e.s) | TL0511",
        "min(e.s) | string",
        "max(e.t) | timestamp",
        "min(e.u) | duration",
        "max(e.b) | TL0511",
        "max(e.g) | TL0511",
        "stddev(e.m) | double",
        "stddev(e.u) | TL0511",
        "distinct(e.g) | int",
        "first(e.g) | geo",
        "last(e.e) | enum(X, Y)",
        "count(e.s) | int",
        "sum(e.m * e.i + 1) | decimal(2)",
        "abs(u) | duration",
        "round(q, 3) | decimal(3)",
        "round(d, 3) | double",
        "length(s) | int",
      })
  void hasTheType(String expression, String type) {
    assertThat(type(expression)).isEqualTo(type);
  }

  /** Each {@code `decimal(2) * int`: `decimal(2)`} of the reference. */
  @TestFactory
  Stream<DynamicTest> theTableOfTheReferenceHolds() throws IOException {
    String page = Files.readString(Path.of("../docs/language.md"));
    String table =
        page.substring(page.indexOf("| operation | result |"), page.indexOf("<!-- values -->"));
    List<MatchResult> rows =
        Pattern.compile("`([^`]+)`: `([^`]+)`").matcher(table).results().toList();
    assertThat(rows).hasSizeGreaterThan(40);
    assertThat(table.lines().skip(2).filter(line -> line.startsWith("|")))
        .allMatch(line -> line.contains("`: `"));
    return rows.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.group(1),
                    () -> assertThat(type(withFields(row.group(1)))).isEqualTo(row.group(2))));
  }

  /** An expression of types, with something of that type in the place of each. */
  private static String withFields(String types) {
    return Pattern.compile("decimal\\((\\d)\\)|\\b(int|double|timestamp|duration|length|speed)\\b")
        .matcher(types)
        .replaceAll(
            type ->
                switch (type.group()) {
                  case "int" -> "e.i";
                  case "double" -> "e.d";
                  case "timestamp" -> "e.t";
                  case "duration" -> "e.u";
                  case "length" -> "LEN";
                  case "speed" -> "SPD";
                  default -> "e.m" + type.group(1);
                });
  }
}
