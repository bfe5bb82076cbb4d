package io.tripline.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FailureLogTest {
  private final List<String> lines = new ArrayList<>();
  private final FailureLog log = new FailureLog(lines::add);

  private static RuleStats rule(String name, String failed) {
    String reason = failed.isEmpty() ? null : failed;
    boolean paused = reason != null;
    return new RuleStats(
        "cards", name, RuleMode.LIVE, paused, reason, 0, 0, 0, 0, 0, 0, 0, null, 0, 0, null);
  }

  @Test
  void onceForEachFailure() {
    log.look(List.of(rule("a", ""), rule("b", "")));
    assertThat(lines).isEmpty();
    log.look(List.of(rule("a", "at event p1: an error"), rule("b", "")));
    log.look(List.of(rule("a", "at event p1: an error"), rule("b", "")));
    assertThat(lines)
        .containsExactly(
            "Rule cards/a has failed, and takes no events until it is resumed or changed: at event"
                + " p1: an error. This is an error of Tripline, not of the rule: please report"
                + " it.");
    log.look(List.of(rule("a", ""), rule("b", "")));
    log.look(List.of(rule("a", "at event p1: an error"), rule("b", "as time passed: another")));
    assertThat(lines).hasSize(3).last().asString().startsWith("Rule cards/b has failed");
  }
}
