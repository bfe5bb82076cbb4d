package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.port.RejectedLog;
import io.tripline.engine.port.RejectedLog.Numbered;
import io.tripline.engine.port.RejectedLog.Rejected;
import io.tripline.state.TestStore.Mode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RejectedLogTest {
  @TempDir Path folder;

  private static Rejected rejected(long n) {
    byte[] raw = ("raw" + n).getBytes(StandardCharsets.UTF_8);
    return new Rejected(n, "file:" + n, "missing_field", "no amount", raw);
  }

  private static List<Rejected> rejected(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(RejectedLogTest::rejected).toList();
  }

  private static List<Long> numbers(RejectedLog log, int limit, long before) {
    return log.latest(limit, before).stream().map(Numbered::number).toList();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void rejectedEventsAreReadBackLatestFirst(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      assertThat(store.step().rejected().count()).isZero();
      assertThat(store.step().rejected().latest(5, Long.MAX_VALUE)).isEmpty();
      store.step().rejected().append(List.of());
      store.step().rejected().append(rejected(1, 2));
      store.step().rejected().append(rejected(3, 3));
      assertThat(store.step().rejected().count()).isEqualTo(3);
      assertThat(numbers(store.step().rejected(), 2, Long.MAX_VALUE)).containsExactly(3L, 2L);
      assertThat(numbers(store.step().rejected(), 9, 3)).containsExactly(2L, 1L);
      assertThat(numbers(store.step().rejected(), 9, 1)).isEmpty();
      Rejected event = store.step().rejected().latest(1, 3).getFirst().event();
      assertThat(event).usingRecursiveComparison().isEqualTo(rejected(2));
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theOldestAreDroppedAndCounted(Mode mode) {
    StoreSettings five = TestStore.SMALL.withRejected(5, 3);
    try (TestStore store = new TestStore(folder, mode, five, () -> 0)) {
      store.step().rejected().append(rejected(1, 4));
      assertThat(store.step().stats().rejectedDropped()).isZero();
      store.step().rejected().append(rejected(5, 7));
      assertThat(store.step().rejected().count()).isEqualTo(5);
      assertThat(store.step().stats().rejectedDropped()).isEqualTo(2);
      assertThat(numbers(store.step().rejected(), 99, Long.MAX_VALUE))
          .containsExactly(7L, 6L, 5L, 4L, 3L);
      assertThat(store.step().rejected().latest(1, 8).getFirst().event().raw())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("raw");
      store.step().rejected().append(rejected(8, 30));
      assertThat(store.step().rejected().count()).isEqualTo(5);
      assertThat(store.step().stats().rejectedDropped()).isEqualTo(25);
      assertThat(numbers(store.step().rejected(), 99, Long.MAX_VALUE))
          .containsExactly(30L, 29L, 28L, 27L, 26L);
    }
  }

  @Test
  void manyThreadsMayAppend() throws InterruptedException {
    try (TestStore store = new TestStore(folder, Mode.ONE_SESSION)) {
      RejectedLog log = store.step().rejected();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        threads.add(
            new Thread(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    log.append(rejected(i, i + 1));
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(log.count()).isEqualTo(400);
      assertThat(log.latest(1_000, Long.MAX_VALUE)).hasSize(400);
    }
  }
}
