package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ExpiryWheelTest {

  @Test
  void givesEveryKeyOnceItsTickHasPassed() {
    for (long seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      long horizon = 1L << 4 + random.nextInt(28);
      long start = random.nextBoolean() ? -1_000_000 : 1_700_000_000_000L;
      long tick = Math.max(16, horizon / 128);
      ExpiryWheel wheel = new ExpiryWheel(horizon);
      List<KeyEntry> waiting = new ArrayList<>();
      long now = start;
      for (int i = 0; i < 500; i++) {
        now += random.nextLong(horizon / 10 + 2) * (random.nextInt(20) == 0 ? 30 : 1);
        advance(wheel, now, tick, waiting);
        // Also beyond the horizon, and in the past.
        long ahead = random.nextLong(3 * horizon) - horizon / 4;
        KeyEntry entry = new KeyEntry(i + 1, new byte[0]);
        entry.deadline = now + ahead;
        entry.savedAt = now;
        wheel.schedule(entry, entry.deadline, now);
        waiting.add(entry);
        if (random.nextInt(4) == 0) {
          KeyEntry cancelled = waiting.remove(random.nextInt(waiting.size()));
          wheel.cancel(cancelled);
          wheel.cancel(cancelled); // twice does no harm
        }
        assertThat(wheel.nextDue()).as("seed %d", seed).isGreaterThan(now);
      }
      advance(wheel, Long.MAX_VALUE, tick, waiting);
      assertThat(waiting).as("seed %d", seed).isEmpty();
      assertThat(wheel.nextDue()).isEqualTo(Long.MAX_VALUE);
    }
  }

  private static void advance(ExpiryWheel wheel, long now, long tick, List<KeyEntry> waiting) {
    wheel.advance(
        now,
        entry -> {
          if (entry.deadline < now) {
            assertThat(waiting.remove(entry)).isTrue();
          } else {
            wheel.schedule(entry, entry.deadline, now);
          }
        });
    // What has been due for a whole tick has been given.
    for (KeyEntry entry : waiting) {
      assertThat(now - Math.max(entry.deadline, entry.savedAt)).isLessThanOrEqualTo(tick);
    }
  }
}
