package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.memory.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Nothing stays behind for a key with nothing pending, whatever it was that was pending. With ten
 * million keys: {@code -Dkeys.count=10000000}.
 */
final class KeysComeAndGoTest {
  private static final int KEYS = Integer.getInteger("keys.count", 150_000);

  /** One rule for each thing that is remembered for a time. */
  private static final String RULES =
      TestRules.PAYMENT_TEXT
          + TestRules.LOGIN_TEXT
          + """
          rule one_by_one {
            by card
            pattern a -> b  within 1s
            define
              a: Payment where amount < 50
              b: Payment where amount > a.amount
            alert "x"
          }
          rule shared {
            by card
            pattern a ~> b  within 1s
            define
              a: Payment where amount < 50
              b: Payment where amount >= 50
            alert "x"
          }
          rule bounded_arrow {
            by card
            pattern a -> [200ms..700ms] b
            define
              a: Payment
              b: Payment
            after match skip none
            alert "x"
          }
          rule silence {
            by card
            pattern a -> [1s] not b
            define
              a: Payment where amount < 80
              b: Login
            alert "x"
          }
          rule nothing_before {
            by card
            pattern not b -> [500ms] a
            define
              a: Payment where amount < 10
              b: Login
            alert "x"
          }
          rule both {
            by card
            pattern a & b & c  within 1s
            define
              a: Payment where amount < 30
              b: Payment where amount >= 30
              c: Login
            alert "x"
          }
          rule now_and_then {
            on Payment by card
            when amount > 90
            alert "x" once per 1s
          }
          """;

  @Test
  void noEntryStaysBehind() throws InterruptedException {
    long[] alerts = {0};
    MemoryStorage storage = MemoryStorage.passing(alert -> alerts[0]++);
    EngineSettings settings = TestEngine.settings(2);
    long mostStates = 0;
    try (Engine engine = Engine.open(settings, storage, (name, text) -> rules())) {
      engine.deploy("set", RULES, rules());
      SplittableRandom random = new SplittableRandom(11);
      List<TestEvent> events = new ArrayList<>();
      long time = -40_000; // over the beginning of 1970, too
      for (int key = 0; key < KEYS; key++) {
        time += random.nextInt(3);
        // A key comes once or a few times within the second, among others.
        String card = "card-" + (key - (random.nextInt(4) == 0 ? random.nextInt(500) : 0));
        events.add(
            random.nextInt(5) == 0
                ? TestEvent.login(time, card)
                : TestEvent.payment("p" + key, time, card, 1, 100L * random.nextInt(100)));
        if (events.size() == 10_000) {
          TestEngine.feed(engine, events, 1_000);
          events.clear();
          engine.checkpoint();
          mostStates = Math.max(mostStates, engine.stats().keys().states());
        }
      }
      TestEngine.feed(engine, events, 1_000);
      engine.awaitProcessed();
      assertThat(engine.stats().keys().states()).isPositive();
      assertThat(alerts[0]).isGreaterThan(KEYS / 20);

      // An event of no key moves the time on.
      TestEngine.feed(engine, List.of(TestEvent.login(time + 60_000, null)), 1);
      engine.checkpoint();
      assertThat(engine.stats().keys().states()).isZero();
      assertThat(engine.stats().rules()).allMatch(rule -> rule.runs() == 0);
      assertThat(TestEngine.states(storage)).isZero();
    }
    System.out.printf(
        "%,d keys came and went: %,d alerts, at most %,d states at a checkpoint%n",
        KEYS, alerts[0], mostStates);
    // Some thousand keys come in a second, and six rules remember something of one.
    assertThat(mostStates).isPositive().isLessThan(20_000);
  }

  private static RuleSet rules() {
    return TestRules.compile(RULES);
  }

  @Test
  void noMemoryStaysBehind() {
    Matching matching = Matching.of("set", rules(), alert -> {});
    long nothing = matching.keyBytes();
    EventWriter writer = new EventWriter();
    SplittableRandom random = new SplittableRandom(12);
    for (int key = 0; key < 20_000; key++) {
      TestEvent.payment("p" + key, key, "card-" + key, 1, 100L * random.nextInt(100))
          .write(writer, matching.schema());
    }
    matching.onEvents(writer.bytes(), 0, writer.count());
    assertThat(matching.keyStates()).isPositive();
    assertThat(matching.keyBytes()).isGreaterThan(nothing + 100 * matching.keyStates() / 4);
    matching.timePasses(1_000_000);
    assertThat(matching.keyStates()).isZero();
    // A wheel, and places in lists, are kept for the next keys.
    assertThat(matching.keyBytes()).isLessThan(nothing + 200_000);
  }

  private static String rising(String name, String within) {
    return """
    rule %s {
      by card
      pattern a -> b  within %s
      define
        a: Payment where amount < 50
        b: Payment where amount > a.amount
      alert "x"
    }
    """
        .formatted(name, within);
  }

  /** The states of a key with few rules end together, but not with one that time never ends. */
  @Test
  void whatTimeEndsGoesBesideWhatItNeverEnds() {
    RuleSet rules =
        TestRules.compile(
            TestRules.PAYMENT_TEXT
                + rising("for_ever", "106751991167d")
                + rising("for_a_second", "1s")
                + rising("for_two_seconds", "2s"));
    Matching matching = Matching.of("set", rules, alert -> {});
    EventWriter writer = new EventWriter();
    // With that bound it is past the end of time.
    long time = 30_000_000;
    TestEvent.payment("p1", time, "card", 1, 1_000).write(writer, matching.schema());
    matching.onEvents(writer.bytes(), 0, writer.count());
    assertThat(matching.keyStates()).isEqualTo(3);
    matching.timePasses(time + 1_500);
    assertThat(matching.keyStates()).isEqualTo(2);
    matching.timePasses(time + 60_000);
    assertThat(matching.keyStates()).isEqualTo(1);
    assertThat(matching.rules().stream().filter(rule -> rule.runs() == 1))
        .extracting(rule -> rule.rule())
        .containsExactly("for_ever");

    // And so does what comes later.
    writer.clear();
    TestEvent.payment("p2", time + 60_000, "card", 1, 1_000).write(writer, matching.schema());
    matching.onEvents(writer.bytes(), 0, writer.count());
    assertThat(matching.keyStates()).isEqualTo(3);
    matching.timePasses(time + 120_000);
    assertThat(matching.keyStates()).isEqualTo(1);
  }
}
