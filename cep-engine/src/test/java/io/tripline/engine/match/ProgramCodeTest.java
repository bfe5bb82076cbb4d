package io.tripline.engine.match;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.Schema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is compiled for a rule is made once, until events are laid out otherwise. */
final class ProgramCodeTest {
  private static final String PAYMENT =
      "event Payment { time timestamp @time card string x int }\n";
  private static final RuleSet RULES =
      read(
          PAYMENT
              + "rule r { by card pattern a -> b within 1h define a: Payment where x > 1 "
              + "b: Payment where x > a.x alert \"\" }");
  private static final Program PROGRAM = Program.compile(RULES.rules().getFirst());

  private final ProgramCode code = PROGRAM.code(schema(1));

  private static RuleSet read(String text) {
    return requireNonNull(
        RuleCompiler.compile(List.of(new SourceFile("rules.trip", text))).ruleSet());
  }

  private static Schema schema(int id, String... others) {
    List<RuleSet> sets = new ArrayList<>(List.of(RULES));
    for (String other : others) {
      sets.add(read(other));
    }
    return Schema.of(id, sets, Schema.Fields.DECLARED);
  }

  @Test
  void otherRulesOverTheSameEventsChangeNothing() {
    String same = PAYMENT + "rule s { on Payment by card when x > 7 alert \"\" }";
    assertThat(PROGRAM.code(schema(2, same))).isSameAs(code);
    String behind = "event Zebra { time timestamp @time }";
    assertThat(PROGRAM.code(schema(3, same, behind))).isSameAs(code);
  }

  @Test
  void aTypeWithAnotherNumberDoes() {
    String before = "event Account { time timestamp @time }";
    assertThat(PROGRAM.code(schema(2, before))).isNotSameAs(code);
  }

  @Test
  void aKeyBeforeTheFieldsOrAFeatureDoes() {
    String feature = PAYMENT + "rule s { on Payment by card when count() over 1h > 7 alert \"\" }";
    assertThat(PROGRAM.code(schema(2, feature))).isNotSameAs(code);
    String key = PAYMENT + "rule s { on Payment by x when x > 7 alert \"\" }";
    assertThat(PROGRAM.code(schema(3, key))).isNotSameAs(code);
  }
}
