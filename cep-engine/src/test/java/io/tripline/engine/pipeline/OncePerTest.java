package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.memory.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code once per}, and what time a late event has. */
final class OncePerTest {
  private final MemoryStorage storage = MemoryStorage.keeping();

  private static TestEvent pay(String id, long time, long account) {
    return TestEvent.payment(id, time, "c", account, 60);
  }

  private List<String> run(String rules, TestEvent... events) throws InterruptedException {
    try (Engine engine = TestEngine.open(TestEngine.settings(2), storage)) {
      TestEngine.deploy(engine, rules);
      TestEngine.feed(engine, List.of(events), 2);
      engine.awaitProcessed();
      EngineStats.RuleStats stats = engine.stats().rules().getFirst();
      assertThat(stats.matches() - stats.suppressed()).isEqualTo(storage.alerts().all().size());
      long late = List.of(events).stream().filter(event -> event.id().startsWith("late")).count();
      assertThat(engine.stats().time().late()).isEqualTo(late);
    }
    return storage.alerts().all().stream().map(a -> a.match().getFirst().ids().getFirst()).toList();
  }

  @Test
  void theBoundIsInclusive() throws InterruptedException {
    assertThat(
            run(
                "large=50,1000",
                pay("a", 10_000, 1),
                pay("b", 10_500, 1),
                pay("c", 11_000, 1),
                pay("d", 11_001, 1),
                pay("e", 12_001, 1),
                pay("f", 12_002, 1)))
        .containsExactly("a", "d", "f");
    assertThat(storage.alerts().suppressed()).isEqualTo(Map.of(1L, 2L, 2L, 1L));
  }

  @Test
  void countsForEveryKeyOfItsOwn() throws InterruptedException {
    assertThat(
            run(
                "large=50,1000",
                pay("a", 10_000, 1),
                pay("b", 10_500, 2),
                pay("c", 11_000, 1),
                pay("d", 11_001, 2)))
        .containsExactly("a", "b");
  }

  @Test
  void aLateEventHasTheTimeOfTheWatermark() throws InterruptedException {
    assertThat(
            run(
                "large=50,1000",
                pay("a", 10_000, 1),
                pay("other", 11_001, 2),
                pay("late-b", 5_000, 1), // matched at 11 001, so after the bound
                pay("late-c", 10_900, 1)))
        .containsExactly("a", "other", "late-b");
    assertThat(storage.alerts().all())
        .extracting(Alert::time)
        .containsExactly(10_000L, 11_001L, 5_000L);
  }

  @Test
  void withinTakesTheWatermarkForALateEvent() throws InterruptedException {
    assertThat(
            run(
                "burst=2",
                pay("a", 10_000, 1),
                pay("other", 20_000, 2),
                pay("late-b", 9_000, 1), // at 20 000: still within 10 s of a
                pay("c", 20_001, 3),
                pay("d", 20_002, 1),
                pay("next", 30_003, 2),
                pay("late-e", 20_003, 1))) // at 30 003: too late for d
        .containsExactly("a");
  }

  @Test
  void whatIsOverStaysSoWhenARuleHoldsBackForLonger() throws InterruptedException {
    for (boolean checkpoint : new boolean[] {false, true}) {
      MemoryStorage own = MemoryStorage.keeping();
      try (Engine engine = TestEngine.open(TestEngine.settings(2), own)) {
        TestEngine.deploy(engine, "large=50,1000");
        TestEngine.feed(
            engine, List.of(pay("a", 10_000, 1), pay("b", 11_500, 2), pay("o", 12_000, 3)), 3);
        if (checkpoint) {
          engine.checkpoint(); // forgets what is over
        }
        TestEngine.deploy(engine, "large=50,5000");
        TestEngine.feed(engine, List.of(pay("a2", 12_500, 1), pay("b2", 12_500, 2)), 2);
        engine.awaitProcessed();
      }
      assertThat(own.alerts().all())
          .extracting(alert -> alert.match().getFirst().ids().getFirst())
          .containsExactly("a", "b", "o", "a2");
    }
  }

  /** How many alerts that hold others back are stored. */
  static int standing(MemoryStorage storage) {
    int[] count = {0};
    storage
        .states()
        .forEach((stateId, key, value) -> count[0] += stateId == StateIds.ONCE_PER ? 1 : 0);
    return count[0];
  }

  @Test
  void forgetsAlertsThatHoldNothingBackAnyMore() throws InterruptedException {
    List<TestEvent> events = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      events.add(pay("p" + i, 10_000 + 100L * i, i));
    }
    run("large=50,1000", events.toArray(TestEvent[]::new));
    assertThat(standing(storage)).isEqualTo(11);
    assertThat(storage.alerts().all()).hasSize(1_000);
  }
}
