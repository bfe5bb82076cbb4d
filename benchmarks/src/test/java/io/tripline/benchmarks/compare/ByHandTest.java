package io.tripline.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.benchmarks.handwritten.ByHandOnBytes;
import io.tripline.benchmarks.handwritten.ByHandOnObjects;
import io.tripline.benchmarks.workload.Contender;
import io.tripline.benchmarks.workload.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what is compared to be the same work: the same alerts of the same events. */
final class ByHandTest {
  private static final int EVENTS = 60_000;

  @ParameterizedTest
  @ValueSource(strings = {"R1", "R5"})
  void whatIsWrittenByHandGivesTheEnginesAlerts(String part) throws Exception {
    List<String> ours = answers(new OwnEngine(), part);

    assertThat(answers(new ByHandOnObjects(), part)).isEqualTo(ours);
    assertThat(answers(new ByHandOnBytes(), part)).isEqualTo(ours);
  }

  @Test
  void everyRuleOfR5HasAlertsToCompare() throws Exception {
    assertThat(answers(new OwnEngine(), "R5"))
        .extracting(alert -> alert.substring(0, alert.indexOf(' ')))
        .contains(
            "card_testing",
            "impossible_travel",
            "velocity",
            "rising_amounts",
            "declined_then_approved");
  }

  private static List<String> answers(Contender contender, String part) throws Exception {
    Tally tally = Tally.keeping();
    try (Contender.Pass pass = contender.prepare(part, EVENTS).begin(tally)) {
      pass.run(EVENTS);
    }
    return tally.kept();
  }
}
