package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.Engine.Published;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A full ring holds sources back, and nothing else. */
final class BackPressureTest {
  private static final int RING = 4;
  private final CountDownLatch disk = new CountDownLatch(1);
  private final MemoryStorage storage = MemoryStorage.keeping();
  private volatile boolean slow;

  private Engine open() {
    RecordingStorage slowDisk =
        new RecordingStorage(
            storage,
            (write, done) -> {
              if (slow && write.equals("journal")) {
                awaitDisk();
              }
            });
    return TestEngine.open(new EngineSettings(1, RING, 0, 1_000, 1L << 30, 1 << 16), slowDisk);
  }

  private void awaitDisk() {
    try {
      disk.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EventWriter payments(Schema schema, int from, int count) {
    EventWriter writer = new EventWriter();
    for (int i = from; i < from + count; i++) {
      TestEvent.payment("p" + i, 1_000, "c", 1, 60).write(writer, schema);
    }
    return writer;
  }

  @Test
  void answersFullAndTakesNothing() throws InterruptedException {
    try (Engine engine = open()) {
      TestEngine.deploy(engine, "large=0");
      slow = true;
      Schema schema = engine.schema();
      int taken = 0;
      EventWriter one = payments(schema, 0, 1);
      while (engine.publish(one, schema.id(), Duration.ofMillis(1)) == Published.ACCEPTED) {
        taken++;
        one = payments(schema, taken, 1);
      }
      assertThat(taken).isEqualTo(RING);
      assertThat(engine.stats().ringUsed()).isEqualTo(RING);
      // However large: not a part of it is taken.
      EventWriter many = payments(schema, 100, 2_000);
      assertThat(engine.publish(many, schema.id(), Duration.ofMillis(1))).isEqualTo(Published.FULL);
      disk.countDown();
      engine.awaitProcessed();
      assertThat(engine.stats().events()).isEqualTo(RING);
      assertThat(engine.publish(many, schema.id(), Duration.ofMinutes(5)))
          .isEqualTo(Published.ACCEPTED);
      engine.awaitProcessed();
      assertThat(engine.stats().events()).isEqualTo(RING + 2_000);
      assertThat(storage.alerts().all()).hasSize(RING + 2_000);
    }
  }

  @Test
  void aSourceThatWaitsForRoomAndADeploymentDoNotBlockEachOther() throws Exception {
    try (Engine engine = open();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      TestEngine.deploy(engine, "large=0");
      slow = true;
      Schema schema = engine.schema();
      for (int i = 0; i < RING; i++) {
        engine.publish(payments(schema, i, 1), schema.id(), Duration.ofMinutes(5));
      }
      Future<Published> waiting =
          threads.submit(
              () -> engine.publish(payments(schema, 9, 1), schema.id(), Duration.ofMinutes(5)));
      Future<?> deployment = threads.submit(() -> TestEngine.deploy(engine, "large=1"));
      assertThat(engine.stats().ringUsed()).isEqualTo(RING);
      disk.countDown();
      deployment.get();
      assertThat(waiting.get()).isIn(Published.ACCEPTED, Published.STALE_SCHEMA);
      assertThat(engine.ruleSets().getFirst().version()).isEqualTo(2);
    }
  }

  @Test
  void acknowledgesOnlyAfterTheJournalWrite() throws Exception {
    try (Engine engine = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      TestEngine.deploy(engine, "large=0");
      slow = true;
      Schema schema = engine.schema();
      engine.publish(payments(schema, 1, 1), schema.id(), Duration.ofMinutes(5));
      Thread[] waiter = new Thread[1];
      CountDownLatch started = new CountDownLatch(1);
      Future<Long> durable =
          threads.submit(
              () -> {
                waiter[0] = Thread.currentThread();
                started.countDown();
                engine.awaitDurable();
                return storage.journal().lastSequence();
              });
      started.await();
      Awaitility.await()
          .until(
              () ->
                  waiter[0].getState() == Thread.State.WAITING
                      || waiter[0].getState() == Thread.State.TIMED_WAITING);
      assertThat(durable.isDone()).isFalse();
      assertThat(storage.journal().lastSequence()).isZero();
      disk.countDown();
      assertThat(durable.get()).isEqualTo(1);
    }
  }

  @Test
  void anEventBeyondTheLimitIsRefusedWithItsCall() throws InterruptedException {
    try (Engine engine = open()) {
      TestEngine.deploy(engine, "large=0");
      EventWriter writer = new EventWriter();
      TestEvent.payment("p", 1_000, "c".repeat(1 << 16), 1, 60).write(writer, engine.schema());
      assertThatThrownBy(() -> engine.publish(writer, engine.schema().id(), Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the most is 65536");
    }
  }
}
