package io.tripline.engine.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who makes events for whom. */
final class MakersTest {
  private static final int LEVELS = 40;

  /** Of each level two rules that take what both of the level before make. */
  private static RuleSet diamonds() {
    StringBuilder text = new StringBuilder();
    for (int level = 0; level <= LEVELS; level++) {
      text.append("event E%d { time timestamp @time  card string }\n".formatted(level));
    }
    for (int level = 0; level < LEVELS; level++) {
      for (String name : List.of("left", "right")) {
        text.append(
            """
            rule %s_%d {
              on E%d by card
              when card <> '%s'
              emit E%d { card = card }
            }
            """
                .formatted(name, level, level, name, level + 1));
      }
    }
    text.append("rule last { on E%d by card  when true  alert '{card}' }".formatted(LEVELS));
    text.append(
        """

        feature made = distinct(E2.card) by E0.card, E2.card over 1m
        rule reads {
          on E0 by card
          when made > 0
          alert '{card}'
        }
        """);
    var compilation = RuleCompiler.compile(List.of(new SourceFile("test.trip", text.toString())));
    return Objects.requireNonNull(
        compilation.ruleSet(), () -> compilation.diagnostics().toString());
  }

  private static Rule rule(RuleSet of, String name) {
    return of.rules().stream().filter(rule -> rule.name().equals(name)).findAny().orElseThrow();
  }

  @Test
  void manyWaysFromMakersToARuleAreWalkedOnce() {
    RuleSet all = diamonds();
    assertThat(Makers.depth(rule(all, "last"), all.rules())).isEqualTo(LEVELS);
    assertThat(Makers.depth(rule(all, "left_3"), all.rules())).isEqualTo(3);
    assertThat(Makers.depth(rule(all, "right_0"), all.rules())).isZero();
  }

  @Test
  void whatAFeatureIsOverIsTakenToo() {
    RuleSet all = diamonds();
    assertThat(Makers.depth(rule(all, "reads"), all.rules())).isEqualTo(2);
    assertThat(Makers.with(Set.of("reads"), all.rules()))
        .containsExactly("left_0", "left_1", "reads", "right_0", "right_1");
  }
}
