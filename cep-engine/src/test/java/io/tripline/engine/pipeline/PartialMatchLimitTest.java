package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.EngineStats.Limited;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens past the limit on partial matches of a key, and who is told. */
final class PartialMatchLimitTest {
  private static final int LIMIT = 3;

  /**
   * Every login before any payment of at least 50, within a minute: each login is a partial match.
   */
  private static final String RULES = "takeover=50,60000 burst=3";

  private static EngineSettings settings(int workers) {
    return new EngineSettings(workers, 64, 0, LIMIT, 1L << 30, 1 << 16);
  }

  private static RuleStats takeover(Engine engine) {
    return engine.stats().rules().stream()
        .filter(rule -> rule.rule().equals("takeover"))
        .findAny()
        .orElseThrow();
  }

  private static List<TestEvent> logins(String card, long... times) {
    List<TestEvent> events = new ArrayList<>();
    for (long time : times) {
      events.add(TestEvent.login(time, card));
    }
    return events;
  }

  @Test
  void thoseThatStartedFirstAreDroppedAndItIsTold() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    try (Engine engine = TestEngine.open(settings(2), storage)) {
      TestEngine.deploy(engine, RULES);
      TestEngine.feed(engine, logins("c1", 1_000, 1_001, 1_002), 1);
      TestEngine.feed(engine, logins("c2", 1_003, 1_003), 1);
      engine.awaitProcessed();
      assertThat(takeover(engine).limited()).as("at the limit, not past it").isNull();

      TestEngine.feed(engine, logins("c1", 1_004, 1_005), 1);
      TestEngine.feed(engine, List.of(TestEvent.payment("p1", 1_006, "c1", 1, 50)), 1);
      TestEngine.feed(engine, List.of(TestEvent.payment("p2", 1_006, "c2", 1, 50)), 1);
      engine.awaitProcessed();
      // A login has no id, so its number stands for it: of c1 the first two are gone.
      assertThat(storage.alerts().all().stream().map(PartialMatchLimitTest::bound))
          .containsExactly("3 p1", "6 p1", "7 p1", "4 p2", "5 p2");
      assertThat(takeover(engine).runsDropped()).isEqualTo(2);
      assertThat(takeover(engine).limited())
          .isEqualTo(new Limited(1_004, 2, List.of(new NamedValue("card", new Value.Text("c1")))));
    }
  }

  private static String bound(Alert alert) {
    return alert.match().get(0).ids().getFirst() + " " + alert.match().get(1).ids().getFirst();
  }

  @Test
  void theMarkGoesWhenTheRuleBeginsAfreshAndNotBefore() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    try (Engine engine = TestEngine.open(settings(2), storage)) {
      TestEngine.deploy(engine, RULES);
      TestEngine.feed(engine, logins("c1", 1, 2, 3, 4), 1);
      engine.awaitProcessed();
      Limited limited = takeover(engine).limited();
      assertThat(limited).isNotNull();
      // Another rule in the set, another condition: the state goes on, and so does the mark.
      TestEngine.deploy(engine, "takeover=60,60000 burst=4");
      assertThat(takeover(engine).limited()).isEqualTo(limited);
      // Another bound of time: what the rule has begun is dropped.
      TestEngine.deploy(engine, "takeover=60,4000 burst=4");
      assertThat(takeover(engine).limited()).isNull();
      assertThat(takeover(engine).runsDropped()).as("a counter never goes back").isEqualTo(1);
    }
  }

  @Test
  void alertsAndMarkAreTheSameOnAnyNumberOfWorkers() throws InterruptedException {
    List<TestEvent> events = TestEvent.stream(5, 3_000);
    List<Alert> expected = null;
    Limited mark = null;
    for (int workers = 1; workers <= 4; workers++) {
      MemoryStorage storage = MemoryStorage.keeping();
      try (Engine engine = TestEngine.open(settings(workers), storage)) {
        TestEngine.deploy(engine, RULES);
        TestEngine.feed(engine, events, 3 + workers);
        engine.awaitProcessed();
        Limited limited = takeover(engine).limited();
        assertThat(limited).isNotNull();
        assertThat(limited.dropped()).isGreaterThan(20);
        if (expected == null) {
          expected = storage.alerts().all();
          mark = limited;
        }
        assertThat(storage.alerts().all()).as("%d workers", workers).isEqualTo(expected);
        assertThat(limited).as("%d workers", workers).isEqualTo(mark);
      }
    }
    List<Alert> unlimited = TestEngine.alerts(TestEngine.settings(1), RULES, events, 7);
    assertThat(expected).as("the limit has cost alerts").hasSizeLessThan(unlimited.size());
  }

  @Test
  void alertsAreTheSameAfterARestartAtAnyPoint() throws InterruptedException {
    List<TestEvent> events = TestEvent.stream(6, 400);
    List<Alert> expected = TestEngine.alerts(settings(1), RULES, events, 9);
    assertThat(expected).hasSizeGreaterThan(10);
    for (int cut = 0; cut <= events.size(); cut += 8) {
      boolean checkpoint = cut % 16 == 0;
      MemoryStorage storage = MemoryStorage.keeping();
      MemoryStorage crashed;
      try (Engine engine = TestEngine.open(settings(1 + cut % 3), storage)) {
        TestEngine.deploy(engine, RULES);
        TestEngine.feed(engine, events.subList(0, cut / 2), 5);
        if (checkpoint) {
          engine.checkpoint();
        }
        TestEngine.feed(engine, events.subList(cut / 2, cut), 5);
        engine.awaitDurable();
        crashed = storage.copy();
      }
      try (Engine engine = TestEngine.open(settings(1 + (cut + 1) % 4), crashed)) {
        TestEngine.feed(engine, events.subList(cut, events.size()), 5);
        engine.awaitProcessed();
      }
      assertThat(crashed.alerts().all()).as("crash after %d events", cut).isEqualTo(expected);
    }
  }
}
