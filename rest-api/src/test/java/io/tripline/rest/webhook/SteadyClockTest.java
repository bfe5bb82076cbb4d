package io.tripline.rest.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SteadyClockTest {
  @Test
  void itGoesOnWhateverTheWallClockIsSetTo() {
    Instant start = Instant.parse("2026-01-31T10:00:00Z");
    AtomicReference<Instant> wall = new AtomicReference<>(start);
    AtomicLong nanos = new AtomicLong(-5);
    SteadyClock clock = new SteadyClock(wall::get, nanos::get);
    assertThat(clock.instant()).isEqualTo(start);
    wall.set(start.minus(Duration.ofHours(1)));
    nanos.addAndGet(Duration.ofMillis(1_500).toNanos());
    assertThat(clock.instant()).isEqualTo(start.plusMillis(1_500));
    assertThat(clock.millis()).isEqualTo(start.toEpochMilli() + 1_500);
    wall.set(start.plus(Duration.ofDays(1)));
    assertThat(clock.millis()).isEqualTo(start.toEpochMilli() + 1_500);
  }
}
