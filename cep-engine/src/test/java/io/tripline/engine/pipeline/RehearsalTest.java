package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.KeyBuffer;
import io.tripline.engine.event.Schema;
import io.tripline.engine.match.Match;
import io.tripline.engine.match.reference.RandomCases;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.Engine.Published;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** A rehearsal gives the alerts of an engine, however many workers that has. */
final class RehearsalTest {
  private static final int SETS = Integer.getInteger("rehearsal.sets", 60);
  private static final long SEED = Long.getLong("rehearsal.seed", 20261121L);

  @Test
  void randomRulesGiveTheAlertsOfAnEngine() throws InterruptedException {
    System.out.println("seeds " + SEED + " to " + (SEED + SETS - 1));
    long alerts = 0;
    long suppressed = 0;
    long dropped = 0;
    for (long seed = SEED; seed < SEED + SETS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RuleSet ruleSet = randomRules(random, seed);
      int maxRuns = random.nextBoolean() ? 4 : 1_000;
      List<long[]> events = randomEvents(random);
      Rehearsal rehearsal = Rehearsal.of("set", ruleSet, maxRuns);
      RehearsalSession session = rehearsal.run(written(events, rehearsal.schema()));
      for (int workers : new int[] {1, 3}) {
        MemoryStorage storage = MemoryStorage.keeping();
        EngineSettings settings = new EngineSettings(workers, 64, 0, maxRuns, 1L << 30, 1 << 16);
        try (Engine engine = Engine.open(settings, storage, (name, text) -> ruleSet)) {
          engine.deploy("set", "text", ruleSet);
          EventWriter writer = written(events, engine.schema());
          assertThat(engine.publish(writer, engine.schema().id(), Duration.ofMinutes(5)))
              .isEqualTo(Published.ACCEPTED);
          engine.endOfInput();
          String as = "seed " + seed + ", " + workers + " workers";
          assertThat(session.alerts()).as(as).isEqualTo(storage.alerts().all());
          assertThat(session.suppressed()).as(as).isEqualTo(storage.alerts().suppressed());
          assertThat(figures(session.rules())).as(as).isEqualTo(figures(engine.stats().rules()));
        }
      }
      alerts += session.alerts().size();
      suppressed += session.rules().stream().mapToLong(RuleStats::suppressed).sum();
      dropped += session.rules().stream().mapToLong(RuleStats::runsDropped).sum();
    }
    // Where nothing happens, nothing is compared.
    assertThat(alerts).isGreaterThan(50L * SETS);
    assertThat(suppressed).isGreaterThan(5L * SETS);
    assertThat(dropped).isGreaterThan(5L * SETS);
  }

  /** Without the runs: how soon those whose time is over are removed is the engine's own affair. */
  private static List<RuleStats> figures(List<RuleStats> all) {
    return all.stream()
        .map(
            s ->
                new RuleStats(
                    s.ruleSet(),
                    s.rule(),
                    s.mode(),
                    s.paused(),
                    s.failed(),
                    s.matches(),
                    s.suppressed(),
                    s.alerts(),
                    s.shadowAlerts(),
                    s.heldBack(),
                    0,
                    s.evaluationErrors(),
                    s.errorSample(),
                    s.runsDropped(),
                    s.eventsLimited(),
                    s.limited()))
        .toList();
  }

  /** The random rules of the reference test, with keys, several at a time. */
  private static RuleSet randomRules(SplittableRandom random, long seed) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Rule rule = RandomCases.of(1_000 * seed + i).rule();
      List<Integer> fields =
          switch (random.nextInt(3)) {
            case 0 -> List.of();
            case 1 -> List.of(1);
            default -> List.of(1, 2);
          };
      List<String> names = fields.stream().map(f -> f == 1 ? "s" : "v").toList();
      List<Key.Source> sources = new ArrayList<>();
      for (EventType type : RandomCases.TYPES) {
        if (rule.variables().stream().anyMatch(v -> v.type().equals(type))) {
          sources.add(new Key.Source(type, fields));
        }
      }
      AlertSpec said = rule.alert();
      long oncePer = random.nextBoolean() ? AlertSpec.NO_LIMIT : random.nextInt(6);
      rules.add(
          new Rule(
              "r" + i,
              rule.title(),
              rule.doc(),
              rule.severity(),
              rule.tags(),
              new Key(names, sources),
              rule.variables(),
              rule.pattern(),
              Math.min(rule.withinMillis(), 60),
              rule.skip(),
              rule.matchLimit(),
              new AlertSpec(said.message(), said.score(), said.with(), oncePer),
              rule.emission(),
              rule.decision(),
              rule.place()));
    }
    return new RuleSet(RandomCases.TYPES, rules);
  }

  /** Type, time, s and v of each; some are late, some have no v. */
  private static List<long[]> randomEvents(SplittableRandom random) {
    List<long[]> events = new ArrayList<>();
    long time = 100;
    for (int i = 0; i < 150; i++) {
      time += random.nextInt(5);
      long at = random.nextInt(10) == 0 ? time - random.nextInt(10) : time;
      long v = random.nextInt(10) == 0 ? Long.MIN_VALUE : random.nextInt(4);
      events.add(new long[] {random.nextInt(5) == 0 ? 1 : 0, at, random.nextInt(3), v});
    }
    return events;
  }

  private static EventWriter written(List<long[]> events, Schema schema) {
    EventWriter writer = new EventWriter();
    for (long[] event : events) {
      writer.begin(schema.get(RandomCases.TYPES.get((int) event[0]).name()));
      for (int f = 0; f < 3; f++) {
        writer.setLong(f, event[f + 1]);
      }
      writer.end(0, new byte[0], 0, 0);
    }
    return writer;
  }

  @Test
  void rulesOfManyKeysGiveTheAlertsOfAnEngineBeforeTheEndToo() throws InterruptedException {
    RuleSet ruleSet = TestRules.read(TestEngine.SET, TestEngine.ALL_RULES);
    Rehearsal rehearsal = Rehearsal.of(TestEngine.SET, ruleSet, 1_000);
    for (long seed = 1; seed <= 3; seed++) {
      List<TestEvent> events = TestEvent.stream(seed, 2_000);
      RehearsalSession session = rehearsal.start(AlertListener.NONE);
      session.onEvents(written(rehearsal, events));
      assertThat(session.alerts())
          .as("seed %d", seed)
          .isEqualTo(TestEngine.alerts(TestEngine.settings(3), TestEngine.ALL_RULES, events, 100));
      assertThat(session.events()).isEqualTo(2_000);
    }
  }

  private static EventWriter written(Rehearsal rehearsal, List<TestEvent> events) {
    EventWriter writer = new EventWriter();
    events.forEach(event -> event.write(writer, rehearsal.schema()));
    return writer;
  }

  @Test
  void sessionsKnowNothingOfEachOther() {
    Rehearsal rehearsal = Rehearsal.of("set", TestRules.read("set", TestEngine.ALL_RULES), 1_000);
    EventWriter events = written(rehearsal, TestEvent.stream(new Random(5).nextLong(), 500));
    RehearsalSession first = rehearsal.run(events);
    List<Alert> alerts = first.alerts();
    List<RuleStats> figures = first.rules();
    RehearsalSession second = rehearsal.run(events);
    assertThat(alerts).isNotEmpty();
    assertThat(second.alerts()).isEqualTo(alerts);
    assertThat(second.rules()).isEqualTo(figures);
    assertThat(first.alerts()).isEqualTo(alerts);
  }

  @Test
  void theListenerHearsEachMatchAtItsEvent() {
    Rehearsal rehearsal = Rehearsal.of("set", TestRules.read("set", "large=50,10000"));
    List<String> heard = new ArrayList<>();
    BiConsumer<String, Match> note =
        (what, match) -> heard.add(what + " " + match.bindings().getFirst().ids());
    RehearsalSession session =
        rehearsal.start(
            new AlertListener() {
              @Override
              public void raised(Match match, Alert alert) {
                note.accept("alert " + alert.ordinal(), match);
              }

              @Override
              public void suppressed(Match match, long standing) {
                note.accept("held back by " + standing, match);
              }
            });
    feed(rehearsal, session, TestEvent.payment("p1", 1_000, "c", 1, 60));
    assertThat(heard).containsExactly("alert 1 [p1]");
    feed(rehearsal, session, TestEvent.payment("p2", 2_000, "c", 1, 40));
    feed(rehearsal, session, TestEvent.payment("p3", 11_000, "c", 1, 60));
    feed(rehearsal, session, TestEvent.payment("p4", 11_000, "c", 2, 60));
    feed(rehearsal, session, TestEvent.payment("p5", 11_001, "c", 1, 60));
    assertThat(heard)
        .containsExactly("alert 1 [p1]", "held back by 1 [p3]", "alert 2 [p4]", "alert 3 [p5]");
    assertThat(session.suppressed()).containsOnly(Map.entry(1L, 1L));
    assertThat(session.watermark()).isEqualTo(11_001);
  }

  private static void feed(Rehearsal rehearsal, RehearsalSession session, TestEvent event) {
    session.onEvents(written(rehearsal, List.of(event)));
  }

  @Test
  void oneKeyCanBeFollowedThroughAStreamOfMany() {
    RuleSet ruleSet = TestRules.read("set", "rising large=50,10000 burst=3 all");
    Rehearsal rehearsal = Rehearsal.of("set", ruleSet, 1_000);
    EventWriter events = written(rehearsal, TestEvent.stream(11, 2_000));
    List<Alert> all = rehearsal.run(events).alerts();
    for (Rule rule : ruleSet.rules()) {
      RuleKey key = RuleKey.of(rule, rehearsal.schema());
      List<Alert> ofRule = all.stream().filter(a -> a.rule().equals(rule.name())).toList();
      Alert wanted = ofRule.get(ofRule.size() / 2);
      RehearsalSession session = rehearsal.start(AlertListener.NONE);
      EventView view = new EventView();
      for (int at = 0; at < events.length(); at += view.length()) {
        view.wrap(events.bytes(), at);
        KeyBuffer found = key.of(view);
        if (found != null && key.values(found.copy()).equals(wanted.key())) {
          session.onEvent(view);
        } else {
          session.onOtherEvent(view);
        }
      }
      assertThat(session.events()).isEqualTo(2_000);
      assertThat(session.alerts().stream().filter(a -> a.rule().equals(rule.name())).map(Alert::id))
          .as(rule.name())
          .isEqualTo(
              ofRule.stream().filter(a -> a.key().equals(wanted.key())).map(Alert::id).toList());
    }
  }

  @Test
  void onlyRulesThatThereAreCanBeTraced() {
    Rehearsal rehearsal = Rehearsal.of("set", TestRules.read("set", "large=50"));
    assertThatThrownBy(() -> rehearsal.start(AlertListener.NONE, Map.of("small", step -> {})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no rule small");
  }

  @Test
  void aSessionEndsWithItsInputOrWithTheNext() {
    Rehearsal rehearsal = Rehearsal.of("set", TestRules.read("set", "large=50"));
    EventWriter events = written(rehearsal, List.of(TestEvent.payment("p", 1, "c", 1, 60)));
    RehearsalSession ended = rehearsal.run(events);
    assertThat(ended.watermark()).isEqualTo(Long.MAX_VALUE);
    RehearsalSession left = rehearsal.start(AlertListener.NONE);
    rehearsal.start(AlertListener.NONE);
    for (RehearsalSession over : List.of(ended, left)) {
      assertThatThrownBy(() -> over.onEvents(events)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(over::endOfInput).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anEventOfAnotherSchemaIsRefused() {
    Rehearsal rehearsal = Rehearsal.of("set", TestRules.read("set", "large=50"));
    Schema other = Schema.of(7, List.of(rehearsal.ruleSet()));
    EventWriter writer = new EventWriter();
    TestEvent.payment("p", 1, "c", 1, 60).write(writer, other);
    EventView view = new EventView().wrap(writer.bytes(), 0);
    assertThatThrownBy(() -> rehearsal.start(AlertListener.NONE).onEvent(view))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
