package io.tripline.engine.match.manuals;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.match.example.Trial;
import io.tripline.engine.match.example.Trial.Bound;
import io.tripline.engine.match.example.Trial.Outcome;
import io.tripline.engine.match.manuals.Manual.Example;
import io.tripline.engine.match.manuals.Manual.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the manuals of other engines say about their own operators, tried with what stands for them
 * here: by the reference matcher and by the engine.
 */
class ManualExamplesTest {
  private static final List<String> FILES =
      List.of("flink-cep.txt", "sql-2016.txt", "esper.txt", "siddhi.txt");

  /** In place of matches; of ours with its code behind it. */
  static final String ERROR = "an error";

  static List<Manual> manuals() throws IOException {
    List<Manual> manuals = new ArrayList<>();
    for (String file : FILES) {
      manuals.add(Manual.read(file));
    }
    return manuals;
  }

  @TestFactory
  Stream<DynamicTest> examples() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Manual manual : manuals()) {
      for (Section section : manual.sections()) {
        for (Example example : section.examples()) {
          String name = manual.name() + ": " + section.title() + ": " + example.operator();
          tests.add(DynamicTest.dynamicTest(name, () -> check(example)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(80);
    return tests.stream();
  }

  private static void check(Example example) {
    String gives = example.gives();
    holds(example, example.rule(), gives == null ? example.says() : gives, true);
    // A difference that is none would be a false word in the page.
    assertThat(gives == null || !parse(gives).equals(parse(example.says()))).isTrue();
    assertThat(gives == null).isEqualTo(example.why() == null);
    if (example.instead() != null) {
      holds(example, example.instead(), example.says(), false);
    }
  }

  private static void holds(Example example, String rule, String expected, boolean withTime) {
    Trial trial =
        Trial.of(example.types(), example.key(), example.events(), rule, example.definitions());
    if (expected.startsWith(ERROR)) {
      assertThat(trial.errors()).contains(expected.replaceFirst("^an ", "") + ":");
      return;
    }
    assertThat(trial.errors()).as(trial.text()).isEmpty();
    List<String> matches = parse(expected);
    assertThat(written(example, trial.byReference(), expected, withTime))
        .as("reference\n" + trial.text())
        .isEqualTo(matches);
    assertThat(written(example, trial.byEngine(), expected, withTime))
        .as("engine\n" + trial.text())
        .isEqualTo(matches);
  }

  /** Manuals list matches in orders of their own. */
  private static List<String> parse(String matches) {
    return matches.equals("nothing")
        ? List.of()
        : Arrays.stream(matches.split(";")).map(String::strip).sorted().toList();
  }

  private static List<String> written(
      Example example, List<Outcome> outcomes, String expected, boolean withTime) {
    return outcomes.stream()
        .map(o -> write(o.without(example.without()), expected.contains("="), withTime))
        .sorted()
        .toList();
  }

  /** {@code a1 b1 b2}, or {@code a=a1 b=b1,b2}; and {@code @5s} where time completed it. */
  private static String write(Outcome outcome, boolean withVariables, boolean withTime) {
    StringBuilder text = new StringBuilder();
    String last = "";
    for (Bound bound : outcome.bound()) {
      if (withVariables && last.equals(bound.variable())) {
        text.append(',').append(bound.event());
      } else {
        text.append(text.isEmpty() ? "" : " ");
        text.append(withVariables ? bound.variable() + "=" : "").append(bound.event());
      }
      last = bound.variable();
    }
    if (outcome.byTime() && withTime) {
      text.append(" @").append(duration(outcome.clock()));
    }
    return text.toString();
  }

  private static String duration(long millis) {
    return millis % 60_000 == 0 ? millis / 60_000 + "m" : millis / 1000 + "s";
  }
}
