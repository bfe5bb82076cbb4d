package io.tripline.rest.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RetryScheduleTest {
  private static final List<Duration> DELAYS = WebhookSettings.defaults().retryDelays();

  @Test
  void theDefaultGoesOnForAboutThreeDays() {
    Duration all = DELAYS.stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(all).isBetween(Duration.ofHours(71), Duration.ofHours(73));
    assertThat(DELAYS).isSorted();
  }

  @Property
  void eachPauseIsWithinTheJitter(@ForAll @IntRange(min = 1, max = 14) int attempts) {
    RetrySchedule schedule = new RetrySchedule(DELAYS, 0.2, RandomGenerator.of("L64X128MixRandom"));
    double base = DELAYS.get(attempts - 1).toMillis();
    assertThat((double) schedule.delayAfter(attempts, Duration.ZERO).orElseThrow())
        .isBetween(base * 0.8 - 1, base * 1.2 + 1);
  }

  @Test
  void afterTheLastAttemptThereIsNone() {
    RetrySchedule schedule = new RetrySchedule(DELAYS, 0.2, RandomGenerator.getDefault());
    assertThat(schedule.delayAfter(14, Duration.ZERO)).isPresent();
    assertThat(schedule.delayAfter(15, Duration.ZERO)).isEmpty();
  }

  @Test
  void aReceiverCanAskForMore() {
    RetrySchedule schedule = new RetrySchedule(DELAYS, 0, RandomGenerator.getDefault());
    assertThat(schedule.delayAfter(1, Duration.ofSeconds(9))).hasValue(9000);
    assertThat(schedule.delayAfter(3, Duration.ofSeconds(9))).hasValue(30_000);
  }
}
