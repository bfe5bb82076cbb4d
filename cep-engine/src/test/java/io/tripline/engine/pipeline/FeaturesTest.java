package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.pipeline.Engine.Deployment.Kind;
import io.tripline.engine.pipeline.Engine.Deployment.RuleChange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Windows and features that rules of this and of another key read, against a naive computation:
 * with any number of workers, after restarts, and by rules that come later.
 */
final class FeaturesTest {
  static final String EVENTS = TestRules.PAYMENT_TEXT + TestRules.LOGIN_TEXT;

  private static final String FEATURES =
      """
      feature cards_of_account = distinct(Payment.card) by account over 10s
      feature paid_by_card     = sum(Payment.amount) by Payment.card, Login.card over 5s
      """;

  private static final String VALUES =
      """
      rule values {
        on Payment by card
        when count() over 3s > 0
        alert "{count() over 3s} {sum(amount) over previous 4s} {cards_of_account}"
          with same = count(where account = this.account) over 2s
      }
      """;

  private static final String AT_LOGIN =
      """
      rule at_login {
        on Login by card
        when paid_by_card > 1.00
        alert "{paid_by_card}"
      }
      """;

  private static final String SEQUENCE =
      """
      rule rising {
        by card
        pattern large -> fast within 10s
        define
          large: Payment where amount > max(amount) over previous 5s
          fast:  Payment where count() over 1s >= 2 and cards_of_account > 3
        alert "{large.amount} {fast.amount}"
      }
      """;

  static final String ALL = EVENTS + FEATURES + VALUES + AT_LOGIN + SEQUENCE;

  private final List<TestEvent> stream = TestEvent.stream(20261122, 2_000);
  // What each event has as its time: that never goes back.
  private final long[] clocks = new long[stream.size()];

  FeaturesTest() {
    long clock = Long.MIN_VALUE;
    for (int i = 0; i < clocks.length; i++) {
      clock = Math.max(clock, stream.get(i).time());
      clocks[i] = clock;
    }
  }

  private static RuleSet compile(String name, String text) {
    var compilation = RuleCompiler.compile(List.of(new SourceFile("test.trip", text)));
    return Objects.requireNonNull(
        compilation.ruleSet(), () -> name + ": " + compilation.diagnostics());
  }

  private static Engine open(int workers, MemoryStorage storage) {
    return Engine.open(TestEngine.cached(workers, 5), storage, FeaturesTest::compile);
  }

  /** Stops and opens again after so many events. */
  private List<Alert> run(int workers, int restart) throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    for (int from = 0; from < stream.size(); from += restart) {
      try (Engine engine = open(workers, storage)) {
        engine.deploy("set", ALL, compile("set", ALL));
        TestEngine.feed(engine, stream.subList(from, Math.min(stream.size(), from + restart)), 11);
      }
    }
    return storage.alerts().all();
  }

  // ---- the naive computation

  /** The payments at or before event {@code at} that lie in the window and are wanted. */
  private List<TestEvent> window(
      int at, long length, boolean previous, Predicate<TestEvent> wanted) {
    List<TestEvent> found = new ArrayList<>();
    for (int i = 0; i <= (previous ? at - 1 : at); i++) {
      TestEvent event = stream.get(i);
      if (event.type().equals("Payment")
          && clocks[i] >= clocks[at] - length
          && wanted.test(event)) {
        found.add(event);
      }
    }
    return found;
  }

  private static String sum(List<TestEvent> events) {
    return events.isEmpty()
        ? "null"
        : BigDecimal.valueOf(events.stream().mapToLong(TestEvent::amount).sum(), 2).toString();
  }

  private List<String> expected() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < stream.size(); i++) {
      TestEvent event = stream.get(i);
      String card = event.card();
      if (card == null) {
        continue;
      }
      if (event.type().equals("Login")) {
        List<TestEvent> paid = window(i, 5_000, false, e -> card.equals(e.card()));
        if (paid.stream().mapToLong(TestEvent::amount).sum() > 100) {
          all.add("at_login " + sum(paid));
        }
        continue;
      }
      long cards =
          window(i, 10_000, false, e -> e.account() == event.account()).stream()
              .map(TestEvent::card)
              .filter(Objects::nonNull)
              .distinct()
              .count();
      all.add(
          "values "
              + window(i, 3_000, false, e -> card.equals(e.card())).size()
              + " "
              + sum(window(i, 4_000, true, e -> card.equals(e.card())))
              + " "
              + cards
              + " same "
              + window(
                      i, 2_000, false, e -> card.equals(e.card()) && e.account() == event.account())
                  .size());
    }
    return all;
  }

  private static List<String> told(List<Alert> alerts) {
    return alerts.stream()
        .filter(alert -> !alert.rule().equals("rising"))
        .map(
            alert ->
                alert.rule()
                    + " "
                    + alert.message()
                    + (alert.with().isEmpty()
                        ? ""
                        : " same " + ((Value.Int) alert.with().getFirst().value()).value()))
        .toList();
  }

  @Test
  void everyValueIsThatOfTheNaiveComputation() throws InterruptedException {
    assertThat(told(run(1, stream.size()))).isEqualTo(expected());
  }

  @Test
  void restartsAndStatesThatWerePutAwayChangeNothing() throws InterruptedException {
    List<Alert> expected = run(1, stream.size());
    assertThat(expected).extracting(Alert::rule).contains("values", "at_login", "rising");
    assertThat(run(1, 100)).isEqualTo(expected);
    assertThat(run(1, 37)).isEqualTo(expected);
  }

  @Test
  void theNumberOfWorkersChangesNothing() throws InterruptedException {
    List<Alert> expected = run(1, stream.size());
    assertThat(run(2, stream.size())).isEqualTo(expected);
    assertThat(run(3, 211)).isEqualTo(expected);
    assertThat(run(4, 500)).isEqualTo(expected);
  }

  @Test
  void aKeyIsLookedUpOnceForARuleAndItsWindows() {
    List<TestEvent> payments =
        stream.stream().filter(e -> e.type().equals("Payment") && e.card() != null).toList();
    // Each gives keys states of its own, for which their records have to move.
    String ofCards = SEQUENCE.replace(" and cards_of_account > 3", "");
    String all =
        EVENTS
            + FEATURES.replace("by account", "by card")
            + VALUES.replace("where account = this.account", "where account = 1")
            + ofCards
            + ofCards.replace("rising", "other").replace("over 1s", "over 2s")
            + ofCards.replace("rising", "last").replace("over previous 5s", "over previous 6s");
    List<String> alerts = new ArrayList<>();
    Matching matching = Matching.of("set", compile("set", all), alert -> alerts.add(alert.rule()));
    EventWriter writer = new EventWriter();
    payments.forEach(event -> event.write(writer, matching.schema()));
    matching.onEvents(writer.bytes(), 0, writer.count());
    assertThat(alerts).contains("values", "rising", "other", "last");
    assertThat(matching.lookUps()).isEqualTo(payments.size());
  }

  /** The alerts of rules that come in the middle, by rule. */
  private List<String> runWithMore(int batch, boolean restart, String rules, String more)
      throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    int half = stream.size() / 2;
    Engine engine = open(1, storage);
    try {
      engine.deploy("set", rules, compile("set", rules));
      TestEngine.feed(engine, stream.subList(0, half), batch);
      if (restart) {
        engine.close();
        engine = open(2, storage);
      }
      engine.deploy("set", rules + more, compile("set", rules + more));
      TestEngine.feed(engine, stream.subList(half, stream.size()), batch);
      engine.awaitProcessed();
    } finally {
      engine.close();
    }
    return storage.alerts().all().stream().map(a -> a.rule() + " " + a.message()).toList();
  }

  @Test
  void aLongerWindowOverTheSameEventsBeginsEmptyAndTheOthersGoOn() throws InterruptedException {
    String rules = EVENTS + window("short", 2);
    List<String> alone = runWithMore(1, false, rules, window("none", 1).replace(">= 1", "< 0"));
    List<String> expected = runWithMore(1, false, rules, window("long", 60));
    assertThat(expected.stream().filter(a -> a.startsWith("short"))).isEqualTo(alone);
    List<TestEvent> after = stream.subList(stream.size() / 2, stream.size());
    List<TestEvent> payments =
        after.stream().filter(e -> e.type().equals("Payment") && e.card() != null).toList();
    List<String> naive = new ArrayList<>();
    for (int i = 0; i < payments.size(); i++) {
      String card = payments.get(i).card();
      int at = stream.indexOf(payments.get(i));
      naive.add(
          "long "
              + payments.subList(0, i + 1).stream()
                  .filter(e -> e.card().equals(card))
                  .filter(e -> clocks[stream.indexOf(e)] >= clocks[at] - 60_000)
                  .count());
    }
    assertThat(expected.stream().filter(a -> a.startsWith("long")).toList()).isEqualTo(naive);
    for (int batch : new int[] {7, 500}) {
      assertThat(runWithMore(batch, false, rules, window("long", 60))).isEqualTo(expected);
      assertThat(runWithMore(batch, true, rules, window("long", 60))).isEqualTo(expected);
    }
  }

  private static String window(String rule, int seconds) {
    return """
    rule %s {
      on Payment by card
      when count() over %ds >= 1
      alert "{count() over %ds}"
    }
    """
        .formatted(rule, seconds, seconds);
  }

  @Test
  void aRuleThatBeginsToTakeMadeEventsKeepsItsWindowsAndTheAnswerTellsWhatItLoses()
      throws InterruptedException {
    String makes =
        EVENTS
            + """
            rule makes {
              on Login by card
              when true
              emit Payment { card = card, amount = 0.01 }
            }
            """;
    String takes = EVENTS + window("takes", 10);
    MemoryStorage storage = MemoryStorage.keeping();
    Engine engine = open(2, storage);
    try {
      engine.deploy("takes", takes, compile("takes", takes));
      TestEngine.feed(engine, List.of(pay(1_000), pay(2_000)), 1);
      Deployment made = engine.deploy("makes", makes, compile("makes", makes));
      assertThat(made.rules())
          .containsExactly(
              new RuleChange("makes", Kind.NEW), new RuleChange("takes.takes", Kind.RESET));
      TestEngine.feed(engine, List.of(TestEvent.login(3_000, "c"), pay(4_000)), 1);
      engine.close();
      engine = open(3, storage);
      TestEngine.feed(engine, List.of(pay(5_000)), 1);
      engine.undeploy("makes");
      TestEngine.feed(engine, List.of(TestEvent.login(6_000, "c"), pay(7_000)), 1);
      engine.awaitProcessed();
    } finally {
      engine.close();
    }
    assertThat(storage.alerts().all())
        .extracting(Alert::message)
        .containsExactly("1", "2", "3", "4", "5", "6");
  }

  @Test
  void theAnswerTellsOfWindowsThatBegin() throws InterruptedException {
    String rules = EVENTS + window("one", 10);
    String longer = EVENTS + window("one", 20);
    String another = longer + window("another", 15);
    try (Engine engine = open(1, MemoryStorage.keeping())) {
      assertThat(engine.deploy("set", rules, compile("set", rules)).rules())
          .containsExactly(new RuleChange("one", Kind.NEW, true));
      assertThat(engine.deploy("set", longer, compile("set", longer)).rules())
          .extracting(RuleChange::newWindows)
          .containsExactly(true);
      assertThat(engine.deploy("set", another, compile("set", another)).rules())
          .extracting(RuleChange::newWindows)
          .containsExactly(false, false);
    }
  }

  private static TestEvent pay(long time) {
    return TestEvent.payment("p" + time, time, "c", 1, 50);
  }
}
