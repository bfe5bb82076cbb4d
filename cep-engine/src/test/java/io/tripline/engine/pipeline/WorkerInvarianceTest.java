package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.alert.Alert;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The alerts do not depend on workers, batches or the size of the ring. */
final class WorkerInvarianceTest {

  @Test
  void workersAndBatchesChangeNothing() throws InterruptedException {
    Set<String> rules = new HashSet<>();
    for (long seed = 1; seed <= 5; seed++) {
      List<TestEvent> events = TestEvent.stream(seed, 2_000);
      List<Alert> expected =
          TestEngine.alerts(TestEngine.settings(1), TestEngine.ALL_RULES, events, 1);
      expected.forEach(alert -> rules.add(alert.rule()));
      for (int workers : new int[] {1, 2, 3, 4}) {
        for (int batch : new int[] {3, 500}) {
          assertThat(
                  TestEngine.alerts(
                      TestEngine.settings(workers), TestEngine.ALL_RULES, events, batch))
              .as("seed %d, %d workers, batches of %d", seed, workers, batch)
              .isEqualTo(expected);
        }
      }
    }
    assertThat(rules).containsExactlyInAnyOrder("rising", "large", "takeover", "burst", "all");
  }

  @Test
  void alertsStandInTheOrderOfEventThenRuleThenKey() throws InterruptedException {
    List<Alert> alerts = TestEngine.alerts(TestEngine.settings(4), TestEvent.stream(42, 3_000));
    for (int i = 1; i < alerts.size(); i++) {
      Alert before = alerts.get(i - 1);
      Alert after = alerts.get(i);
      assertThat(after.ordinal()).isEqualTo(before.ordinal() + 1);
      assertThat(after.sequence()).isGreaterThanOrEqualTo(before.sequence());
      if (after.sequence() == before.sequence()) {
        assertThat(after.rule()).isGreaterThanOrEqualTo(before.rule());
      }
    }
    assertThat(alerts).hasSizeGreaterThan(100);
    assertThat(alerts.stream().map(Alert::id)).doesNotHaveDuplicates();
  }

  @Test
  void aRingOfTwoSlotsIsEnough() throws InterruptedException {
    List<TestEvent> events = TestEvent.stream(7, 1_000);
    EngineSettings tiny = new EngineSettings(2, 2, 0, 1_000, 1L << 30, 1 << 16);
    assertThat(TestEngine.alerts(tiny, events))
        .isEqualTo(TestEngine.alerts(TestEngine.settings(1), events));
  }
}
