package io.tripline.dsl.check.logic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Template;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that may be null are {@code s}, {@code k}, {@code g}; the others never are. */
class NullabilityTest {
  private static final String DECLARATIONS =
      """
      event A {
        t timestamp @time
        n int
        m decimal(2)
        b bool
        key string
        k string?
        s string?
        g geo?
        e enum(X, Y)
        address ip
      }
      event B { t timestamp @time key string }
      list values of int
      table rows key id { x int }
      feature payments = count(A) by key over 1h
      feature known = seen(A.n) by key over previous 1h
      feature known_text = seen(A.s) by key over previous 1h
      feature total = sum(A.m) by key over 1h
      feature earlier = sum(A.m) by key over previous 1h
      feature some = sum(A.m where b) by key over 1h
      feature by_null = count(A) by k over 1h
      """;

  /** Whether an expression may be null in the alert of the short form. */
  private static boolean inShortForm(String expression) {
    RuleSet rules = compile("rule r { on A by key alert \"{" + expression + "}\" }");
    Rule rule = rules.rules().getFirst();
    return mayBeNull(rule, rule.variables().getFirst().type());
  }

  /** The same after a match in which {@code o} may be missing and {@code r} is repeated. */
  private static boolean inLongForm(String expression) {
    RuleSet rules =
        compile(
            """
            rule r {
              by key
              pattern a -> o? -> r{2} -> q* -> z within 1h
              define a: A  o: A  r: A  q: A  z: B
              alert "{%s}"
            }
            """
                .formatted(expression));
    return mayBeNull(rules.rules().getFirst(), null);
  }

  private static RuleSet compile(String rule) {
    RuleSet rules =
        RuleCompiler.compile(List.of(new SourceFile("f", DECLARATIONS + rule))).ruleSet();
    assertThat(rules).as(rule).isNotNull();
    return rules;
  }

  private static boolean mayBeNull(Rule rule, EventType tested) {
    Template template = rule.alert().message();
    Expr expression = ((Template.Hole) template.parts().getFirst()).expression();
    return Nullability.afterMatch(tested, rule.variables()).mayBeNull(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n",
        "5",
        "m / 0",
        "n % n",
        "-m + n * 2",
        "n = 5 and not b",
        "s is null",
        "coalesce(s, 'x')",
        "coalesce(s, k, key)",
        "case when s = 'x' then 1 else 2 end",
        "greatest(n, m)",
        "lower(key)",
        "n in (1, 2)",
        "n in values",
        "key like 'a%' or key matches 'b'",
        "in_network(address, '10.0.0.0/8')",
        "count() over 1h",
        "count(s where b) over previous 1h",
        "distinct(s) over previous 1h",
        "sum(m) over 1h",
        "avg(m) over last 3",
        "median(m) over day",
        "percentile(n, 5) over session 1h",
        "first(key) over 1h",
        "seen(n) over previous 1h",
        "payments",
        "known",
        "total",
        "count(e)",
      })
  void neverNull(String expression) {
    assertThat(inShortForm(expression)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s",
        "null",
        "s = 'x'",
        "not (b and s = 'x')",
        "s in ('x', key)",
        "key in ('x', s)",
        "s like 'a'",
        "lower(s)",
        "distance(g, g)",
        "bin(key, 6)",
        "coalesce(s, k)",
        "case when b then 1 end",
        "case when b then s else key end",
        "greatest(key, s)",
        "rows[key].x",
        "rows[key].x + 1",
        "sum(m) over previous 1h",
        "sum(m where b) over 1h",
        "last(s) over 1h",
        "max(s) over day",
        "stddev(m) over 1h",
        "seen(s) over previous 1h",
        "known_text",
        "earlier",
        "some",
        "by_null",
      })
  void maybeNull(String expression) {
    assertThat(inShortForm(expression)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.n",
        "z.key",
        "count(o)",
        "count(q)",
        "distinct(q.s)",
        "sum(r.m)",
        "last(r.e)",
        "max(r.n) - min(r.n)",
        "coalesce(o.n, 0)",
        "a.s is null",
      })
  void neverNullAfterAMatch(String expression) {
    assertThat(inLongForm(expression)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.s",
        "o.n",
        "o.n + a.n",
        "sum(q.m)",
        "first(q.n)",
        "first(r.s)",
        "avg(case when r.b then r.n end)",
        "stddev(r.n)",
        "coalesce(o.n, rows[a.key].x)",
      })
  void maybeNullAfterAMatch(String expression) {
    assertThat(inLongForm(expression)).isTrue();
  }
}
