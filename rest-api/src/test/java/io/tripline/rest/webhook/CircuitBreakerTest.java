package io.tripline.rest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.rest.webhook.CircuitBreaker.Settings;
import io.tripline.rest.webhook.CircuitBreaker.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {
  /** Near the end of what a long holds: the machine's clock may begin anywhere. */
  private static final long START = Long.MAX_VALUE - 5;

  private final CircuitBreaker breaker =
      new CircuitBreaker(new Settings(3, Duration.ofNanos(10), Duration.ofNanos(35)));

  @Test
  void itOpensAfterFailuresInARow() {
    assertThat(breaker.failed(START)).isFalse();
    assertThat(breaker.failed(START)).isFalse();
    assertThat(breaker.succeeded()).isFalse();
    assertThat(breaker.failed(START)).isFalse();
    assertThat(breaker.failed(START)).isFalse();
    assertThat(breaker.state(START)).isEqualTo(State.CLOSED);
    assertThat(breaker.failed(START)).isTrue();
    assertThat(breaker.state(START + 9)).isEqualTo(State.OPEN);
    assertThat(breaker.nanosToProbe(START + 9)).isEqualTo(1);
    assertThat(breaker.state(START + 10)).isEqualTo(State.HALF_OPEN);
  }

  @Test
  void aProbeThatFailsOpensItForTwiceTheTimeUpToABound() {
    long now = open();
    for (long pause : new long[] {20, 35, 35}) {
      assertThat(breaker.failed(now)).isFalse();
      assertThat(breaker.nanosToProbe(now)).isEqualTo(pause);
      now += pause;
    }
  }

  @Test
  void anAttemptThatWasUnderWayDoesNotLengthenThePause() {
    long probe = open();
    assertThat(breaker.failed(probe - 1)).isFalse();
    assertThat(breaker.nanosToProbe(probe - 1)).isEqualTo(1);
  }

  @Test
  void aSuccessClosesItAndAllBeginsAnew() {
    long now = open();
    assertThat(breaker.succeeded()).isTrue();
    assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
    assertThat(breaker.failed(now)).isFalse();
    assertThat(breaker.failed(now)).isFalse();
    assertThat(breaker.failed(now)).isTrue();
    assertThat(breaker.nanosToProbe(now)).isEqualTo(10);
  }

  /** Opens it, and answers when a delivery may try. */
  private long open() {
    for (int i = 0; i < 3; i++) {
      breaker.failed(START);
    }
    return START + 10;
  }

  @Test
  void boundsThatMakeNoSense() {
    Duration one = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new Settings(0, one, one)).hasMessageContaining("failures");
    assertThatThrownBy(() -> new Settings(1, Duration.ZERO, one)).hasMessageContaining("Pause");
    assertThatThrownBy(() -> new Settings(1, one, Duration.ofMillis(1)))
        .hasMessageContaining("longestPause");
  }
}
