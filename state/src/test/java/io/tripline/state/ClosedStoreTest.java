package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.port.AlertLog;
import io.tripline.engine.port.DecisionLog;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.RejectedLog;
import io.tripline.engine.port.RejectedLog.Rejected;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.RuleVersions.RuleFailure;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StateStore.GarbageTest;
import io.tripline.engine.port.StateStore.KeyFinder;
import io.tripline.engine.port.StateStore.KeyVisitor;
import io.tripline.engine.port.StateStore.Pace;
import io.tripline.engine.port.StateStore.StateVisitor;
import io.tripline.engine.port.StorageException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A closed store refuses; it never reaches for memory that is gone, which would end the JVM. */
final class ClosedStoreTest {
  @TempDir Path folder;

  /** Methods that answer from settings, or from what they remember. */
  private static final Set<String> FROM_NOTHING = Set.of("discards", "syncMillis", "isSynced");

  private static final Map<Class<?>, Object> ARGUMENTS =
      Map.ofEntries(
          Map.entry(long.class, 0L),
          Map.entry(int.class, 1),
          Map.entry(byte[].class, new byte[1]),
          Map.entry(String.class, "w"),
          Map.entry(List.class, List.of()),
          Map.entry(Predicate.class, (Predicate<Object>) any -> true),
          Map.entry(Journal.Needs.class, Journal.Needs.NONE),
          Map.entry(Journal.BlockVisitor.class, (Journal.BlockVisitor) (first, block) -> {}),
          Map.entry(Journal.BlockWalker.class, (Journal.BlockWalker) (first, block) -> true),
          Map.entry(KeyFinder.class, (KeyFinder) (index, id, state) -> {}),
          Map.entry(KeyVisitor.class, (KeyVisitor) (key, id, state) -> {}),
          Map.entry(GarbageTest.class, (GarbageTest) (key, id, deadline) -> false),
          Map.entry(StateVisitor.class, (StateVisitor) (id, key, value) -> {}),
          Map.entry(
              Checkpoint.class, new Checkpoint(0, new byte[0], List.of(), List.of(), List.of())),
          Map.entry(Pace.class, Pace.FULL),
          Map.entry(RuleSetVersion.class, new RuleSetVersion("a", 1, 0, false, 0, "", 0)),
          Map.entry(RuleFailure.class, new RuleFailure(1, "a", "r", 0, 0, 0, "")),
          Map.entry(Webhook.class, Samples.webhook("w")),
          Map.entry(Outbox.Entry.class, new Outbox.Entry("w", 1, 0, 0, "")));

  @TestFactory
  List<DynamicTest> everyMethodRefuses() {
    RocksStorage storage = RocksStorage.open(folder, TestStore.SMALL);
    Map<Class<?>, Object> parts =
        Map.of(
            DecisionLog.class, storage.decisions(),
            Journal.class, storage.journal(),
            StateStore.class, storage.states(),
            AlertLog.class, storage.alerts(),
            RuleVersions.class, storage.ruleVersions(),
            RejectedLog.class, storage.rejected(),
            AlertReader.class, storage.alertReader(),
            WebhookStore.class, storage.webhooks(),
            Outbox.class, storage.outbox());
    storage.webhooks().put(Samples.webhook("w"));
    storage.alerts().append(Samples.alerts(1, 1), List.of());
    storage.close();
    storage.close();

    List<DynamicTest> tests = new ArrayList<>();
    parts.forEach(
        (port, part) ->
            Stream.of(port.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !FROM_NOTHING.contains(method.getName()))
                .forEach(
                    method ->
                        tests.add(
                            DynamicTest.dynamicTest(
                                port.getSimpleName() + "." + method.getName(),
                                () -> assertRefuses(part, method)))));
    tests.add(
        DynamicTest.dynamicTest(
            "RocksStorage.stats",
            () ->
                assertThatThrownBy(storage::stats)
                    .isInstanceOf(StorageException.class)
                    .hasMessage("The store is closed.")));
    assertThat(tests).hasSizeGreaterThan(35);
    return tests;
  }

  private static void assertRefuses(Object part, Method method) {
    Object[] arguments =
        Stream.of(method.getParameterTypes()).map(ARGUMENTS::get).toArray(Object[]::new);
    if (method.getName().equals("retryLater")) {
      arguments[2] = 1L;
    }
    assertThat(arguments).doesNotContainNull();
    assertThatThrownBy(() -> method.invoke(part, arguments))
        .cause()
        .isInstanceOf(StorageException.class)
        .hasMessage("The store is closed.");
  }

  /** Readers and writers at work while the store is closed end with the refusal, all of them. */
  @Test
  void closingDuringWorkIsSafe() throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      RocksStorage storage = RocksStorage.open(folder.resolve("r" + round), TestStore.SMALL);
      storage.webhooks().put(Samples.webhook("w"));
      for (int i = 0; i < 200; i++) {
        storage.journal().append(i, i, new byte[5_000], 5_000);
      }
      storage.alerts().append(Samples.alerts(1, 200), List.of());
      AtomicInteger refused = new AtomicInteger();
      CountDownLatch started = new CountDownLatch(5);
      List<Runnable> works =
          List.of(
              () -> storage.journal().read(0, (first, block) -> {}),
              () -> {
                long next = storage.journal().lastSequence() + 1;
                storage.journal().append(next, next, new byte[5_000], 5_000);
              },
              () -> storage.alertReader().scan(0, alert -> true),
              () -> storage.outbox().due("w", 1, 100),
              () ->
                  storage
                      .rejected()
                      .append(List.of(new Rejected(0, "s", "c", "r", new byte[100]))));
      List<Thread> threads = new ArrayList<>();
      for (Runnable work : works) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    work.run();
                    started.countDown();
                    while (true) {
                      work.run();
                    }
                  } catch (StorageException e) {
                    refused.incrementAndGet();
                  }
                });
        threads.add(thread);
        thread.start();
      }
      started.await();
      storage.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(refused).hasValue(works.size());
    }
  }
}
