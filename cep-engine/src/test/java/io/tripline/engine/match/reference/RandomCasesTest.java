package io.tripline.engine.match.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleText;
import io.tripline.dsl.ir.Variable;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A random rule is one that an author could write: as text, it means what it means here. */
class RandomCasesTest {
  private static final int RULES = Integer.getInteger("random.rules", 3_000);
  private static final long SEED = Long.getLong("random.seed", 20261121L);

  private static final String TYPES =
      """
      event E { time timestamp @time
      s int
      v int? }
      event F { time timestamp @time
      s int
      v int? }
      """;

  @Test
  void theCheckerLetsThemThrough() {
    System.out.println("seeds " + SEED + " to " + (SEED + RULES - 1));
    for (long seed = SEED; seed < SEED + RULES; seed++) {
      Rule rule = RandomCases.of(seed).rule();
      String source = source(rule);
      Compilation compilation =
          RuleCompiler.compile(List.of(new SourceFile("random.trip", TYPES + source)));
      assertThat(compilation.hasErrors())
          .as(() -> "a random rule\n" + source + compilation.diagnostics())
          .isFalse();
      Rule read = Objects.requireNonNull(compilation.ruleSet()).rules().getFirst();
      assertThat(source(read)).as("seed %d", seed).isEqualTo(source);
    }
  }

  private static String source(Rule rule) {
    StringBuilder text = new StringBuilder("rule random {\n  by none\n  pattern ");
    text.append(RuleText.pattern(rule)).append("\n  define\n");
    for (Variable v : rule.variables()) {
      text.append("    ").append(v.name()).append(": ");
      text.append(RuleText.definition(rule, v)).append('\n');
    }
    text.append("  after match ").append(RuleText.skip(rule)).append("\n  alert \"m\"\n}\n");
    return text.toString();
  }
}
