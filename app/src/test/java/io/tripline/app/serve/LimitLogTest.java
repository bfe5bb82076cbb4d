package io.tripline.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.pipeline.EngineStats.Limited;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LimitLogTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<String> lines = new ArrayList<>();
  private final LimitLog log = new LimitLog(10_000, lines::add);

  private static RuleStats rule(String name, long dropped) {
    Limited limited =
        dropped == 0
            ? null
            : new Limited(
                1_769_853_600_000L,
                dropped,
                List.of(new NamedValue("card", new Value.Text(Value.MASKED))));
    return new RuleStats(
        "cards", name, RuleMode.LIVE, false, null, 0, 0, 0, 0, 0, 0, 0, null, dropped, 0, limited);
  }

  private @Nullable String look(long second, RuleStats... rules) {
    lines.clear();
    log.look(List.of(rules), second * SECOND);
    assertThat(lines).hasSizeLessThanOrEqualTo(1);
    return lines.isEmpty() ? null : lines.getFirst();
  }

  @Test
  void atOnceTheFirstTimeAndThenOnceAMinuteWithACount() {
    assertThat(look(-5, rule("a", 0))).isNull();
    assertThat(look(-4, rule("a", 7)))
        .isEqualTo(
            "Rule cards/a: a key has had more than 10,000 partial matches at a time; 7 of those"
                + " that started first were dropped, 7 in all since 2026-01-31T10:00:00Z"
                + " (card = •••). Alerts may be missing.");
    assertThat(look(-3, rule("a", 7))).isNull();
    assertThat(look(10, rule("a", 1_000))).as("too soon").isNull();
    assertThat(look(56, rule("a", 1_007))).contains("; 1,000 of those", "1,007 in all");
    assertThat(look(500, rule("a", 1_007))).as("nothing new").isNull();
    assertThat(look(501, rule("a", 1_008))).contains("; 1 of those");
  }

  @Test
  void eachRuleOnItsOwn() {
    assertThat(look(0, rule("a", 1), rule("b", 0))).contains("cards/a");
    assertThat(look(1, rule("a", 2), rule("b", 1))).contains("cards/b");
    assertThat(look(60, rule("a", 2), rule("b", 2))).contains("cards/a");
  }

  @Test
  void aRuleThatBeganAfreshIsToldOfAnew() {
    assertThat(look(0, rule("a", 9))).isNotNull();
    assertThat(look(1, rule("a", 0))).isNull();
    assertThat(look(2, rule("a", 3))).contains("; 3 of those", "3 in all");
  }
}
