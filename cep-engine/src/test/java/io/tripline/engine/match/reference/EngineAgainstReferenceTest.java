package io.tripline.engine.match.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.Match;
import io.tripline.engine.match.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The engine's matches equal those of the reference, on random rules and streams. Run more with
 * {@code -Dreference.pairs=2000000 -Dreference.seed=7}.
 */
class EngineAgainstReferenceTest {
  private static final int PAIRS = Integer.getInteger("reference.pairs", 40_000);
  private static final long SEED = Long.getLong("reference.seed", 20261121L);

  @Test
  void matchesEqualThoseOfTheReference() {
    System.out.println("seeds " + SEED + " to " + (SEED + PAIRS - 1));
    int withMatches = 0;
    for (long seed = SEED; seed < SEED + PAIRS; seed++) {
      RandomCases.Case random = RandomCases.of(seed);
      List<String> expected = expected(random);
      withMatches += expected.isEmpty() ? 0 : 1;
      for (boolean restore : new boolean[] {false, true}) {
        List<String> actual = actual(random, restore);
        if (!actual.equals(expected)) {
          fail(seed, random, restore);
        }
      }
    }
    // A generator that hardly ever matches would prove nothing.
    assertThat(withMatches).isGreaterThan(PAIRS / 5);
  }

  /** Takes events away while the difference stays, then shows it. */
  private static void fail(long seed, RandomCases.Case found, boolean restore) {
    RandomCases.Case smallest = found;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (int i = 0; i < smallest.events().size(); i++) {
        List<RefEvent> fewer = new ArrayList<>(smallest.events());
        fewer.remove(i);
        RandomCases.Case tried = new RandomCases.Case(smallest.rule(), fewer);
        if (!actual(tried, restore).equals(expected(tried))) {
          smallest = tried;
          smaller = true;
          break;
        }
      }
    }
    StringBuilder text = new StringBuilder("seed " + seed + (restore ? ", restored" : "") + "\n");
    text.append(Program.compile(found.rule())).append('\n').append(found.rule().pattern());
    text.append("\nwithin ").append(found.rule().withinMillis()).append(found.rule().skip());
    found.rule().variables().forEach(v -> text.append('\n').append(v.condition()));
    for (RefEvent event : smallest.events()) {
      text.append('\n').append(event).append(java.util.Arrays.toString(event.fields()));
    }
    assertThat(actual(smallest, restore)).as(text.toString()).isEqualTo(expected(smallest));
  }

  private static List<String> expected(RandomCases.Case random) {
    List<String> lines = new ArrayList<>();
    for (List<ReferenceMatcher.Bound> match :
        ReferenceMatcher.match(random.rule(), random.events())) {
      StringBuilder line = new StringBuilder();
      for (Variable v : random.rule().variables()) {
        List<Long> numbers =
            match.stream()
                .filter(b -> b.variable() == v.index())
                .map(b -> random.events().get(b.event()).number())
                .toList();
        line.append(v.name()).append(numbers).append(' ');
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static List<String> actual(RandomCases.Case random, boolean restore) {
    List<String> lines = new ArrayList<>();
    MatcherRun run = new MatcherRun(random.rule(), match -> lines.add(line(match)));
    for (RefEvent event : random.events()) {
      run.onEvent(event);
      if (restore) {
        run.restore();
      }
    }
    return lines;
  }

  private static String line(Match match) {
    StringBuilder line = new StringBuilder();
    for (Match.Binding binding : match.bindings()) {
      line.append(binding.variable()).append(binding.numbers()).append(' ');
    }
    return line.toString();
  }
}
