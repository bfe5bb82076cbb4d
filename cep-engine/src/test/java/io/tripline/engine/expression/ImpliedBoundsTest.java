package io.tripline.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImpliedBoundsTest {
  /** What the conditions of a and b imply for c alone. */
  @ParameterizedTest(name = "{0}; {1}; {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          amount >= 50.00  | -                     | amount > 3 * a.amount       | amount >= 150.00
          amount > 50      | -                     | amount >= a.amount          | amount >= 50
          amount = 50.5    | -                     | amount > a.amount           | amount >= 50.5
          n > 10           | -                     | amount > 2 * a.n            | amount >= 20
          amount >= 50.00  | amount > 3 * a.amount | amount > 3 * b.amount       | amount >= 450.00
          amount >= 50.00  | amount > 3 * a.amount | 2 * b.amount < amount       | amount >= 300.00
          amount <= 50.00  | -                     | amount < a.amount           | amount <= 50.00
          amount = 7       | -                     | amount = 2 * a.amount       | amount >= 14, amount <= 14
          not amount < 5   | -                     | not amount <= a.amount      | amount >= 5
          n > 1 and n > 4  | -                     | n > a.n and amount > 1      | n >= 4
          amount <= 50.00  | -                     | amount > a.amount           | -
          amount >= 50.00  | -                     | amount != a.amount          | -
          amount >= 50.00  | -                     | amount > 0 - a.amount       | -
          amount >= 50.00  | -                     | amount > -3 * a.amount      | -
          amount >= 50.00  | -                     | amount > 0.5 * a.amount     | -
          amount >= 50.00  | -                     | amount > a.amount + 1       | -
          amount >= 50 or n > 1 | -                | amount > a.amount           | -
          share >= 0.5     | -                     | share > a.share             | -
          n >= 50          | -                     | amount > a.amount           | -
          """)
  void boundsFollowFromBounds(String a, String b, String c, String implied) {
    Rule rule = rule(a, b, c);
    Variable last = rule.variables().stream().filter(v -> v.name().equals("c")).findFirst().get();
    List<String> found = new ImpliedBounds(rule).of(last).stream().map(e -> text(e, last)).toList();
    assertThat(String.join(", ", found)).isEqualTo(implied == null ? "" : implied);
  }

  private static String text(Expr implied, Variable of) {
    Expr.Comparison comparison = (Expr.Comparison) implied;
    Expr.Field field = (Expr.Field) comparison.left();
    Expr.Literal literal = (Expr.Literal) comparison.right();
    long unscaled = (Long) Objects.requireNonNull(literal.value());
    return "%s %s %s"
        .formatted(
            of.type().fields().get(field.field()).name(),
            comparison.op(),
            BigDecimal.valueOf(unscaled, Casts.scale(literal.type())));
  }

  private static Rule rule(String a, String b, String c) {
    String text =
        """
        event E {
          time timestamp @time
          amount decimal(2)?
          n int?
          share double?
        }
        rule r {
          by none
          pattern a -> %sc  within 1m
          define
            a: E where %s
            %s
            c: E where %s
          alert "m"
        }
        """
            .formatted(b == null ? "" : "b -> ", a, b == null ? "" : "b: E where " + b, c);
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("case.trip", text)));
    assertThat(compilation.hasErrors()).as(compilation.diagnostics() + "\n" + text).isFalse();
    return Objects.requireNonNull(compilation.ruleSet()).rules().getFirst();
  }
}
