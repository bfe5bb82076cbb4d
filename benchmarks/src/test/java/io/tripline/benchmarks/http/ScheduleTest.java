package io.tripline.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final double RATE = 2_000;

  private final Schedule schedule = Schedule.poisson(RATE, 20, 1);

  @Test
  void itHasTheRateThatIsAskedFor() {
    assertThat(schedule.requests()).isEqualTo(40_000);
    assertThat(schedule.due(schedule.requests() - 1) / 1e9).isCloseTo(20, within(0.5));
  }

  @Test
  void requestsComeWithoutRegardForOneAnother() {
    double sum = 0;
    double squares = 0;
    for (int i = 1; i < schedule.requests(); i++) {
      double gap = (schedule.due(i) - schedule.due(i - 1)) / 1e9 * RATE;
      assertThat(gap).isNotNegative();
      sum += gap;
      squares += gap * gap;
    }
    // Gaps of a Poisson process spread as widely as they are long: 1 and 1 in units of the mean.
    double mean = sum / (schedule.requests() - 1);
    assertThat(mean).isCloseTo(1, within(0.02));
    assertThat(squares / (schedule.requests() - 1) - mean * mean).isCloseTo(1, within(0.05));
  }

  @Test
  void itIsTheSameEachTime() {
    Schedule again = Schedule.poisson(RATE, 20, 1);
    Schedule other = Schedule.poisson(RATE, 20, 2);
    assertThat(again.due(1_000)).isEqualTo(schedule.due(1_000));
    assertThat(other.due(1_000)).isNotEqualTo(schedule.due(1_000));
  }
}
