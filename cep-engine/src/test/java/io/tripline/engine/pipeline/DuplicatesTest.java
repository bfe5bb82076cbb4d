package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.pipeline.EngineStats.IdStats;
import io.tripline.engine.port.LateLog.Late;
import io.tripline.engine.port.LateLog.Numbered;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Events that come again are told by their id, and reach no rule. */
final class DuplicatesTest {
  private static String type(String name, String time) {
    return "event %s { id string @id(dedupe 100ms)  time timestamp @time%s  k string }\n"
        .formatted(name, time);
  }

  private static String each(String name, String type) {
    return "rule %s { severity low  on %s by k when true  alert \"x\" }\n".formatted(name, type);
  }

  private static final String RULES = type("A", "") + each("r", "A");

  @Test
  void anIdThatWasSeenInTheTimeBeforeIsADuplicate() throws InterruptedException {
    try (Timeline timeline = Timeline.of(RULES)) {
      timeline.feed("a1@0 a1@0 a2@50 a1@100 a1@101 a2@150");
      assertThat(timeline.alerts()).containsExactly("r@0 a1", "r@50 a2", "r@101 a1");
      assertThat(timeline.time().duplicates()).isEqualTo(3);
      assertThat(timeline.engine().stats().events()).as("they keep their numbers").isEqualTo(6);
    }
  }

  @Test
  void theTimeIsTheStreamsAndNotThatOfTheEventThatComesAgain() throws InterruptedException {
    // a1 is sent again as it was, when the stream has gone on: first within the time, then not.
    assertThat(Timeline.alerts(RULES, "a1@0 a2@100 a1@0 a3@101 a1@0"))
        .containsExactly("r@0 a1", "r@100 a2", "r@101 a3", "r@0 a1");
  }

  @Test
  void aDuplicateSaysNothingAboutTime() throws InterruptedException {
    try (Timeline timeline = Timeline.of(RULES)) {
      timeline.feed("a1@0 a1@90");
      assertThat(timeline.engine().stats().watermark()).isZero();
      assertThat(timeline.feed("a1@100 a1@101").alerts()).containsExactly("r@0 a1", "r@101 a1");
    }
  }

  @Test
  void eachTypeHasIdsOfItsOwn() throws InterruptedException {
    String rules = RULES + Timeline.type("B", "") + each("b", "B") + type("C", "") + each("c", "C");
    try (Timeline timeline = Timeline.of(rules)) {
      timeline.feed("a1@0 b1@0 b1@0 c1@0 c1@0");
      assertThat(timeline.alerts()).containsExactly("r@0 a1", "b@0 b1", "b@0 b1", "c@0 c1");
      assertThat(timeline.engine().stats().ids())
          .containsExactly(new IdStats("A", 1, 0), new IdStats("C", 1, 0));
    }
  }

  @Test
  void whatComesTooLateIsRememberedAndADuplicateIsNeverLate() throws InterruptedException {
    String rules = type("A", "(lateness 10ms)") + each("r", "A");
    try (Timeline timeline = Timeline.of(rules)) {
      timeline.feed("a1@200 a2@150 a2@150 a1@150 a3@195 a3@195 end");
      assertThat(timeline.alerts()).containsExactly("r@195 a3", "r@200 a1");
      assertThat(timeline.time().diverted()).isEqualTo(1);
      assertThat(timeline.time().duplicates()).isEqualTo(3);
      assertThat(timeline.storage().late().latest(9, Long.MAX_VALUE))
          .extracting(late -> late.event().id())
          .containsExactly("a2");
    }
  }

  @Test
  void aNewVersionGoesOnWithWhatIsRemembered() throws InterruptedException {
    try (Timeline timeline = Timeline.of(RULES)) {
      timeline.feed("a1@0 a2@60");
      timeline.deploy(RULES.replace("100ms", "50ms")).feed("a1@60 a2@61 checkpoint");
      assertThat(timeline.alerts()).containsExactly("r@0 a1", "r@60 a2", "r@60 a1");
      timeline.deploy(RULES.replace("(dedupe 100ms)", "")).feed("a2@62 checkpoint");
      assertThat(timeline.alerts()).endsWith("r@62 a2");
      assertThat(TestEngine.states(timeline.storage())).as("nothing is kept of it").isZero();
      timeline.deploy(RULES).feed("a2@63 a2@64 crash a2@65 checkpoint restart a2@66");
      assertThat(timeline.alerts()).endsWith("r@62 a2", "r@63 a2");
    }
  }

  @Test
  void nothingStaysBehind() throws InterruptedException {
    try (Timeline timeline = Timeline.of(RULES)) {
      StringBuilder words = new StringBuilder();
      for (int i = 0; i < 500; i++) {
        words.append(" a").append(i).append('@').append(i).append(i % 50 == 0 ? " checkpoint" : "");
      }
      timeline.feed(words.toString());
      assertThat(timeline.engine().stats().ids()).containsExactly(new IdStats("A", 101, 0));
      timeline.feed("time@599 checkpoint");
      assertThat(timeline.engine().stats().ids()).containsExactly(new IdStats("A", 1, 0));
      timeline.feed("time@600 checkpoint");
      assertThat(TestEngine.states(timeline.storage())).isZero();
    }
  }

  @Test
  void pastTheBoundTheOldestAreForgottenAndItIsCounted() throws InterruptedException {
    try (Timeline timeline = Timeline.of(RULES, TestEngine.settings(2).withRememberedIds(2))) {
      timeline.feed("a1@0 a2@1 a3@2 a2@3 a1@4 a3@5 checkpoint restart a3@6 a1@7 a2@8");
      assertThat(timeline.alerts())
          .containsExactly("r@0 a1", "r@1 a2", "r@2 a3", "r@4 a1", "r@8 a2");
    }
  }

  /** The same by hand: what was taken, and when. */
  private static final class Naive {
    private record Taken(String id, long clock) {}

    private final List<Taken> taken = new ArrayList<>();
    private long clock = Long.MIN_VALUE;

    boolean takes(String id, long time) {
      long now = Math.max(clock, time);
      if (taken.stream().anyMatch(t -> t.id.equals(id) && now - t.clock <= 100)) {
        return false;
      }
      clock = now;
      taken.add(new Taken(id, now));
      return true;
    }
  }

  @Test
  void anyStreamIsAsTheListSaysWhateverComesBetween() throws InterruptedException {
    for (long seed = 1; seed <= 8; seed++) {
      Random random = new Random(seed);
      Naive naive = new Naive();
      List<String> expected = new ArrayList<>();
      int duplicates = 0;
      EngineSettings settings = TestEngine.settings(1 + (int) (seed % 4));
      try (Timeline timeline = Timeline.of(RULES, settings)) {
        int at = -400;
        for (int i = 0; i < 400; i++) {
          at += random.nextInt(12);
          long time = random.nextInt(3) == 0 ? at - random.nextInt(150) : at;
          String id = "a" + random.nextInt(40);
          if (naive.takes(id, time)) {
            expected.add("r@" + time + "/" + i % 3 + " " + id);
          } else {
            duplicates++;
          }
          timeline.feed(id + "@" + time + "/" + i % 3);
          switch (random.nextInt(25)) {
            case 0 -> timeline.feed("checkpoint");
            case 1 -> timeline.feed("restart");
            case 2 -> timeline.feed("crash");
            default -> {}
          }
        }
        assertThat(timeline.alerts()).as("seed %d", seed).isEqualTo(expected);
        assertThat(timeline.time().duplicates()).isEqualTo(duplicates).isGreaterThan(50);
      }
    }
  }

  private static List<String> lateLog(Timeline timeline) {
    return timeline.storage().late().latest(1_000, Long.MAX_VALUE).reversed().stream()
        .map(DuplicatesTest::text)
        .toList();
  }

  private static String text(Numbered numbered) {
    Late late = numbered.event();
    return "%d: event %d, %s %s at %d, clock %d, source %d, %s"
        .formatted(
            numbered.number(),
            late.event(),
            late.type(),
            late.id(),
            late.time(),
            late.clock(),
            late.source(),
            new String(late.raw(), StandardCharsets.UTF_8));
  }

  @Test
  void whatIsDivertedIsInTheLateLog() throws InterruptedException {
    String rules = Timeline.type("A", "(lateness 10ms)") + each("r", "A");
    try (Timeline timeline = Timeline.of(rules)) {
      timeline.feed("a1@120 a2@110 a3@109 x:a4@50 crash a5@300 a6@299 a7@289 restart a8@1");
      assertThat(lateLog(timeline))
          .containsExactly(
              "1: event 3, A a3 at 109, clock 120, source 0, a3",
              "2: event 4, A a4 at 50, clock 120, source 1, a4",
              "3: event 7, A a7 at 289, clock 300, source 0, a7",
              "4: event 8, A a8 at 1, clock 300, source 0, a8");
    }
  }

  @Test
  void theLateLogIsTheSameWhateverComesBetween() throws InterruptedException {
    for (long seed = 1; seed <= 3; seed++) {
      List<String> words = TimeStream.words(seed, 400);
      List<String> expected = null;
      for (int every : new int[] {Integer.MAX_VALUE, 12, 5}) {
        Random random = new Random(seed);
        EngineSettings settings = TestEngine.settings(1 + every % 3);
        try (Timeline timeline = Timeline.of(TimeStream.RULES, settings)) {
          for (String word : words) {
            timeline.feed(word);
            if (random.nextInt(every) == 0) {
              timeline.feed(List.of("checkpoint", "restart", "crash").get(random.nextInt(3)));
            }
          }
          List<String> log = lateLog(timeline);
          assertThat(log).hasSize((int) timeline.time().diverted()).isNotEmpty();
          expected = expected == null ? log : expected;
          assertThat(log).as("seed %d, every %d", seed, every).isEqualTo(expected);
        }
      }
    }
  }
}
