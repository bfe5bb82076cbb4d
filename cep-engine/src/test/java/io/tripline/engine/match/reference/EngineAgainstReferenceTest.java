package io.tripline.engine.match.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleText;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The engine's matches equal those of the reference, on random rules and streams. Run more with
 * {@code -Dreference.pairs=2000000 -Dreference.seed=7}: from a million on, every two operators must
 * have been in a case with a match.
 */
class EngineAgainstReferenceTest {
  private static final int BUILD = 40_000;
  private static final int PAIRS = Integer.getInteger("reference.pairs", BUILD);
  private static final long SEED = Long.getLong("reference.seed", 20261121L);
  private static final int NIGHTLY = 1_000_000;

  @Test
  void matchesEqualThoseOfTheReference() {
    System.out.println("seeds " + SEED + " to " + (SEED + PAIRS - 1));
    Coverage coverage = new Coverage();
    int withMatches = 0;
    int byTime = 0;
    int beyondReference = 0;
    for (long seed = SEED; seed < SEED + PAIRS; seed++) {
      RandomCases.Case random = RandomCases.of(seed);
      List<String> expected;
      try {
        expected = expected(random);
      } catch (Words.TooManyException e) {
        beyondReference++;
        continue;
      }
      coverage.add(random, !expected.isEmpty());
      withMatches += expected.isEmpty() ? 0 : 1;
      byTime += expected.stream().anyMatch(line -> line.endsWith("time")) ? 1 : 0;
      for (Disturbance disturbance : Disturbance.values()) {
        List<String> actual = actual(random, disturbance);
        if (!actual.equals(expected)) {
          fail(seed, random, disturbance);
        }
      }
    }
    System.out.println(
        PAIRS
            + " pairs, "
            + withMatches
            + " with a match, "
            + byTime
            + " with one that time made, "
            + beyondReference
            + " left out as beyond the reference");
    assertThat(beyondReference).isLessThanOrEqualTo(PAIRS / 10_000);
    System.out.println(coverage.summary(PAIRS < NIGHTLY ? 20 : 200));
    if (PAIRS >= BUILD) {
      assertThat(CoverageGoal.missingInBuild(coverage)).as("in no case with a match").isEmpty();
    }
    if (PAIRS >= NIGHTLY) {
      assertThat(CoverageGoal.missing(coverage)).as("in no case with a match").isEmpty();
    }
    // A generator that hardly ever matches would prove nothing.
    assertThat(withMatches).isGreaterThan(PAIRS / 5);
    assertThat(byTime).isGreaterThan(PAIRS / 20);
  }

  /** A matcher that may begin nothing any more completes what has begun, and no more. */
  @Test
  void whatHasBegunIsCompletedWhereNothingBegins() {
    int completed = 0;
    int fewer = 0;
    for (long seed = SEED; seed < SEED + PAIRS / 4; seed++) {
      RandomCases.Case random = RandomCases.of(seed);
      int beginning = new SplittableRandom(seed).nextInt(1 + random.events().size());
      List<String> expected;
      try {
        expected = expected(random, beginning);
        fewer += expected.equals(expected(random)) ? 0 : 1;
      } catch (Words.TooManyException e) {
        continue;
      }
      completed += expected.stream().anyMatch(line -> isBehind(line, beginning)) ? 1 : 0;
      for (Disturbance disturbance : Disturbance.values()) {
        assertThat(actual(random, disturbance, beginning))
            .as("seed %d, %s, %d begin%n%s", seed, disturbance, beginning, text(random))
            .isEqualTo(expected);
      }
    }
    System.out.println(completed + " completed afterwards, " + fewer + " with fewer matches");
    assertThat(completed).isGreaterThan(PAIRS / 100);
    assertThat(fewer).isGreaterThan(PAIRS / 100);
  }

  private static boolean isBehind(String line, int events) {
    String after = line.substring(line.indexOf("after ") + "after ".length()).split(" ")[0];
    return Integer.parseInt(after) > events;
  }

  /** What must not change anything. */
  enum Disturbance {
    NONE,
    /** The state is put into bytes and back between any two events. */
    RESTORED,
    /** The same, and time passes bit by bit between them. */
    RESTORED_BETWEEN_TIMERS
  }

  private static void fail(long seed, RandomCases.Case found, Disturbance disturbance) {
    RandomCases.Case smallest =
        Shrinker.shrink(found, c -> !actual(c, disturbance).equals(expected(c)));
    assertThat(actual(smallest, disturbance))
        .as("seed " + seed + ", " + disturbance + "\n" + text(smallest))
        .isEqualTo(expected(smallest));
  }

  /** A case as an author would write it. */
  static String text(RandomCases.Case random) {
    StringBuilder text = new StringBuilder("pattern " + RuleText.pattern(random.rule()));
    for (Variable v : random.rule().variables()) {
      text.append("\n  ").append(v.name()).append(": ");
      text.append(RuleText.definition(random.rule(), v));
    }
    text.append("\nafter match ").append(RuleText.skip(random.rule()));
    for (RefEvent event : random.events()) {
      text.append("\n  ").append(event).append(Arrays.toString(event.fields()));
    }
    return text.toString();
  }

  static List<String> expected(RandomCases.Case random) {
    return expected(random, random.events().size());
  }

  /**
   * Of a matcher in which only the first events begin matches.
   *
   * @param beginning how many do
   */
  static List<String> expected(RandomCases.Case random, int beginning) {
    List<String> lines = new ArrayList<>();
    List<RefEvent> events = random.events();
    List<Rule> rules = Collections.nCopies(Math.max(1, events.size()), random.rule());
    for (ReferenceMatcher.Match match :
        ReferenceMatcher.match(rules, events, RefValues.NONE, beginning)) {
      StringBuilder line = new StringBuilder();
      for (Variable v : random.rule().variables()) {
        List<Long> numbers =
            match.bound().stream()
                .filter(b -> b.variable() == v.index())
                .map(b -> events.get(b.event()).number())
                .toList();
        line.append(v.name()).append(numbers).append(' ');
      }
      RefEvent last = events.get(match.bound().getLast().event());
      long time = match.byTime() ? match.clock() : last.fields()[0];
      lines.add(line + moment(match.clock(), time, match.after(), match.byTime()));
    }
    return lines;
  }

  private static String moment(long clock, long time, int after, boolean byTime) {
    return "clock " + clock + " time " + time + " after " + after + (byTime ? " by time" : "");
  }

  static List<String> actual(RandomCases.Case random, Disturbance disturbance) {
    return actual(random, disturbance, random.events().size());
  }

  static List<String> actual(RandomCases.Case random, Disturbance disturbance, int beginning) {
    List<String> lines = new ArrayList<>();
    int[] done = {0};
    MatcherRun run = new MatcherRun(random.rule(), match -> lines.add(line(match, done[0])));
    SplittableRandom times = new SplittableRandom(random.events().size());
    long clock = Long.MIN_VALUE;
    for (RefEvent event : random.events()) {
      if (disturbance == Disturbance.RESTORED_BETWEEN_TIMERS && clock != Long.MIN_VALUE) {
        while (clock < event.clock()) {
          clock = Math.min(event.clock(), clock + 1 + times.nextInt(3));
          run.onTime(clock);
          run.restore();
        }
      }
      if (done[0] == beginning) {
        run.drain();
      }
      run.onEvent(event);
      clock = event.clock();
      done[0]++;
      if (disturbance != Disturbance.NONE) {
        run.restore();
      }
    }
    run.onTime(Long.MAX_VALUE);
    run.end();
    return lines;
  }

  private static String line(Match match, int eventsBefore) {
    StringBuilder line = new StringBuilder();
    for (Match.Binding binding : match.bindings()) {
      line.append(binding.variable()).append(binding.numbers()).append(' ');
    }
    boolean byTime = match.completedBy() == Match.TIME;
    return line
        + moment(match.clock(), match.time(), byTime ? eventsBefore : eventsBefore + 1, byTime);
  }
}
