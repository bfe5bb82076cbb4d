package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.memory.MemoryStorage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The whole way from the text of rules to alerts, with any number of workers and after restarts.
 */
final class RulesAsTextTest {
  private static final String TEXT =
      TestRules.PAYMENT_TEXT
          + TestRules.LOGIN_TEXT
          + """
          rule card_testing {
            severity high
            by card
            pattern probe{3,} -> hit within 10m
            define
              probe: Payment where amount < 2.00
              hit:   Payment where amount > greatest(200.00, 100 * avg(probe.amount))
            after match skip past last
            alert "{count(probe)} probes of {avg(probe.amount)} on average, then {hit.amount}"
              score 85
              with first_probe = first(probe.id), hit = hit.amount
              once per 1h
          }
          rule large {
            severity low
            on Payment by (card, account) when amount >= 300.00
            alert "large" once per 1m
          }
          rule takeover {
            severity critical
            by card
            pattern login ~> pay{2} within 2m
            define
              login: Login
              pay:   Payment where amount > 250
            after match skip none
            alert "{count(pay)} after a login"
          }
          """;

  private static RuleSet compile(String name, String text) {
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("test.trip", text)));
    assertThat(compilation.diagnostics()).as("diagnostics of %s", name).isEmpty();
    return Objects.requireNonNull(compilation.ruleSet());
  }

  private static Engine open(int workers, MemoryStorage storage) {
    return Engine.open(TestEngine.cached(workers, 5), storage, RulesAsTextTest::compile);
  }

  private static TestEvent pay(String id, long second, String card, long cents) {
    return TestEvent.payment(id, second * 1_000, card, 1, cents);
  }

  @Test
  void anAlertSaysWhatTheRuleSays() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    try (Engine engine = open(2, storage)) {
      engine.deploy("cards", TEXT, compile("cards", TEXT));
      TestEngine.feed(
          engine,
          List.of(
              pay("p1", 0, "c1", 100),
              pay("p2", 60, "c1", 150),
              pay("x", 70, "c2", 45_000),
              pay("p3", 120, "c1", 99),
              pay("h1", 300, "c1", 45_000)),
          2);
      engine.awaitProcessed();
    }
    List<Alert> alerts =
        storage.alerts().all().stream().filter(a -> a.rule().equals("card_testing")).toList();
    assertThat(alerts).hasSize(1);
    Alert alert = alerts.getFirst();
    assertThat(alert.key()).containsExactly(new NamedValue("card", new Value.Text("c1")));
    assertThat(alert.score()).isEqualTo(85);
    assertThat(alert.time()).isEqualTo(300_000);
    assertThat(alert.with())
        .containsExactly(
            new NamedValue("first_probe", new Value.Text("p1")),
            new NamedValue("hit", new Value.Decimal(new BigDecimal("450.00"))));
    assertThat(alert.match())
        .containsExactly(
            new Alert.Binding("probe", List.of("p1", "p2", "p3"), List.of(1L, 2L, 4L)),
            new Alert.Binding("hit", List.of("h1"), List.of(5L)));
    assertThat(storage.alerts().all())
        .extracting(Alert::rule)
        .containsExactly("large", "card_testing", "large");
  }

  @Test
  void workersAndRestartsChangeNothing() throws InterruptedException {
    long seed = 20261121;
    Random random = new Random(seed);
    List<TestEvent> events = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      long time = 2_000L * i + random.nextInt(5_000);
      String card = "c" + random.nextInt(40);
      long cents = random.nextInt(4) == 0 ? random.nextInt(40_000) : random.nextInt(250);
      events.add(
          random.nextInt(6) == 0
              ? TestEvent.login(time, card)
              : TestEvent.payment("p" + i, time, card, random.nextInt(3), cents));
    }
    List<Alert> expected = run(1, events, events.size());
    assertThat(expected).as("seed %d", seed).hasSizeGreaterThan(100);
    assertThat(expected).extracting(Alert::rule).contains("card_testing", "large", "takeover");
    assertThat(run(2, events, events.size())).as("seed %d", seed).isEqualTo(expected);
    assertThat(run(4, events, 500)).as("seed %d", seed).isEqualTo(expected);
    assertThat(run(3, events, 37)).as("seed %d", seed).isEqualTo(expected);
  }

  /** Stops and opens again after so many events. */
  private static List<Alert> run(int workers, List<TestEvent> events, int restart)
      throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    for (int from = 0; from < events.size(); from += restart) {
      try (Engine engine = open(workers, storage)) {
        engine.deploy("cards", TEXT, compile("cards", TEXT)); // the same text changes nothing
        TestEngine.feed(engine, events.subList(from, Math.min(events.size(), from + restart)), 11);
      }
    }
    return storage.alerts().all();
  }
}
