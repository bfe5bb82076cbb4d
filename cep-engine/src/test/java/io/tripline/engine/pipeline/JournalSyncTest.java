package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where syncs are shared, nobody hears of an event before its sync. */
final class JournalSyncTest {
  private static final long MILLIS = 20;

  private final MemoryStorage storage = MemoryStorage.keeping();
  private final SlowDisk disk = new SlowDisk(storage.journal());

  /** A disk that says when it was asked, and may be at work for as long as a test likes. */
  private static final class SlowDisk implements Journal {
    private final Journal journal;
    private final List<Long> beginnings = new ArrayList<>();
    private final AtomicReference<CountDownLatch> atWork =
        new AtomicReference<>(new CountDownLatch(0));
    private volatile long synced;
    private volatile boolean broken;

    SlowDisk(Journal journal) {
      this.journal = journal;
      this.synced = journal.lastSequence();
    }

    @Override
    public long syncMillis() {
      return MILLIS;
    }

    @Override
    public boolean isSynced() {
      return synced == journal.lastSequence();
    }

    @Override
    public void sync() {
      long upTo = journal.lastSequence();
      synchronized (beginnings) {
        beginnings.add(System.nanoTime());
      }
      try {
        atWork.get().await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (broken) {
        throw new StorageException("The disk is broken.");
      }
      synced = upTo;
    }

    List<Long> beginnings() {
      synchronized (beginnings) {
        return List.copyOf(beginnings);
      }
    }

    @Override
    public long lastSequence() {
      return journal.lastSequence();
    }

    @Override
    public void append(long first, long last, byte[] block, int length) {
      journal.append(first, last, block, length);
    }

    @Override
    public void readWhile(long from, BlockWalker walker) {
      journal.readWhile(from, walker);
    }

    @Override
    public @Nullable Block blockAt(long sequence) {
      return journal.blockAt(sequence);
    }
  }

  private Engine open(int workers, RecordingStorage.Watcher watcher) {
    return TestEngine.open(
        TestEngine.settings(workers), new RecordingStorage(storage, watcher).with(disk));
  }

  private static List<TestEvent> payments(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> TestEvent.payment("p" + i, 1_000 + i, "c" + i % 5, 1, 60))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void anAlertIsStoredOnceAllThatLedToItIsSynced(int workers) throws InterruptedException {
    List<String> early = new ArrayList<>();
    try (Engine engine =
        open(
            workers,
            (write, done) -> {
              // Entry 0 is the deployment, and each event makes an alert.
              long needed = storage.alerts().lastOrdinal();
              if (write.equals("alerts") && done && disk.synced < needed) {
                early.add(disk.synced + " before " + needed);
              }
            })) {
      TestEngine.deploy(engine, "large=0");
      for (int i = 0; i < 60; i++) {
        TestEngine.feed(engine, payments(10 * i, 10), 3);
        engine.awaitDurable();
        assertThat(disk.synced).isGreaterThanOrEqualTo(10L * (i + 1));
      }
      engine.awaitProcessed();
    }
    assertThat(early).isEmpty();
    assertThat(storage.alerts().all()).hasSize(600);
    List<Long> beginnings = disk.beginnings();
    long nanos = beginnings.getLast() - beginnings.getFirst();
    // One more where the first was noted late.
    assertThat(beginnings.size())
        .isBetween(2, (int) (nanos / TimeUnit.MILLISECONDS.toNanos(MILLIS)) + 2);
  }

  @Test
  void whatComesWhileTheDiskIsAtWorkIsWrittenAndWaits() throws Exception {
    CountDownLatch work = new CountDownLatch(1);
    try (Engine engine = open(1, (_, _) -> {})) {
      TestEngine.deploy(engine, "large=0");
      disk.atWork.set(work);
      int asked = disk.beginnings().size();
      TestEngine.feed(engine, payments(0, 1), 1);
      CompletableFuture<Void> told = told(engine);
      Awaitility.await().until(() -> disk.beginnings().size() > asked);
      TestEngine.feed(engine, payments(1, 20), 1);
      Awaitility.await().until(() -> disk.lastSequence() == 21);
      assertThat(told).isNotDone();
      assertThat(storage.alerts().all()).isEmpty();
      work.countDown();
      engine.awaitDurable();
      assertThat(disk.isSynced()).isTrue();
      engine.awaitProcessed();
      assertThat(storage.alerts().all()).hasSize(21);
      told.get(1, TimeUnit.MINUTES);
    } finally {
      work.countDown();
    }
  }

  private static CompletableFuture<Void> told(Engine engine) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                engine.awaitDurable();
                told.complete(null);
              } catch (Throwable e) {
                told.completeExceptionally(e);
              }
            });
    return told;
  }

  @Test
  void aSyncThatFailsStopsTheEngine() throws InterruptedException {
    try (Engine engine = open(2, (_, _) -> {})) {
      TestEngine.deploy(engine, "large=0");
      disk.broken = true;
      TestEngine.feed(engine, payments(0, 5), 5);
      assertThatThrownBy(engine::awaitDurable)
          .isInstanceOf(EngineFailedException.class)
          .hasMessageContaining("The disk is broken.");
    }
    assertThat(storage.alerts().all()).isEmpty();
  }

  @Test
  void aReplayWaitsForNoSync() throws InterruptedException {
    MemoryStorage before;
    try (Engine engine = open(1, (_, _) -> {})) {
      TestEngine.deploy(engine, "large=0");
      TestEngine.feed(engine, payments(0, 3_000), 1_000);
      engine.awaitProcessed();
      before = storage.copy();
    }
    SlowDisk again = new SlowDisk(before.journal());
    try (Engine engine =
        TestEngine.open(
            TestEngine.settings(1), new RecordingStorage(before, (_, _) -> {}).with(again))) {
      assertThat(engine.stats().recoveredEntries()).isEqualTo(3_001);
      assertThat(again.beginnings()).isEmpty();
    }
  }
}
