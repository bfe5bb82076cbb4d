package io.tripline.engine.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.tripline.dsl.ir.Decision;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.decision.Answer;
import io.tripline.engine.decision.Answer.ByRule;
import io.tripline.engine.decision.Answer.Raised;
import io.tripline.engine.decision.Answer.Taken;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.EngineStats.DecisionStats;
import io.tripline.engine.port.Storage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rules answer to those who ask about an event. */
final class DecisionsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private static final String RULES =
      TestRules.PAYMENT_TEXT
          + TestRules.LOGIN_TEXT
          + """
          rule by_account {
            on Payment by account
            when amount >= 0.50
            alert "account {account}" score 40
            decide review
          }
          rule by_card {
            severity critical
            by card
            pattern a -> b
            define
              a: Payment where amount >= 0.50
              b: Payment where amount >= 0.70
            alert "card {b.card}"
            decide decline
          }
          rule only_decides {
            on Payment by card
            when amount < 0.10
            decide approve
          }
          rule only_alerts {
            on Payment by none
            when amount = 0.99
            alert "99"
          }
          rule login {
            on Login by card
            decide review
          }
          """
              .replace("pattern a -> b", "pattern a -> b  within 1h");

  private final MemoryStorage storage = MemoryStorage.keeping();

  private static Engine open(EngineSettings settings, Storage storage) {
    return Engine.open(settings, storage, (name, text) -> TestRules.compile(text));
  }

  private static Engine open(int workers, Storage storage) {
    return open(TestEngine.settings(workers), storage);
  }

  private static void deploy(Engine engine, String text) throws InterruptedException {
    engine.deploy("rules", text, TestRules.compile(text));
  }

  private static EventWriter written(TestEvent event, Schema schema) {
    EventWriter writer = new EventWriter();
    event.write(writer, schema);
    return writer;
  }

  private static Asked ask(Engine engine, TestEvent event) throws InterruptedException {
    return ask(engine, event, LONG);
  }

  private static Asked ask(Engine engine, TestEvent event, Duration patience)
      throws InterruptedException {
    Schema schema = engine.schema();
    return engine.ask(written(event, schema), schema.id(), patience);
  }

  private static CompletableFuture<Answer> future(Asked asked) {
    assertThat(asked).isInstanceOf(Asked.Taken.class);
    return ((Asked.Taken) asked).answer();
  }

  private static Answer answer(Asked asked) {
    return future(asked).orTimeout(5, TimeUnit.MINUTES).join();
  }

  private static TestEvent payment(String id, long time, String card, long account, long amount) {
    return TestEvent.payment(id, time, card, account, amount);
  }

  // ---- what is answered

  /** Also those that are kept by another key than the rule's, and so perhaps by another worker. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void theFeaturesThatRulesReadAreTold(int workers) throws InterruptedException {
    String text =
        TestRules.PAYMENT_TEXT
            + """
            feature cards = distinct(Payment.card) by account over 1h
            rule velocity {
              on Payment by card
              when sum(amount) over 1h > 100.00 or cards > 10
              decide decline
            }
            """;
    try (Engine engine = open(workers, storage)) {
      deploy(engine, text);
      answer(ask(engine, payment("p1", 1_000, "c", 1, 60)));
      answer(ask(engine, payment("p2", 2_000, "d", 1, 60)));
      assertThat(answer(ask(engine, payment("p3", 3_000, "d", 1, 5))).features())
          .containsExactly(
              new NamedValue("cards", new Value.Int(2)),
              new NamedValue("sum(amount) over 1h", new Value.Decimal(new BigDecimal("0.65"))));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void theMostSevereDecisionOfTheRulesThatFireWins(int workers) throws InterruptedException {
    try (Engine engine = open(workers, storage)) {
      deploy(engine, RULES);
      Answer first = answer(ask(engine, payment("p1", 1_000, "c", 1, 60)));
      Answer second = answer(ask(engine, payment("p2", 2_000, "c", 2, 70)));
      Answer third = answer(ask(engine, payment("p3", 3_000, "c", 3, 5)));
      Answer none = answer(ask(engine, payment("p4", 4_000, "c", 3, 20)));

      assertThat(first.decision()).isEqualTo(Decision.REVIEW);
      assertThat(first.taken()).isEqualTo(Taken.BY_RULES);
      assertThat(first.type()).isEqualTo("Payment");
      assertThat(first.id()).isEqualTo("p1");
      assertThat(first.event()).isEqualTo(1);
      assertThat(second.decision()).isEqualTo(Decision.DECLINE);
      assertThat(second.rules())
          .containsExactly(
              new ByRule("rules", "by_account", Decision.REVIEW),
              new ByRule("rules", "by_card", Decision.DECLINE));
      List<Alert> stored = storage.alerts().all();
      assertThat(second.alerts())
          .extracting(Raised::id, Raised::message, Raised::score, Raised::suppressed)
          .containsExactly(
              tuple(stored.get(1).id(), "account 2", 40, false),
              tuple(stored.get(2).id(), "card c", -1, false));
      assertThat(third.decision()).isEqualTo(Decision.APPROVE);
      assertThat(third.alerts()).isEmpty();
      assertThat(none.decision()).isNull();
      assertThat(none.rules()).isEmpty();
      assertThat(engine.stats().decisions()).isEqualTo(new DecisionStats(1, 1, 1, 0));
      assertThat(storage.alerts().all()).hasSize(3);
    }
  }

  @Test
  void aRuleWithoutAnAlertCountsItsMatches() throws InterruptedException {
    try (Engine engine = open(1, storage)) {
      deploy(engine, RULES);
      answer(ask(engine, payment("p1", 1_000, "c", 1, 5)));
      EngineStats.RuleStats rule =
          engine.stats().rules().stream()
              .filter(each -> each.rule().equals("only_decides"))
              .findAny()
              .orElseThrow();
      assertThat(rule.matches()).isEqualTo(1);
      assertThat(rule.alerts()).isZero();
      assertThat(rule.suppressed()).isZero();
      assertThat(storage.alerts().all()).isEmpty();
    }
  }

  @Test
  void whatOncePerHoldsBackDecidesAllTheSame() throws InterruptedException {
    String rules =
        TestRules.PAYMENT_TEXT
            + """
            rule again {
              on Payment by card
              when amount > 0.50
              alert "big" once per 1h
              decide decline
            }
            """;
    try (Engine engine = open(2, storage)) {
      deploy(engine, rules);
      Answer first = answer(ask(engine, payment("p1", 1_000, "c", 1, 60)));
      Answer second = answer(ask(engine, payment("p2", 2_000, "c", 1, 60)));
      assertThat(first.alerts()).extracting(Raised::suppressed).containsExactly(false);
      assertThat(second.alerts()).extracting(Raised::suppressed).containsExactly(true);
      assertThat(second.decision()).isEqualTo(Decision.DECLINE);
      assertThat(second.alerts().getFirst().id()).isNotEqualTo(first.alerts().getFirst().id());
      assertThat(storage.alerts().all()).hasSize(1);
    }
  }

  /** An absence that its coming completes, of its own or another key, is not the event's doing. */
  @Test
  void whatTimeCompletesIsNotOfTheEvent() throws InterruptedException {
    String rules =
        TestRules.PAYMENT_TEXT
            + """
            rule either {
              by card
              pattern (a -> [10s] not b) | (a -> b)  within 1h
              define
                a: Payment where amount = 0.50
                b: Payment where amount = 0.60
              alert "{a.card}"
              decide decline
            }
            """;
    try (Engine engine = open(1, storage)) {
      deploy(engine, rules);
      answer(ask(engine, payment("p1", 1_000, "c", 1, 50)));
      Answer other = answer(ask(engine, payment("p2", 100_000, "d", 1, 10)));
      assertThat(storage.alerts().all()).hasSize(1);
      assertThat(other.decision()).isNull();
      assertThat(other.alerts()).isEmpty();
      assertThat(engine.stats().decisions()).isEqualTo(new DecisionStats(0, 0, 0, 0));
    }
  }

  /** Rules of rules: what an event leads to at once is its doing, whoever made the last step. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whatRulesMakeOfTheEventDecides(int workers) throws InterruptedException {
    String rules =
        TestRules.PAYMENT_TEXT
            + """
            event Suspected {
              id   string    @id
              time timestamp @time
              card string?
            }
            rule suspects {
              on Payment by account
              when amount > 0.50
              emit Suspected { card = card }
            }
            rule silent {
              by card
              pattern a -> not b  within 10s
              define
                a: Payment where amount = 0.20
                b: Payment where amount = 0.30
              emit Suspected { card = a.card }
            }
            rule decides {
              on Suspected by card
              alert "{card}"
              decide decline
            }
            """;
    try (Engine engine = open(workers, storage)) {
      deploy(engine, rules);
      Answer suspected = answer(ask(engine, payment("p1", 1_000, "c", 1, 60)));
      assertThat(suspected.decision()).isEqualTo(Decision.DECLINE);
      assertThat(suspected.alerts()).extracting(Raised::message).containsExactly("c");
      answer(ask(engine, payment("p2", 2_000, "d", 2, 20)));
      // Its coming lets the time of the other card's silence pass.
      Answer other = answer(ask(engine, payment("p3", 60_000, "e", 3, 10)));
      assertThat(other.decision()).isNull();
      assertThat(other.alerts()).isEmpty();
      assertThat(storage.alerts().all()).extracting(Alert::message).containsExactly("c", "d");
      assertThat(engine.stats().decisions()).isEqualTo(new DecisionStats(0, 0, 1, 0));
    }
  }

  @Test
  void aRuleThatHasToWaitForOthersCannotDecide() throws InterruptedException {
    String made =
        """
        event Suspected {
          id   string    @id
          time timestamp @time
          card string?
        }
        """;
    String makes =
        TestRules.PAYMENT_TEXT.replace("@time", "@time(lateness 5s)")
            + made
            + "rule suspects { on Payment by account  emit Suspected { card = card } }";
    String decides = made + "rule decides { on Suspected by card  decide decline }";
    try (Engine engine = open(1, storage)) {
      engine.deploy("makes", makes, TestRules.compile(makes));
      assertThatThrownBy(() -> engine.deploy("decides", decides, TestRules.compile(decides)))
          .isInstanceOf(DeploymentRefusedException.class)
          .hasMessageContaining("The rule decides of the rule set decides decides")
          .hasMessageContaining("lateness of 5s");
    }
  }

  /** Each answer tells of the alerts that its event completed, no others, in their order. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void answersAgreeWithAlerts(int workers) throws InterruptedException {
    List<TestEvent> events = TestEvent.stream(workers, 400);
    Map<Long, Answer> answers = new HashMap<>();
    try (Engine engine = open(workers, storage)) {
      deploy(engine, RULES);
      List<CompletableFuture<Answer>> waiting = new ArrayList<>();
      for (int i = 0; i < events.size(); i++) {
        if (i % 3 == 0) { // between events that nobody asks about
          TestEngine.feed(engine, List.of(events.get(i)), 1);
        } else {
          waiting.add(future(ask(engine, events.get(i))));
        }
      }
      engine.awaitProcessed();
      for (CompletableFuture<Answer> each : waiting) {
        assertThat(each).isCompleted();
        answers.put(each.join().event(), each.join());
      }
      assertThat(engine.stats().decisions().waiting()).isZero();
    }
    assertThat(answers).hasSize(events.size() - (events.size() + 2) / 3);
    Map<Long, List<String>> expected = new HashMap<>();
    Map<Long, Decision> decisions = new HashMap<>();
    for (Alert alert : storage.alerts().all()) {
      long event = alert.match().getLast().numbers().getLast();
      expected.computeIfAbsent(event, each -> new ArrayList<>()).add(alert.id());
      switch (alert.rule()) {
        case "by_account" -> decisions.merge(event, Decision.REVIEW, DecisionsTest::later);
        case "by_card" -> decisions.merge(event, Decision.DECLINE, DecisionsTest::later);
        default -> {}
      }
    }
    answers.forEach(
        (event, answer) -> {
          TestEvent asked = events.get((int) (event - 1));
          Decision decision = decisions.get(event);
          if (asked.type().equals("Login")) {
            decision = asked.card() == null ? null : Decision.REVIEW;
          } else if (asked.amount() < 10 && asked.card() != null) {
            decision = Decision.APPROVE;
          }
          assertThat(answer.decision()).as("%s", asked).isEqualTo(decision);
          assertThat(answer.alerts().stream().map(Raised::id).toList())
              .isEqualTo(expected.getOrDefault(event, List.of()));
        });
    assertThat(answers.values()).anyMatch(answer -> answer.decision() == Decision.DECLINE);
    assertThat(answers.values()).anyMatch(answer -> answer.decision() == null);
  }

  private static Decision later(Decision one, Decision other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  @Test
  void anAnswerTellsOfSoManyAlertsAndCountsTheRest() throws InterruptedException {
    String rules =
        TestRules.PAYMENT_TEXT
            + """
            rule pairs {
              by card
              pattern a ~> b  within 1h
              define
                a: Payment where amount = 0.50
                b: Payment where amount = 0.60
              after match skip none
              alert "pair"
              decide review
            }
            """;
    try (Engine engine = open(1, storage)) {
      deploy(engine, rules);
      for (int i = 0; i < 130; i++) {
        TestEngine.feed(engine, List.of(payment("a" + i, 1_000 + i, "c", 1, 50)), 1);
      }
      Answer answer = answer(ask(engine, payment("b", 2_000, "c", 1, 60)));
      assertThat(answer.alerts()).hasSize(Answer.MOST_ALERTS);
      assertThat(answer.moreAlerts()).isEqualTo(30);
      assertThat(answer.rules()).hasSize(1);
    }
  }

  @Test
  void anEventThatNoRuleTakesSaysSo() throws InterruptedException {
    String rules =
        TestRules.PAYMENT_TEXT.replace("@id", "@id(dedupe 1h)").replace("@time", "@time(late drop)")
            + """
            rule all {
              on Payment by card
              decide decline
            }
            """;
    try (Engine engine = open(2, storage)) {
      deploy(engine, rules);
      TestEngine.feed(engine, List.of(payment("p1", 5_000, "c", 1, 60)), 1);
      Answer duplicate = answer(ask(engine, payment("p1", 5_000, "c", 1, 60)));
      Answer late = answer(ask(engine, payment("p2", 1_000, "c", 1, 60)));
      assertThat(duplicate.taken()).isEqualTo(Taken.DUPLICATE);
      assertThat(duplicate.decision()).isNull();
      assertThat(late.taken()).isEqualTo(Taken.LATE);
      assertThat(late.decision()).isNull();
    }
  }

  // ---- asking again

  @Test
  void whoAsksAgainIsToldTheSameAndTheEventIsMatchedOnce() throws InterruptedException {
    try (Engine engine = open(2, storage)) {
      deploy(engine, RULES);
      Asked first = ask(engine, payment("ü\u0000😀", 1_000, "c", 1, 60));
      Answer answer = answer(first);
      assertThat(first).extracting("again").isEqualTo(false);
      Asked second = ask(engine, payment("ü\u0000😀", 1_000, "c", 1, 60));
      assertThat(second).extracting("again").isEqualTo(true);
      assertThat(answer(second)).isEqualTo(answer);
      assertThat(engine.stats().events()).isEqualTo(1);
      assertThat(ask(engine, payment("ü\u0000😀", 1_000, "c", 1, 61)))
          .isInstanceOf(Asked.IdReused.class);
      assertThat(ask(engine, payment("ü\u0000😀", 1_000, null, 1, 60)))
          .isInstanceOf(Asked.IdReused.class);
      assertThat(engine.stats().events()).isEqualTo(1);
      assertThat(engine.stats().decisions().waiting()).isZero();
    }
  }

  @Test
  void eventsWithoutAnIdAreEachTheirOwn() throws InterruptedException {
    try (Engine engine = open(1, storage)) {
      deploy(engine, RULES);
      Answer one = answer(ask(engine, TestEvent.login(1_000, "c")));
      Answer two = answer(ask(engine, TestEvent.login(1_000, "c")));
      assertThat(one.id()).isEqualTo("1");
      assertThat(two.id()).isEqualTo("2");
      assertThat(engine.stats().decisions()).isEqualTo(new DecisionStats(0, 2, 0, 0));
      assertThat(storage.decisions().count()).isZero();
    }
  }

  /** Also where the type has got another field meanwhile. */
  @Test
  void theSameAnswerIsGivenAfterARestartAndADeployment() throws InterruptedException {
    Answer before;
    try (Engine engine = open(1, storage)) {
      deploy(engine, RULES);
      before = answer(ask(engine, payment("p1", 1_000, "c", 1, 60)));
    }
    try (Engine engine = open(3, storage)) {
      deploy(
          engine,
          RULES
              .replace("id      string", "more string?\n  id      string")
              .replace("decide review", "decide decline"));
      Schema schema = engine.schema();
      EventWriter writer = new EventWriter();
      writer.begin(schema.get("Payment"));
      text(writer, 1, "p1");
      writer.setLong(2, 1_000);
      text(writer, 3, "c");
      writer.setLong(4, 1);
      writer.setLong(5, 60);
      writer.end(0, new byte[0], 0, 0);
      Asked asked = engine.ask(writer, schema.id(), LONG);
      assertThat(asked).extracting("again").isEqualTo(true);
      assertThat(answer(asked)).isEqualTo(before);
    }
  }

  private static void text(EventWriter writer, int field, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writer.setText(field, bytes, 0, bytes.length);
  }

  // ---- while it is under way

  /** A disk that can be stopped. */
  private final class SlowDisk {
    final CountDownLatch goOn = new CountDownLatch(1);
    final CountDownLatch stopped = new CountDownLatch(1);
    volatile boolean slow;
    volatile @Nullable RuntimeException failure;

    Storage storage() {
      return new RecordingStorage(
          DecisionsTest.this.storage,
          (write, done) -> {
            if (slow && write.equals("journal") && !done) {
              stopped.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              RuntimeException fails = failure;
              if (fails != null) {
                throw fails;
              }
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whoAsksAgainMeanwhileWaitsForTheSame(int workers) throws InterruptedException {
    SlowDisk disk = new SlowDisk();
    try (Engine engine = open(workers, disk.storage())) {
      deploy(engine, RULES);
      disk.slow = true;
      Asked first = ask(engine, payment("p1", 1_000, "c", 1, 60));
      disk.stopped.await();
      Asked second = ask(engine, payment("p1", 1_000, "c", 1, 60));
      assertThat(second).extracting("again").isEqualTo(true);
      assertThat(ask(engine, payment("p1", 1_000, "c", 1, 61))).isInstanceOf(Asked.IdReused.class);
      assertThat(future(first)).isNotDone(); // the journal is not written yet
      assertThat(engine.stats().decisions().waiting()).isEqualTo(1);
      disk.goOn.countDown();
      assertThat(answer(first)).isEqualTo(answer(second));
      assertThat(engine.stats().events()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void anEarlyAnswerDoesNotWaitForTheDisk(int workers) throws InterruptedException {
    SlowDisk disk = new SlowDisk();
    EngineSettings early = TestEngine.settings(workers).withEarlyAnswers(true);
    try (Engine engine = open(early, disk.storage())) {
      deploy(engine, RULES);
      answer(ask(engine, payment("p1", 1_000, "c", 1, 60)));
      engine.awaitProcessed();
      disk.slow = true;
      Answer answer = answer(ask(engine, payment("p2", 2_000, "c", 1, 70)));
      assertThat(answer.decision()).isEqualTo(Decision.DECLINE);
      assertThat(answer.alerts()).extracting(Raised::suppressed).containsExactly(null, null);
      assertThat(storage.decisions().find("Payment", "p2")).isNull();
      assertThat(answer(ask(engine, payment("p2", 2_000, "c", 1, 70)))).isEqualTo(answer);
      disk.goOn.countDown();
      engine.awaitProcessed();
      Answer stored = requireNonNull(storage.decisions().find("Payment", "p2"));
      assertThat(stored.alerts()).extracting(Raised::suppressed).containsExactly(false, false);
      assertThat(stored.rules()).isEqualTo(answer.rules());
      assertThat(stored.alerts().stream().map(Raised::id).toList())
          .isEqualTo(answer.alerts().stream().map(Raised::id).toList());
    }
  }

  @Test
  void aFullRingTakesNothing() throws Exception {
    SlowDisk disk = new SlowDisk();
    EngineSettings tiny = new EngineSettings(1, 2, 0, 1_000, 1L << 30, 1 << 16);
    try (Engine engine = open(tiny, disk.storage())) {
      deploy(engine, RULES);
      disk.slow = true;
      ask(engine, payment("p1", 1_000, "c", 1, 60));
      disk.stopped.await();
      ask(engine, payment("p2", 1_000, "c", 1, 60));
      assertThat(ask(engine, payment("p3", 1_000, "c", 1, 60), Duration.ofMillis(1)))
          .isInstanceOf(Asked.Full.class);
      assertThat(engine.stats().decisions().waiting()).isEqualTo(2);

      // Who waits for somebody else's question hears that it was withdrawn.
      AtomicReference<@Nullable Asked> outcome = new AtomicReference<>();
      Thread other =
          Thread.startVirtualThread(
              () -> {
                try {
                  outcome.set(ask(engine, payment("p3", 1_000, "c", 1, 60), LONG));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      while (engine.stats().decisions().waiting() < 3) {
        Thread.onSpinWait();
      }
      Asked joined = ask(engine, payment("p3", 1_000, "c", 1, 60));
      other.interrupt();
      other.join();
      assertThatThrownBy(() -> future(joined).get(5, TimeUnit.MINUTES))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(Asked.WithdrawnException.class);
      disk.goOn.countDown();
      assertThat(answer(ask(engine, payment("p3", 1_000, "c", 1, 60))).event()).isEqualTo(3);
    }
  }

  @Test
  void whereTheEngineStopsAllWhoWaitAreTold() throws InterruptedException {
    SlowDisk disk = new SlowDisk();
    Engine engine = open(2, disk.storage());
    deploy(engine, RULES);
    disk.slow = true;
    disk.failure = new IllegalStateException("the disk is broken");
    CompletableFuture<Answer> answer = future(ask(engine, payment("p1", 1_000, "c", 1, 60)));
    CompletableFuture<Answer> login = future(ask(engine, TestEvent.login(1_000, "c")));
    disk.goOn.countDown();
    assertThatThrownBy(answer::join).hasCauseInstanceOf(EngineFailedException.class);
    assertThatThrownBy(login::join).hasCauseInstanceOf(EngineFailedException.class);
    assertThatThrownBy(() -> ask(engine, payment("p2", 1_000, "c", 1, 60)))
        .isInstanceOf(EngineFailedException.class);
    engine.close();
  }

  // ---- crashes

  /** Whatever was stored when it crashed, who asks again is told the same, of one match. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void afterACrashTheSameIsAnswered(int workers) throws InterruptedException {
    List<TestEvent> events =
        TestEvent.stream(7, 120).stream().filter(e -> e.type().equals("Payment")).toList();
    List<MemoryStorage> crashes = new ArrayList<>();
    RecordingStorage watched =
        new RecordingStorage(storage, (write, done) -> crashes.add(storage.copy()));
    Map<String, Answer> told = new HashMap<>();
    try (Engine engine = open(workers, watched)) {
      deploy(engine, RULES);
      List<CompletableFuture<Answer>> waiting = new ArrayList<>();
      for (int i = 0; i < events.size(); i++) {
        waiting.add(future(ask(engine, events.get(i))));
        if (i % 40 == 20) {
          engine.checkpoint();
        }
      }
      for (CompletableFuture<Answer> each : waiting) {
        Answer answer = each.orTimeout(5, TimeUnit.MINUTES).join();
        told.put(answer.id(), answer);
      }
    }
    int checked = 0;
    for (int c = 0; c < crashes.size(); c += 1 + crashes.size() / 25) {
      MemoryStorage crashed = crashes.get(c);
      try (Engine engine = open(1 + c % 4, crashed)) {
        if (engine.ruleSets().isEmpty()) {
          continue;
        }
        long known = engine.stats().events();
        for (int i = 0; i < known; i++) {
          Asked asked = ask(engine, events.get(i));
          assertThat(asked).extracting("again").isEqualTo(true);
          assertThat(answer(asked)).isEqualTo(told.get(events.get(i).id()));
          checked++;
        }
        assertThat(engine.stats().events()).isEqualTo(known);
        if (known < events.size()) {
          Asked lost = ask(engine, events.get((int) known));
          assertThat(lost).extracting("again").isEqualTo(false);
          assertThat(answer(lost)).isEqualTo(told.get(events.get((int) known).id()));
        }
      }
    }
    assertThat(checked).isGreaterThan(events.size());
  }

  @Test
  void whatALossOfPowerTookIsMatchedAnew() throws InterruptedException {
    try (Engine engine = open(1, storage)) {
      deploy(engine, RULES);
      answer(ask(engine, payment("p1", 1_000, "c", 1, 60)));
      answer(ask(engine, payment("p2", 2_000, "c", 1, 60)));
      MemoryStorage without = storage.copyAfterLossOfPower(1);
      try (Engine after = open(1, without)) {
        assertThat(after.stats().events()).isEqualTo(1);
        assertThat(ask(after, payment("p1", 1_000, "c", 1, 60)))
            .extracting("again")
            .isEqualTo(true);
        Asked anew = ask(after, payment("p2", 2_000, "c", 1, 90));
        assertThat(anew).extracting("again").isEqualTo(false);
        assertThat(answer(anew).decision()).isEqualTo(Decision.DECLINE);
      }
    }
  }

  @Test
  void thousandsMayWaitAtOnce() throws InterruptedException {
    SlowDisk disk = new SlowDisk();
    EngineSettings settings = new EngineSettings(2, 4_096, 0, 1_000, 1L << 30, 1 << 16);
    try (Engine engine = open(settings, disk.storage())) {
      deploy(engine, RULES);
      disk.slow = true;
      List<Thread> threads = new ArrayList<>();
      Map<Integer, Answer> answers = new ConcurrentHashMap<>();
      for (int i = 0; i < 3_000; i++) {
        int n = i;
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  try {
                    // A third of them ask what another one asks.
                    String id = "p" + (n % 2_000);
                    answers.put(n, answer(ask(engine, payment(id, 1_000, "c", 1, 60))));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
      }
      while (engine.stats().decisions().waiting() < 2_000) {
        Thread.onSpinWait();
      }
      disk.goOn.countDown();
      for (Thread each : threads) {
        each.join();
      }
      assertThat(answers).hasSize(3_000);
      for (int i = 2_000; i < 3_000; i++) {
        assertThat(answers.get(i)).isEqualTo(answers.get(i - 2_000));
      }
      assertThat(engine.stats().events()).isEqualTo(2_000);
    }
  }
}
