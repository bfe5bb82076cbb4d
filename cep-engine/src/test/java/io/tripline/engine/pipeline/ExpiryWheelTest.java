package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.heap.StateHeap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ExpiryWheelTest {
  /** What the test knows of a record in the wheel. */
  private record Waiting(long deadline, long since) {}

  private final KeyRecords records = new KeyRecords(new StateHeap());
  private final Map<Integer, Waiting> waiting = new HashMap<>();

  @Test
  void givesEveryKeyAtMostAnEighthOfItsTimeTooLate() {
    for (long seed = 1; seed <= 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long horizon = 1L << 4 + random.nextInt(34);
      ExpiryWheel wheel = new ExpiryWheel(records);
      long now = random.nextBoolean() ? -1_000_000 : 1_700_000_000_000L;
      for (int i = 0; i < 500; i++) {
        now += random.nextLong(horizon / 10 + 2) * (random.nextInt(20) == 0 ? 30 : 1);
        advance(wheel, now, seed);
        // Also in the past, and far beyond what is usual.
        long ahead = random.nextLong(3 * horizon) - horizon / 4;
        int record = records.make(new byte[0], 0);
        schedule(wheel, record, now + (random.nextInt(10) == 0 ? 40 * ahead : ahead), now);
        if (random.nextInt(4) == 0) {
          int cancelled = any(random);
          wheel.cancel(cancelled);
          wheel.cancel(cancelled); // twice does no harm
          waiting.remove(cancelled);
          records.free(cancelled);
        }
        if (random.nextInt(4) == 0 && !waiting.isEmpty()) {
          int hastened = any(random);
          long deadline = now + random.nextLong(horizon);
          wheel.hasten(hastened, deadline, now);
          if (deadline < waiting.get(hastened).deadline) {
            waiting.put(hastened, new Waiting(deadline, now));
          }
        }
      }
      advance(wheel, Long.MAX_VALUE, seed);
      assertThat(waiting).as("seed %d", seed).isEmpty();
      assertThat(wheel.nextDue()).isEqualTo(Long.MAX_VALUE);
      assertThat(records.heap().blocks()).isZero();
    }
  }

  private int any(SplittableRandom random) {
    List<Integer> all = new ArrayList<>(waiting.keySet());
    return all.get(random.nextInt(all.size()));
  }

  private void schedule(ExpiryWheel wheel, int record, long deadline, long now) {
    wheel.schedule(record, deadline, now);
    waiting.put(record, new Waiting(deadline, now));
  }

  private void advance(ExpiryWheel wheel, long now, long seed) {
    long due = wheel.nextDue();
    boolean[] any = {false};
    wheel.advance(
        now,
        record -> {
          any[0] = true;
          Waiting was = waiting.get(record);
          if (was.deadline < now) {
            waiting.remove(record);
            records.free(record);
          } else {
            wheel.schedule(record, was.deadline, now);
          }
        });
    if (any[0]) {
      assertThat(due).as("seed %d", seed).isLessThanOrEqualTo(now);
    }
    for (Waiting still : waiting.values()) {
      // Two ticks of the finest level, or a little more than an eighth of the time it waited.
      long latest = Math.max(32, (still.deadline - still.since) / 7 + 16);
      assertThat(now - Math.max(still.deadline, still.since))
          .as("seed %d", seed)
          .isLessThanOrEqualTo(latest);
    }
  }

  @Test
  void shortTimesAreToldExactlyBehindLongOnes() {
    ExpiryWheel wheel = new ExpiryWheel(records);
    long month = 30L * 86_400_000;
    wheel.schedule(records.make(new byte[0], 0), month, 0);
    long later = month / 2;
    int brief = records.make(new byte[0], 0);
    wheel.schedule(brief, later + 100, later);
    List<Integer> due = new ArrayList<>();
    wheel.advance(later + 132, due::add);
    assertThat(due).containsExactly(brief);
  }

  @Test
  void whatComesBackWhileOthersAreGivenAwayIsWaitedFor() {
    ExpiryWheel wheel = new ExpiryWheel(records);
    int record = records.make(new byte[0], 0);
    wheel.schedule(record, 5, 0);
    wheel.advance(1_000, given -> wheel.schedule(given, 100_000, 1_000));
    assertThat(wheel.nextDue()).isBetween(100_001L, 120_000L);
    List<Integer> due = new ArrayList<>();
    wheel.advance(120_000, due::add);
    assertThat(due).containsExactly(record);
  }

  @Test
  void aRecordThatMovesStaysInItsPlace() {
    ExpiryWheel wheel = new ExpiryWheel(records);
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(records.make(new byte[20], 20));
      wheel.schedule(all.get(i), 5, 0);
    }
    for (int i = 0; i < 3; i++) {
      int moved = records.add(records.add(all.get(i), 0, 1), 1, 2);
      assertThat(moved).isNotEqualTo(all.get(i));
      wheel.moved(moved);
      all.set(i, moved);
    }
    wheel.cancel(all.get(1));
    List<Integer> due = new ArrayList<>();
    wheel.advance(1_000, due::add);
    assertThat(due).containsExactlyInAnyOrder(all.get(0), all.get(2));
  }
}
