package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.memory.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** When checkpoints are taken by themselves. */
final class CheckpointPauseTest {
  private static final int PAUSE_MILLIS = 300;

  private final List<Long> beginnings = new ArrayList<>();
  private final List<Long> ends = new ArrayList<>();
  private final RecordingStorage storage =
      new RecordingStorage(
          MemoryStorage.keeping(),
          (write, done) -> {
            if (write.equals("checkpoint")) {
              (done ? ends : beginnings).add(System.nanoTime());
            }
          });

  private static EngineSettings everyMilli() {
    return new EngineSettings(1, 64, 1, 1_000, 1L << 30, 1 << 16);
  }

  private void feedUntilCheckpoint(Engine engine, long checkpoints) throws InterruptedException {
    for (int i = 0; engine.stats().checkpoints().count() < checkpoints; i++) {
      TestEngine.feed(engine, List.of(TestEvent.payment("p", 1_000 + i, "c", 1, 60)), 1);
      engine.awaitProcessed();
    }
  }

  @Test
  void thereIsAPauseBetweenTheEndOfOneAndTheNext() throws InterruptedException {
    EngineSettings settings = everyMilli().withCheckpointPause(PAUSE_MILLIS);
    try (Engine engine = TestEngine.open(settings, storage)) {
      TestEngine.deploy(engine, "large=0");
      feedUntilCheckpoint(engine, 3);
    }
    for (int i = 1; i < 3; i++) {
      assertThat(beginnings.get(i) - ends.get(i - 1))
          .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }
  }

  @Test
  void whoeverAsksForOneDoesNotWaitForAPause() throws InterruptedException {
    EngineSettings settings = everyMilli().withCheckpointPause(TimeUnit.DAYS.toMillis(1));
    try (Engine engine = TestEngine.open(settings, storage)) {
      TestEngine.deploy(engine, "large=0");
      Awaitility.await().until(() -> engine.stats().checkpoints().count() == 1);
      TestEngine.feed(engine, List.of(TestEvent.payment("p", 1_000, "c", 1, 60)), 1);
      engine.checkpoint();
      assertThat(engine.stats().checkpoints().count()).isEqualTo(2);
    } // and neither does closing
  }
}
