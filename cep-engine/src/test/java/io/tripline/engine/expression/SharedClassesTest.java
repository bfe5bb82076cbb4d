package io.tripline.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Conditions that are compiled again are the same class, and others are not. */
class SharedClassesTest {
  private static final String EVENT =
      """
      event T {
        t timestamp @time
        a string
        n int
      }
      """;

  @Test
  void theSameConditionIsTheSameClass() {
    for (String condition :
        List.of(
            "n > 5",
            "a = 'shop'",
            "a in ('shop', 'bank', 'web')",
            "n in (1, 2, 3, 5, 8)",
            "a like 's%p_'",
            "length(a) + n > 7")) {
      assertThat(tests(condition).getClass()).as(condition).isSameAs(tests(condition).getClass());
    }
  }

  @Test
  void whatDiffersInAConstantAloneIsAnotherClass() {
    notTheSame("n > 5", "n > 6");
    notTheSame("a = 'shop'", "a = 'bank'");
    notTheSame("a in ('shop', 'bank', 'web')", "a in ('shop', 'bank', 'inn')");
    notTheSame("n in (1, 2, 3, 5, 8)", "n in (1, 2, 3, 5, 9)");
    notTheSame("a like 's%p_'", "a like 's%r_'");
  }

  @Test
  void instancesOfOneClassAnswerAlike() {
    EventTests first = tests("a like 's%p_' and n in (1, 2, 3, 5, 8)");
    EventTests second = tests("a like 's%p_' and n in (1, 2, 3, 5, 8)");
    for (String text : List.of("shops", "shop", "bank")) {
      for (int n = 0; n < 10; n++) {
        byte[] event = event(text, n);
        boolean expected = text.equals("shops") && List.of(1, 2, 3, 5, 8).contains(n);
        assertThat(first.test(event, 0, new Frame(), 0)).isEqualTo(expected);
        assertThat(second.test(event, 0, new Frame(), 0)).isEqualTo(expected);
      }
    }
  }

  @Test
  void rulesThatStandElsewhereShareAClassAndFailWhereTheyStand() {
    String fails = "n * 9223372036854775807 > 0";
    EventTests first = tests(fails);
    EventTests below = tests("\n\n" + fails);
    assertThat(first.getClass()).isSameAs(below.getClass());
    assertThat(line(first)).isPositive();
    assertThat(line(below)).isEqualTo(line(first) + 2);
  }

  private static int line(EventTests tests) {
    Frame frame = new Frame();
    assertThat(tests.test(event("shop", 2), 0, frame, 0)).isFalse();
    return Objects.requireNonNull(frame.failedAt()).line();
  }

  private static void notTheSame(String one, String other) {
    assertThat(tests(one).getClass()).as("%s, %s", one, other).isNotSameAs(tests(other).getClass());
  }

  private static EventTests tests(String condition) {
    RuleSet rules = rules(condition);
    return EventCode.tests(
            layout(rules),
            List.of(
                Objects.requireNonNull(
                    rules.rules().getFirst().variables().getFirst().condition())))
        .newTests();
  }

  private static EventLayout layout(RuleSet rules) {
    return Schema.of(1, List.of(rules)).layouts().getFirst();
  }

  private static byte[] event(String text, int number) {
    EventWriter writer = new EventWriter();
    writer.begin(layout(rules("n > 5")));
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writer.setText(1, utf8, 0, utf8.length);
    writer.setLong(2, number);
    writer.end(0, new byte[0], 0, 0);
    return writer.bytes();
  }

  private static RuleSet rules(String condition) {
    String rule =
        "rule r {\n  by none\n  pattern x\n  define\n    x: T where "
            + condition
            + "\n  alert \"x\"\n}\n";
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("t.trip", EVENT + rule)));
    return Objects.requireNonNull(
        compilation.ruleSet(), () -> compilation.diagnostics().toString());
  }
}
