package io.tripline.engine.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.event.Schema;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.pipeline.Engine.Deployment.Warm;
import io.tripline.engine.pipeline.Engine.Options;
import io.tripline.engine.pipeline.Engine.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that are deployed among events, and are given what came before. */
final class WarmStartTest {
  private static final String A = Timeline.type("A", "");
  private static final String B = Timeline.type("B", "");
  private static final String TYPES = A + B;

  private static final String PAIR =
      """
      rule pair {
        by k
        pattern a -> b within 50ms
        define a: A  b: B
        alert ""
      }
      """;

  private static String counts(String name, String over) {
    return """
    rule %s { on A by k when count() over %s >= 1 alert "{count() over %s}" }
    """
        .formatted(name, over, over);
  }

  private static List<String> messages(Timeline timeline) {
    return timeline.storage().alerts().all().stream()
        .map(alert -> alert.rule() + " " + alert.message())
        .toList();
  }

  // ---- what it begins with

  @Test
  void aRuleGoesOnWithWhatHadBegun() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES)) {
      timeline.feed("a1@10 a2@20/x b1@30/x");
      Deployment deployment = timeline.deployWarm(TYPES + PAIR);
      assertThat(deployment.warm()).isEqualTo(new Warm(OptionalLong.empty(), 3, 0, 1, true));
      assertThat(timeline.feed("b2@40 b3@41/x").alerts()).containsExactly("pair@40 a1 b2");
    }
  }

  @Test
  void withoutItARuleBeginsWithNothing() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES)) {
      timeline.feed("a1@10").deploy(TYPES + PAIR);
      assertThat(timeline.feed("b2@40").alerts()).isEmpty();
    }
  }

  @Test
  void nothingIsRaisedForThePast() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES)) {
      timeline.feed("a1@10 b1@20 a2@30");
      timeline.deployWarm(TYPES + PAIR);
      assertThat(timeline.alerts()).isEmpty();
      assertThat(timeline.feed("b2@40").alerts()).containsExactly("pair@40 a2 b2");
      assertThat(timeline.engine().stats().rules().getFirst().matches()).isEqualTo(1);
    }
  }

  @Test
  void whatIsKeptStaysAsItIs() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@10");
      Deployment deployment = timeline.deployWarm(TYPES + PAIR + counts("many", "1s"));
      assertThat(requireNonNull(deployment.warm()).states()).isEqualTo(1);
      timeline.feed("b2@40 a3@41");
      assertThat(messages(timeline)).containsExactly("pair ", "many 2");
    }
  }

  @Test
  void whereNothingBeginsNothingIsRead() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + PAIR)) {
      timeline.feed("a1@10");
      String renamed = PAIR.replace("alert \"\"", "alert \"x\"");
      assertThat(timeline.deployWarm(TYPES + renamed).warm()).isNull();
      assertThat(timeline.deployWarm(TYPES + renamed).warm()).isNull();
      timeline.feed("b2@40");
      assertThat(messages(timeline)).containsExactly("pair x");
    }
  }

  @Test
  void absenceThatBeganBeforeEnds() throws InterruptedException {
    String silent =
        """
        rule silent {
          by k
          pattern a -> not b within 50ms
          define a: A  b: B
          alert ""
        }
        """;
    try (Timeline timeline = Timeline.of(TYPES)) {
      timeline.feed("a1@10 a2@20/x b1@30/x");
      timeline.deployWarm(TYPES + silent);
      assertThat(timeline.feed("time@100").alerts()).containsExactly("silent@60 a1");
    }
  }

  @Test
  void whatWaitsForItsTurnIsThere() throws InterruptedException {
    String late = Timeline.type("A", "(lateness 20ms)") + B;
    String early = late + "rule other { on B by k alert \"\" }";
    try (Timeline timeline = Timeline.of(early)) {
      timeline.feed("a1@10 a3@30 a2@20");
      timeline.deployWarm(early + counts("many", "1s"));
      timeline.feed("a4@100 a5@200");
      assertThat(messages(timeline)).containsExactly("many 2", "many 3", "many 4");
    }
  }

  @Test
  void aWindowThatReachesFartherIsFilled() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES + counts("short", "10ms"))) {
      timeline.feed("a1@100 a2@150 a3@200");
      timeline.deployWarm(TYPES + counts("short", "10ms") + counts("long", "60ms"));
      timeline.feed("a4@205 restart a5@206");
      assertThat(messages(timeline).subList(3, 7))
          .containsExactly("long 3", "short 2", "long 4", "short 3");
    }
  }

  @Test
  void listsAreSeenAsTheyWereThen() throws InterruptedException {
    String listed =
        TYPES
            + """
            list l of string
            rule listed {
              by k
              pattern a -> b within 50ms
              define a: A where id in l  b: B
              alert ""
            }
            """;
    String first = TYPES + "list l of string\n" + "rule other { on B by k when k in l alert \"\" }";
    try (Timeline timeline = Timeline.of(first)) {
      timeline.feed("+l/a1 a1@10/x a2@11/y -l/a1 +l/a2 checkpoint a3@100 +l/b9");
      timeline.feed("a2@110/x a1@111/y");
      timeline.deployWarm(listed);
      assertThat(timeline.feed("b1@120/x b2@121/y").alerts()).containsExactly("listed@120/x a2 b1");
    }
  }

  @Test
  void rowsOfTablesThatFollowEventsAreSeenAsTheyWereThen() throws InterruptedException {
    String types = TYPES + Timeline.type("C", "");
    String followed =
        types
            + """
            table t key k from C { id string }
            rule row {
              by k
              pattern a -> b within 50ms
              define a: A where t[k].id = 'c1'  b: B
              alert ""
            }
            """;
    try (Timeline timeline = Timeline.of(types)) {
      timeline.feed("c1@1 checkpoint a1@1000 c2@1001 a2@1002");
      timeline.deployWarm(followed);
      timeline.feed("b3@1010 a3@1011 b4@1012 c1@1013 checkpoint crash a5@1014 b5@1015");
      assertThat(timeline.alerts()).containsExactly("row@1010 a1 b3", "row@1015 a5 b5");
    }
  }

  @Test
  void aTableThatFollowsEventsHasTheRowsOfBefore() throws InterruptedException {
    String types = TYPES + Timeline.type("C", "");
    String followed =
        types
            + """
            table t key k from C { id string }
            rule row { on A by k when t[k].id = 'c2' alert "" }
            """;
    try (Timeline timeline = Timeline.of(types)) {
      timeline.feed("c1@1 c2@2 c3@3/x c4@4/x c2@5/x checkpoint a1@1000");
      timeline.deployWarm(followed);
      timeline.feed("a2@1001 a3@1002/x a4@1003/y checkpoint crash a5@1004 c5@1005 a6@1006");
      assertThat(timeline.alerts()).containsExactly("row@1001 a2", "row@1002/x a3", "row@1004 a5");
    }
  }

  // ---- how far back

  @Test
  @Timeout(120)
  void howFarBackIsFoundWhereverRulesFeedEachOther() throws InterruptedException {
    // Each of a level takes what both of the level below make: 2^29 ways lead to the last.
    StringBuilder rules = new StringBuilder(A);
    rules.append(
        "rule l0 { on A by k emit E0 { k = k } }\nrule r0 { on A by k emit F0 { k = k } }");
    int levels = 30;
    for (int i = 0; i < levels; i++) {
      for (String type : List.of("E", "F")) {
        rules.append("event %s%d { time timestamp @time  k string }%n".formatted(type, i));
      }
      if (i > 0) {
        for (String type : List.of("E", "F")) {
          rules.append(
              """
              rule %s%d {
                by k
                pattern (e | f)
                define e: E%d  f: F%d
                emit %s%d { k = coalesce(e.k, f.k, '') }
              }
              """
                  .formatted(type.equals("E") ? "l" : "r", i, i - 1, i - 1, type, i));
        }
      }
    }
    try (Timeline timeline = Timeline.of(A)) {
      timeline.feed("a1@10");
      assertThat(requireNonNull(timeline.deployWarm(rules.toString()).warm()).complete()).isTrue();
    }
  }

  @Test
  void onlyWhatCanMakeADifferenceIsRead() throws InterruptedException {
    try (Timeline timeline = Timeline.of(TYPES)) {
      for (int i = 1; i <= 50; i++) {
        timeline.feed("a%d@%d b%d@%d checkpoint".formatted(i, 100 * i, i, 100 * i + 1));
      }
      Warm warm = requireNonNull(timeline.deployWarm(TYPES + PAIR).warm());
      assertThat(warm.complete()).isTrue();
      assertThat(warm.since()).hasValue(4_901);
      assertThat(warm.events()).isEqualTo(2);
      assertThat(timeline.feed("a51@5010 checkpoint crash b51@5020").alerts())
          .containsExactly("pair@5020 a51 b51");
    }
  }

  @Test
  void marksOfCheckpointsAreFewHoweverManyThereWere() throws InterruptedException {
    TimeMarks marks = new TimeMarks();
    TimeMarks restored = new TimeMarks();
    long stored = 0;
    for (int i = 1; i <= 5_000; i++) {
      List<io.tripline.engine.port.StateStore.StateChange> changes = new ArrayList<>();
      TimeReading time =
          new TimeReading(
              i, 1_000L * i, 1_000L * i, TimeReading.START.counts(), List.of(), 0, List.of());
      marks.add(new TimeMarks.Mark(i, time), changes);
      stored += changes.stream().mapToLong(c -> c.value() == null ? -1 : 1).sum();
      for (var change : changes) {
        if (i > 4_990 && change.value() != null) {
          restored.restore(change.key(), change.value());
        }
      }
    }
    assertThat(stored).isEqualTo(TimeMarks.MOST);
    for (long back : List.of(1_000L, 10_000L, 100_000L, 1_000_000L, 4_000_000L)) {
      TimeMarks.Mark mark = requireNonNull(marks.before(5_000_000 - back, 1));
      assertThat(mark.time().clock())
          .as("%d back", back)
          .isBetween(5_000_000 - back - back / 10, 5_000_000 - back);
    }
    assertThat(requireNonNull(restored.before(4_999_000, 1)).sequence()).isEqualTo(4_999);
    assertThat(requireNonNull(marks.before(Long.MIN_VALUE, 0)).sequence()).isZero();
    assertThat(requireNonNull(marks.before(0, 4_000)).sequence()).isBetween(4_000L, 4_100L);
    assertThat(marks.before(0, 6_000)).isNull();
  }

  // ---- while events flow

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theStreamGoesOnMeanwhile(int workers) throws Exception {
    List<TestEvent> stream = TestEvent.stream(20261124, 30_000);
    String all = FeaturesTest.ALL;
    List<Alert> always = alerts(workers, all, all, stream, -1);
    List<Alert> warm = alerts(workers, FeaturesTest.EVENTS, all, stream, 5_000);
    assertThat(warm).hasSizeGreaterThan(1_000);
    assertThat(lines(warm))
        .isEqualTo(lines(always.subList(always.size() - warm.size(), always.size())));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void rulesThatFeedEachOtherAreGivenThePastTogether(int workers) throws Exception {
    List<TestEvent> stream = TestEvent.stream(20261125, 30_000);
    String all = EmissionTest.ALL;
    String none = all.substring(0, all.indexOf("rule "));
    List<Alert> always = alerts(workers, all, all, stream, -1);
    List<Alert> warm = alerts(workers, none, all, stream, 5_000);
    assertThat(warm).hasSizeGreaterThan(100);
    assertThat(lines(warm))
        .isEqualTo(lines(always.subList(always.size() - warm.size(), always.size())));
  }

  /** The alerts of a stream in which rules are deployed, from another thread, after so many. */
  private static List<Alert> alerts(
      int workers, String before, String after, List<TestEvent> stream, int at) throws Exception {
    MemoryStorage storage = MemoryStorage.keeping();
    EngineSettings settings = new EngineSettings(workers, 64, 20, 1_000, 1_000, 1 << 16);
    AtomicInteger fed = new AtomicInteger();
    try (Engine engine = Engine.open(settings, storage, (_, text) -> TestRules.compile(text))) {
      engine.deploy("set", before, TestRules.compile(before));
      Thread deploying =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (at >= 0 && fed.get() < at) {
                        Thread.onSpinWait();
                      }
                      Deployment done =
                          engine.deploy(
                              "set",
                              after,
                              TestRules.compile(after),
                              Options.USUAL.with(Start.WARM));
                      assertThat(at < 0 || requireNonNull(done.warm()).complete()).isTrue();
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      for (int from = 0; from < stream.size(); from += 50) {
        if (from == stream.size() / 2) {
          deploying.join();
        }
        TestEngine.feed(engine, stream.subList(from, Math.min(stream.size(), from + 50)), 50);
        fed.set(from + 50);
      }
      assertThat(engine.ruleSets().getFirst().text()).isEqualTo(after);
      engine.awaitProcessed();
    }
    return storage.alerts().all();
  }

  private static List<String> lines(List<Alert> alerts) {
    return alerts.stream()
        .map(alert -> alert.rule() + alert.key() + alert.time() + alert.message() + alert.match())
        .toList();
  }

  @Test
  @Timeout(120)
  void listsCanBeChangedMeanwhile() throws InterruptedException {
    String declared = TYPES + "list l of string\n";
    String first = declared + "rule other { on B by k when k in l alert \"\" }";
    MemoryStorage storage = MemoryStorage.keeping();
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger changes = new AtomicInteger();
    try (Engine engine =
        Engine.open(TestEngine.settings(1), storage, (_, text) -> Timeline.read(text))) {
      engine.deploy("first", first, Timeline.read(first));
      Thread changing =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (!done.get()) {
                        TestContents.apply(engine, "+l/x" + changes.incrementAndGet() % 10);
                      }
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      for (int i = 0; i < 20; i++) {
        String second = TYPES + PAIR + "rule r%d { on A by k alert \"\" }".formatted(i);
        Deployment deployment =
            engine.deploy("second", second, Timeline.read(second), Options.USUAL.with(Start.WARM));
        assertThat(deployment.warm()).isNotNull();
      }
      done.set(true);
      changing.join();
      assertThat(changes.get()).isGreaterThan(20);
      assertThat(requireNonNull(engine.contents().get("l")).count()).isBetween(1, 10);
    }
  }

  // ---- what cannot be

  @Test
  void withoutAJournalItIsRefused() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.passing(_ -> {});
    try (Engine engine =
        Engine.open(TestEngine.settings(1), storage, (_, text) -> Timeline.read(text))) {
      String rules = TYPES + PAIR;
      assertThatThrownBy(
              () ->
                  engine.deploy("set", rules, Timeline.read(rules), Options.USUAL.with(Start.WARM)))
          .isInstanceOf(DeploymentRefusedException.class)
          .hasMessageContaining("Nothing is journaled");
      assertThat(engine.ruleSets()).isEmpty();
    }
  }

  @Test
  void eventsThatWereDeclaredOtherwiseAreReadAnew() throws InterruptedException {
    List<String> asked = new ArrayList<>();
    PastRecords records =
        () ->
            (Schema schema, String type, byte[] record, int source) -> {
              asked.add(type + new String(record, java.nio.charset.StandardCharsets.UTF_8));
              return null;
            };
    MemoryStorage storage = MemoryStorage.keeping();
    String more = TYPES.replace("event A { id", "event A { more int?  id");
    try (Engine engine =
        Engine.open(TestEngine.settings(1), storage, (_, text) -> Timeline.read(text), records)) {
      engine.deploy("set", TYPES, Timeline.read(TYPES));
      io.tripline.engine.event.EventWriter writer = new io.tripline.engine.event.EventWriter();
      Timeline.write(writer, engine.schema(), 0, "a1@10");
      Timeline.write(writer, engine.schema(), 0, "b1@11");
      engine.publish(writer, engine.schema().id(), java.time.Duration.ofMinutes(1));
      Warm warm =
          requireNonNull(
              engine
                  .deploy(
                      "set",
                      more + PAIR,
                      Timeline.read(more + PAIR),
                      Options.USUAL.with(Start.WARM))
                  .warm());
      assertThat(asked).containsExactly("Aa1");
      assertThat(warm.unreadable()).isEqualTo(1);
      assertThat(warm.events()).isEqualTo(1);
    }
  }
}
