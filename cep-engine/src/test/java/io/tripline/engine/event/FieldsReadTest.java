package io.tripline.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.RuleSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events hold what rules read of them, and no more. */
final class FieldsReadTest {
  private static final String EVENTS =
      """
      event P {
        id string @id
        time timestamp @time
        card string
        text string?
        n int
        m int
        c enum(X, Y)
        d double
        place geo?
        never string
      }
      event L {
        time timestamp @time
        user string
        n int
        never int
      }
      """;

  private static RuleSet rules(String rules) {
    Compilation compiled = RuleCompiler.compile(List.of(new SourceFile("r.trip", EVENTS + rules)));
    assertThat(compiled.hasErrors()).as("%s", compiled.diagnostics()).isFalse();
    return Objects.requireNonNull(compiled.ruleSet());
  }

  /** The fields that lie behind the header, in their order. */
  private static List<String> held(String type, String... rules) {
    List<RuleSet> sets = Arrays.stream(rules).map(FieldsReadTest::rules).toList();
    EventLayout layout = Schema.of(1, sets, Schema.Fields.READ).get(type);
    EventType declared = layout.type();
    assertThat(layout.offset(declared.timeField())).as("in the header").isEqualTo(8);
    return IntStream.range(0, declared.fields().size())
        .filter(f -> layout.hasSlot(f) && f != declared.timeField())
        .boxed()
        .sorted(Comparator.comparing(layout::offset))
        .map(f -> declared.fields().get(f).name())
        .toList();
  }

  @Test
  void withoutRulesTheIdAlone() {
    assertThat(held("P", "")).containsExactly("id");
    assertThat(held("L", "")).isEmpty();
  }

  @Test
  void numbersThatConditionsReadComeFirstThenTextsThenTheRest() {
    assertThat(
            held(
                "P",
                """
                rule r {
                  severity low
                  on P by card
                  when text = 'a' and m > 1 and c = X
                  alert "{place}"
                }
                """))
        .containsExactly("m", "c", "text", "card", "id", "place");
  }

  @Test
  void whatConditionsAndAlertsTakeFromBoundEvents() {
    String rule =
        """
        rule r {
          severity low
          by P.card, L.user
          pattern a+ until d > 0.5 -> b -> e  within 1h
          define
            a: P
            b: L where n > sum(a.m)
            e: P where text = b.user
          alert "{max(a.n)} {first(a.c)}"
            with at = e.place
        }
        """;
    assertThat(held("P", rule))
        .containsExactlyInAnyOrder("d", "text", "card", "id", "n", "m", "c", "place")
        .startsWith("d", "text", "card");
    assertThat(held("L", rule)).containsExactly("n", "user");
  }

  @Test
  void whatWindowsAndFeaturesRead() {
    String rules =
        """
        feature spent = sum(P.n where c = X) by text over 1h
        rule r {
          severity low
          on P by card
          when spent > 3 and count(where m = this.m) over 1h > 2
          alert "{max(d) over 1h}"
        }
        """;
    assertThat(held("P", rules)).containsExactly("m", "text", "card", "id", "n", "c", "d");
    assertThat(held("L", rules)).isEmpty();
  }

  @Test
  void allRuleSetsTogether() {
    assertThat(
            held(
                "P",
                "rule a { severity low  on P by card when n > 1  alert \"x\" }",
                "rule b { severity low  on P by text when d > 1  alert \"{m}\" }"))
        .containsExactly("n", "d", "card", "text", "id", "m");
  }
}
