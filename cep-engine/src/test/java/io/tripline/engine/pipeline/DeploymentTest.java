package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.pipeline.Engine.Deployment.Kind;
import io.tripline.engine.pipeline.Engine.Deployment.Pending;
import io.tripline.engine.pipeline.Engine.Deployment.RuleChange;
import io.tripline.engine.pipeline.Engine.Options;
import io.tripline.engine.pipeline.Engine.Published;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules change between two events. */
final class DeploymentTest {
  private final MemoryStorage storage = MemoryStorage.keeping();
  private Engine engine = null;

  @BeforeEach
  void open() {
    engine = TestEngine.open(TestEngine.settings(2), storage);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Deployment deploy(String name, String text) throws InterruptedException {
    return engine.deploy(name, text, TestRules.read(name, text));
  }

  private void reopen() {
    engine.close();
    open();
  }

  private static TestEvent pay(int number, long time, long amount) {
    return TestEvent.payment("p" + number, time, "c", 1, amount);
  }

  private List<String> alertIds(String rule) throws InterruptedException {
    engine.awaitProcessed();
    return storage.alerts().all().stream()
        .filter(alert -> alert.rule().equals(rule))
        .map(alert -> String.join(" ", alert.match().getLast().ids()))
        .toList();
  }

  @Test
  void saysWhatBecameOfEachRule() throws InterruptedException {
    assertThat(deploy("a", "rising=20000 large=80 all").rules())
        .containsExactly(
            new RuleChange("all", Kind.NEW),
            new RuleChange("large", Kind.NEW),
            new RuleChange("rising", Kind.NEW));
    Deployment second = deploy("a", "rising=30000 large=90 burst=3");
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.rules())
        .containsExactly(
            new RuleChange("all", Kind.GONE),
            new RuleChange("burst", Kind.NEW),
            new RuleChange("large", Kind.CARRIED_OVER),
            new RuleChange("rising", Kind.RESET));
    assertThat(deploy("a", "rising=30000 largeByCard=90 burst=3").rules())
        .contains(new RuleChange("large", Kind.RESET), new RuleChange("burst", Kind.KEPT));
  }

  @Test
  void theSameTextChangesNothing() throws InterruptedException {
    Deployment first = deploy("a", "all");
    Deployment again = deploy("a", "all");
    assertThat(again)
        .isEqualTo(
            new Deployment(
                "a",
                1,
                first.sequence(),
                List.of(new RuleChange("all", Kind.KEPT)),
                RuleModes.LIVE,
                null));
    assertThat(storage.ruleVersions().versions("a")).hasSize(1);
    assertThat(storage.journal().lastSequence()).isZero();
  }

  @Test
  void nothingIsChangedWhereAnotherVersionRuns() throws InterruptedException {
    deploy("a", "all");
    deploy("a", "all rising");
    Options seen = Options.USUAL.expecting(version -> version == 1);
    assertThatThrownBy(() -> engine.deploy("a", "all", TestRules.read("a", "all"), seen))
        .isInstanceOfSatisfying(
            OtherVersionException.class, e -> assertThat(e.running()).isEqualTo(2));
    assertThatThrownBy(() -> engine.undeploy("a", seen.expected()))
        .isInstanceOf(OtherVersionException.class);
    assertThatThrownBy(() -> engine.undeploy("b", seen.expected()))
        .isInstanceOfSatisfying(
            OtherVersionException.class,
            e -> assertThat(e.running()).isEqualTo(RuleSetVersion.NONE));
    assertThat(storage.ruleVersions().versions("a")).hasSize(2);
    assertThat(engine.undeploy("a", version -> version == 2)).isPresent();
  }

  @Test
  void aKeptRuleGoesOnWithWhatItHasSeen() throws InterruptedException {
    deploy("a", "rising");
    TestEngine.feed(engine, List.of(pay(1, 1_000, 10), pay(2, 2_000, 20)), 1);
    deploy("a", "rising all"); // rising is the same
    reopen();
    TestEngine.feed(engine, List.of(pay(3, 3_000, 30)), 1);
    assertThat(alertIds("rising")).containsExactly("p3");
  }

  @Test
  void aResetRuleStartsAnewAndItsStatesAreDropped() throws InterruptedException {
    deploy("a", "rising");
    TestEngine.feed(engine, List.of(pay(1, 1_000, 10), pay(2, 2_000, 20)), 1);
    engine.checkpoint();
    assertThat(TestEngine.states(storage)).isEqualTo(1);
    deploy("a", "rising=30000");
    TestEngine.feed(engine, List.of(pay(3, 3_000, 30), pay(4, 4_000, 40)), 1);
    engine.checkpoint();
    assertThat(alertIds("rising")).isEmpty();
    reopen(); // the store is swept after a checkpoint is told of
    assertThat(TestEngine.states(storage)).isEqualTo(1);
    TestEngine.feed(engine, List.of(pay(5, 5_000, 50)), 1);
    assertThat(alertIds("rising")).containsExactly("p5");
  }

  private static final String PAIR =
      """
      rule %s { by k  pattern a -> b within %dms  define a: A  b: B  alert "%s" }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"", "restart", "crash", "checkpoint crash"})
  void theAnswerCountsWhatIsKeptAndWhatIsLost(String between) throws InterruptedException {
    String types = Timeline.type("A", "") + Timeline.type("B", "");
    String all = types + PAIR.formatted("one", 50, "") + PAIR.formatted("two", 60, "");
    Pending three = new Pending(3, 3);
    try (Timeline timeline = Timeline.of(all)) {
      timeline.feed("a1@1/x a2@2/y a3@3/z a4@4/u b@5/u " + between);
      assertThat(timeline.deployed(all).rules())
          .containsExactly(change("one", Kind.KEPT, three), change("two", Kind.KEPT, three));
      String other =
          PAIR.formatted("one", 50, "!")
              + PAIR.formatted("two", 60, "").replace("a -> b", "a -> a -> b");
      assertThat(timeline.deployed(types + other).rules())
          .containsExactly(
              change("one", Kind.CARRIED_OVER, three), change("two", Kind.RESET, three));
      timeline.feed("a5@6/x " + between);
      assertThat(timeline.deployed(types + PAIR.formatted("three", 50, "")).rules())
          .containsExactly(
              change("one", Kind.GONE, three),
              change("three", Kind.NEW, Pending.NOTHING),
              change("two", Kind.GONE, new Pending(1, 1)));
      timeline.feed("a6@7/x " + between);
      assertThat(timeline.engine().undeploy("set").orElseThrow().rules())
          .containsExactly(change("three", Kind.GONE, new Pending(1, 1)));
    }
  }

  @Test
  void theAnswerCountsWhatARuleBeginsWith() throws InterruptedException {
    String types = Timeline.type("A", "") + Timeline.type("B", "");
    String one = types + PAIR.formatted("one", 50, "");
    try (Timeline timeline = Timeline.of(one)) {
      timeline.feed("a1@1/x a2@2/y b@3/y");
      assertThat(timeline.deployWarm(one + PAIR.formatted("two", 60, "")).rules())
          .containsExactly(
              change("one", Kind.KEPT, new Pending(1, 1)),
              new RuleChange("two", Kind.NEW, false, Pending.NOTHING, new Pending(1, 1)));
    }
  }

  private static RuleChange change(String rule, Kind kind, Pending had) {
    return new RuleChange(rule, kind, false, had, null);
  }

  @Test
  void aRuleOfWhichOnlyTheWordsChangeIsCarriedOver() throws InterruptedException {
    String text = TestRules.PAYMENT_TEXT + "rule r { on Payment by card alert \"%s\" }";
    engine.deploy("set", "1", TestRules.compile(text.formatted("a")));
    assertThat(engine.deploy("set", "2", TestRules.compile(text.formatted("b"))).rules())
        .containsExactly(new RuleChange("r", Kind.CARRIED_OVER));
    assertThat(engine.deploy("set", "3", TestRules.compile("\n" + text.formatted("b"))).rules())
        .containsExactly(new RuleChange("r", Kind.KEPT));
  }

  @Test
  void aVersionThatBringsAnotherBackSaysSo() throws InterruptedException {
    deploy("a", "large=50");
    deploy("a", "large=70");
    engine.deploy("a", "large=50", TestRules.read("a", "large=50"), Options.USUAL.restoring(1));
    reopen();
    assertThat(storage.ruleVersions().versions("a"))
        .extracting(RuleSetVersion::restores)
        .containsExactly(RuleSetVersion.NONE, RuleSetVersion.NONE, 1);
  }

  @Test
  void undeployTakesARuleSetAwayAndVersionsGoOn() throws InterruptedException {
    deploy("a", "large=50");
    TestEngine.feed(engine, List.of(pay(1, 1_000, 60)), 1);
    assertThat(engine.undeploy("a")).isPresent();
    assertThat(engine.undeploy("a")).isEmpty();
    assertThat(engine.ruleSets()).isEmpty();
    assertThat(engine.schema().layouts()).isEmpty();
    reopen();
    assertThat(engine.ruleSets()).isEmpty();
    assertThat(deploy("a", "large=50").version()).isEqualTo(3);
    TestEngine.feed(engine, List.of(pay(2, 2_000, 60)), 1);
    assertThat(alertIds("large")).containsExactly("p1", "p2");
    assertThat(storage.alerts().all()).extracting(Alert::version).containsExactly(1, 3);
    assertThat(storage.ruleVersions().versions("a"))
        .extracting(RuleSetVersion::deleted)
        .containsExactly(false, true, false);
    assertThat(storage.ruleVersions().versions("a"))
        .extracting(RuleSetVersion::sequence)
        .containsExactly(0L, 2L, 3L);
  }

  @Test
  void ruleSetsRunSideBySide() throws InterruptedException {
    deploy("b", "large=50");
    deploy("a", "large=50 rising");
    TestEngine.feed(engine, List.of(pay(1, 1_000, 60)), 1);
    engine.awaitProcessed();
    assertThat(storage.alerts().all()).extracting(Alert::ruleSet).containsExactly("a", "b");
    assertThat(storage.alerts().all()).extracting(Alert::id).doesNotHaveDuplicates();
    engine.undeploy("a");
    TestEngine.feed(engine, List.of(pay(2, 1_000, 60)), 1);
    engine.awaitProcessed();
    assertThat(storage.alerts().all()).extracting(Alert::ruleSet).containsExactly("a", "b", "b");
  }

  @Test
  void refusesAnEventThatAnotherRuleSetDeclaresDifferently() throws InterruptedException {
    deploy("cards", "large=50");
    assertThatThrownBy(() -> deploy("logins", "conflict"))
        .isInstanceOf(DeploymentRefusedException.class)
        .hasMessageContaining("The event Login is declared differently in the rule set cards");
    assertThat(engine.ruleSets()).hasSize(1);
    // A rule set may change its own declaration.
    assertThat(deploy("cards", "conflict large=50").version()).isEqualTo(2);
  }

  @Test
  void eventsOfAnOldSchemaAreNotTaken() throws InterruptedException {
    deploy("a", "large=50");
    EventWriter writer = new EventWriter();
    pay(1, 1_000, 60).write(writer, engine.schema());
    int before = engine.schema().id();
    deploy("a", "large=40");
    assertThat(engine.publish(writer, before, Duration.ZERO)).isEqualTo(Published.STALE_SCHEMA);
    engine.awaitProcessed();
    assertThat(engine.stats().events()).isZero();
  }

  @Test
  void oncePerGoesOnIfTheKeyIsTheSame() throws InterruptedException {
    deploy("a", "large=50,5000");
    TestEngine.feed(engine, List.of(pay(1, 1_000, 60)), 1);
    deploy("a", "large=55,5000");
    TestEngine.feed(engine, List.of(pay(2, 2_000, 60)), 1);
    assertThat(alertIds("large")).containsExactly("p1");
    deploy("a", "largeByCard=55,5000");
    TestEngine.feed(engine, List.of(pay(3, 3_000, 60), pay(4, 4_000, 60)), 1);
    assertThat(alertIds("large")).containsExactly("p1", "p3");
  }

  @Test
  void nothingIsLostWhileRulesChangeUnderLoad() throws Exception {
    deploy("a", "large=0");
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<List<TestEvent>>> producers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int p = 0; p < 3; p++) {
        int producer = p;
        Callable<List<TestEvent>> task =
            () -> {
              List<TestEvent> sent = new ArrayList<>();
              while (!stop.get() || sent.size() < 200) {
                List<TestEvent> batch = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                  String id = producer + "-" + (sent.size() + i);
                  batch.add(TestEvent.payment(id, 1_000, "c", producer, 60));
                }
                TestEngine.feed(engine, batch, 5);
                engine.awaitDurable();
                sent.addAll(batch);
              }
              return sent;
            };
        producers.add(threads.submit(task));
      }
      for (int i = 0; i < 30; i++) {
        deploy("a", "large=" + i % 7 + " all");
      }
      stop.set(true);
      List<String> expected = new ArrayList<>();
      for (Future<List<TestEvent>> producer : producers) {
        producer.get().forEach(event -> expected.add(event.id()));
      }
      assertThat(alertIds("large")).containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
