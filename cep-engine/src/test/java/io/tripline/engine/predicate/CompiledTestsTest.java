package io.tripline.engine.predicate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ConditionParts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Conditions that were compiled are not compiled again, nor does each have a class for ever. */
final class CompiledTestsTest {
  private static final int MOST = 60;
  private static final String TYPE = "event P { time timestamp @time x int y int }\n";

  private final RuleSet rules = rules();
  private final EventLayout layout = Schema.of(1, List.of(rules)).get("P");
  private final List<Expr> conditions =
      rules.rules().stream()
          .map(r -> requireNonNull(r.variables().getFirst().condition()))
          .toList();

  private static RuleSet rules() {
    StringBuilder text = new StringBuilder(TYPE);
    for (int i = 0; i < MOST; i++) {
      text.append("rule r" + i + " { on P by x when x > y + " + i + " alert \"\" }\n");
    }
    return compile(text.toString());
  }

  private static RuleSet compile(String text) {
    return requireNonNull(RuleCompiler.compile(List.of(new SourceFile("p.trip", text))).ruleSet());
  }

  private CompiledTests tests(EventLayout of, int from, int to, @Nullable CompiledTests before) {
    return CompiledTests.of(of, conditions.subList(from, to), this::text, before);
  }

  private String text(Expr condition) {
    return ConditionParts.text(condition, layout.type());
  }

  private CompiledTests.Place place(CompiledTests tests, int condition) {
    return tests.place(text(conditions.get(condition)));
  }

  @Test
  void whatWasCompiledIsKeptAsLongAsThereAreFewClasses() {
    CompiledTests first = tests(layout, 0, 10, null);
    CompiledTests tests = tests(layout, 2, 12, first);
    assertThat(place(tests, 2)).isSameAs(place(first, 2));
    assertThat(place(tests, 11).code()).isNotSameAs(place(first, 2).code());
    int most = 0;
    for (int to = 13; to <= MOST; to++) {
      tests = tests(layout, 0, to, tests);
      Set<Object> classes = new HashSet<>();
      for (int c = 0; c < to; c++) {
        classes.add(place(tests, c).code());
      }
      most = Math.max(most, classes.size());
    }
    assertThat(most).isBetween(3, 12);
  }

  @Test
  void whereFieldsLieElsewhereAllIsCompiledAgain() {
    CompiledTests tests = tests(layout, 0, 10, null);
    RuleSet other = compile("event A { time timestamp @time }\n");
    EventLayout same = Schema.of(2, List.of(rules)).get("P");
    assertThat(place(tests(same, 0, 10, tests), 3)).isSameAs(place(tests, 3));
    EventLayout elsewhere =
        Schema.of(3, Stream.of(rules, other).toList(), Schema.Fields.DECLARED).get("P");
    assertThat(place(tests(elsewhere, 0, 10, tests), 3)).isNotSameAs(place(tests, 3));
  }
}
