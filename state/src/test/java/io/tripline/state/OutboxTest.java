package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.Severity;
import io.tripline.state.Outbox.Entry;
import io.tripline.state.TestStore.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OutboxTest {
  private static final int ALL = Integer.MAX_VALUE;

  @TempDir Path folder;

  private static List<Long> ordinals(List<Entry> entries) {
    return entries.stream().map(Entry::ordinal).toList();
  }

  private static Entry due(TestStore store, long now, long ordinal) {
    return store.step().outbox().due("w", now, ALL).stream()
        .filter(entry -> entry.ordinal() == ordinal)
        .findFirst()
        .orElseThrow();
  }

  private static void retry(TestStore store, Entry entry, int attempts, long next, String error) {
    store.step().outbox().retryLater(entry, attempts, next, error);
  }

  private static void giveUp(TestStore store, Entry entry, String reason) {
    store.step().outbox().deadLetter(entry, reason);
  }

  private static void deliver(TestStore store, Entry entry) {
    store.step().outbox().delivered(entry);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void eachAlertWaitsOnceForEachWebhookThatWantsIt(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().alerts().append(Samples.alerts(1, 2), List.of());
      store.step().webhooks().put(Samples.webhook("w"));
      store
          .step()
          .webhooks()
          .put(Samples.webhook("high", new AlertFilter(List.of(), List.of(), List.of(), "high")));
      store.step().webhooks().put(Samples.webhook("off").disable("by request"));
      store
          .step()
          .alerts()
          .append(
              List.of(Samples.alert(3, "r", Severity.LOW), Samples.alert(4, "r", Severity.HIGH)),
              List.of());

      assertThat(store.step().outbox().due("w", 1, ALL))
          .containsExactly(new Entry("w", 3, 0, 0, ""), new Entry("w", 4, 0, 0, ""));
      assertThat(ordinals(store.step().outbox().due("high", 1, ALL))).containsExactly(4L);
      assertThat(store.step().outbox().due("off", 1, ALL)).isEmpty();
      assertThat(store.step().outbox().due("unknown", 1, ALL)).isEmpty();
      assertThat(store.step().outbox().pending("w")).isEqualTo(2);
      assertThat(store.step().outbox().pending("high")).isEqualTo(1);
      assertThat(store.step().outbox().pending("unknown")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatIsDeliveredDoesNotComeBack(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().webhooks().put(Samples.webhook("w"));
      store.step().alerts().append(Samples.alerts(1, 300), List.of());
      assertThat(ordinals(store.step().outbox().due("w", 1, 2))).containsExactly(1L, 2L);
      Entry second = due(store, 1, 2);
      store.step().outbox().delivered(second);
      store.step().outbox().delivered(second);
      store.step().outbox().retryLater(second, 1, 5, "too late");
      store.step().outbox().deadLetter(second, "too late");
      assertThat(ordinals(store.step().outbox().due("w", 9, 3))).containsExactly(1L, 3L, 4L);
      assertThat(store.step().outbox().pending("w")).isEqualTo(299);
      assertThat(store.step().outbox().deadLetterCount("w")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatFailedWaitsForItsTime(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().webhooks().put(Samples.webhook("w"));
      store.step().alerts().append(Samples.alerts(1, 4), List.of());
      retry(store, due(store, 1, 2), 1, 1_000, "refused");
      retry(store, due(store, 1, 1), 1, 2_000, "x".repeat(9_999));
      assertThat(ordinals(store.step().outbox().due("w", 999, ALL))).containsExactly(3L, 4L);
      assertThat(store.step().outbox().due("w", 1_000, ALL).getFirst())
          .isEqualTo(new Entry("w", 2, 1, 1_000, "refused"));
      assertThat(ordinals(store.step().outbox().due("w", 2_000, ALL)))
          .containsExactly(1L, 2L, 3L, 4L);
      assertThat(due(store, 2_000, 1).lastError()).hasSize(Outbox.MAX_ERROR);
      retry(store, due(store, 2_000, 1), 2, 500, "again");
      assertThat(ordinals(store.step().outbox().due("w", 500, ALL))).containsExactly(1L, 3L, 4L);
      assertThat(ordinals(store.step().outbox().due("w", Long.MAX_VALUE, 3)))
          .containsExactly(1L, 2L, 3L);
      assertThat(store.step().outbox().pending("w")).isEqualTo(4);
      assertThatThrownBy(() -> retry(store, due(store, 1, 3), 1, 0, ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatIsGivenUpCanBeReplayed(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().webhooks().put(Samples.webhook("w"));
      store.step().alerts().append(Samples.alerts(1, 3), List.of());
      retry(store, due(store, 1, 2), 7, 50, "refused");
      giveUp(store, due(store, 50, 2), "gone for good");
      giveUp(store, due(store, 50, 1), "no");
      deliver(store, due(store, 50, 3));
      List<Entry> dead = store.step().outbox().deadLetters("w", ALL);
      assertThat(dead)
          .containsExactly(new Entry("w", 1, 0, 0, "no"), new Entry("w", 2, 7, 0, "gone for good"));
      assertThat(store.step().outbox().deadLetters("w", 1)).containsExactly(dead.getFirst());
      assertThat(store.step().outbox().deadLetterCount("w")).isEqualTo(2);
      assertThat(store.step().outbox().pending("w")).isZero();

      store.step().outbox().replay(dead.getLast());
      store.step().outbox().replay(dead.getLast());
      assertThat(store.step().outbox().due("w", 1, ALL))
          .containsExactly(new Entry("w", 2, 0, 0, ""));
      assertThat(store.step().outbox().pending("w")).isEqualTo(1);
      assertThat(store.step().outbox().deadLetterCount("w")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aDeletedWebhookTakesItsEntriesWithIt(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      for (String id : List.of("v", "w", "ww", "x")) {
        store.step().webhooks().put(Samples.webhook(id));
      }
      store.step().alerts().append(Samples.alerts(1, 3), List.of());
      Entry before = due(store, 1, 1);
      giveUp(store, due(store, 1, 2), "no");
      store.step().webhooks().delete("w");
      assertThat(store.step().outbox().due("w", 9, ALL)).isEmpty();
      assertThat(store.step().outbox().deadLetters("w", ALL)).isEmpty();
      assertThat(store.step().outbox().pending("w")).isZero();
      store.step().outbox().replay(before);
      store.step().outbox().delivered(before);

      store.step().webhooks().put(Samples.webhook("w"));
      assertThat(store.step().outbox().due("w", 9, ALL)).isEmpty();
      store.step().alerts().append(Samples.alerts(4, 4), List.of());
      assertThat(ordinals(store.step().outbox().due("w", 9, ALL))).containsExactly(4L);
      for (String id : List.of("v", "ww", "x")) {
        assertThat(store.step().outbox().pending(id)).isEqualTo(4);
        assertThat(store.step().outbox().due(id, 9, ALL)).hasSize(4);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aDisabledWebhookKeepsWhatItHas(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().webhooks().put(Samples.webhook("w"));
      store.step().alerts().append(Samples.alerts(1, 1), List.of());
      store.step().webhooks().put(Samples.webhook("w").disable("by request"));
      store.step().alerts().append(Samples.alerts(2, 2), List.of());
      store.step().webhooks().put(Samples.webhook("w"));
      store.step().alerts().append(Samples.alerts(3, 3), List.of());
      assertThat(ordinals(store.step().outbox().due("w", 1, ALL))).containsExactly(1L, 3L);
    }
  }

  /** Random work against maps of what waits and what is dead. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void theQueueIsExact(Mode mode) {
    long seed = new Random().nextLong();
    System.out.println("OutboxTest seed " + seed);
    Random random = new Random(seed);
    TreeMap<Long, Entry> waiting = new TreeMap<>();
    TreeMap<Long, Entry> dead = new TreeMap<>();
    long now = 1;
    long alerts = 0;
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().webhooks().put(Samples.webhook("w"));
      for (int i = 0; i < (mode == Mode.ONE_SESSION ? 1_000 : 100); i++) {
        now += random.nextInt(5);
        RocksStorage storage = store.step();
        if (random.nextInt(4) == 0) {
          int more = 1 + random.nextInt(4);
          storage.alerts().append(Samples.alerts(alerts + 1, alerts + more), List.of());
          for (int n = 0; n < more; n++) {
            waiting.put(++alerts, new Entry("w", alerts, 0, 0, ""));
          }
        } else if (random.nextInt(8) == 0 && !dead.isEmpty()) {
          Entry entry = pick(dead, random);
          storage.outbox().replay(entry);
          dead.remove(entry.ordinal());
          waiting.put(entry.ordinal(), new Entry("w", entry.ordinal(), 0, 0, ""));
        } else if (!waiting.isEmpty()) {
          Entry entry = pick(waiting, random);
          waiting.remove(entry.ordinal());
          switch (random.nextInt(4)) {
            case 0, 1 -> {
              int attempts = entry.attempts() + 1;
              long next = now + random.nextInt(50) - 10;
              next = Math.max(1, next);
              storage.outbox().retryLater(entry, attempts, next, "e" + attempts);
              waiting.put(
                  entry.ordinal(), new Entry("w", entry.ordinal(), attempts, next, "e" + attempts));
            }
            case 2 -> storage.outbox().delivered(entry);
            default -> {
              storage.outbox().deadLetter(entry, "dead");
              dead.put(
                  entry.ordinal(), new Entry("w", entry.ordinal(), entry.attempts(), 0, "dead"));
            }
          }
        }
        long time = now;
        List<Entry> expected =
            waiting.values().stream().filter(entry -> entry.nextAttemptMillis() <= time).toList();
        Outbox outbox = store.step().outbox();
        assertThat(outbox.due("w", now, ALL)).as("step %d", i).isEqualTo(expected);
        int limit = 1 + random.nextInt(5);
        List<Entry> few = outbox.due("w", now, limit);
        assertThat(few).hasSize(Math.min(limit, expected.size())).isSubsetOf(expected);
        assertThat(few).isSortedAccordingTo(java.util.Comparator.comparingLong(Entry::ordinal));
        assertThat(outbox.pending("w")).isEqualTo(waiting.size());
        assertThat(outbox.deadLetters("w", ALL)).isEqualTo(List.copyOf(dead.values()));
        assertThat(outbox.deadLetterCount("w")).isEqualTo(dead.size());
      }
    }
  }

  private static Entry pick(Map<Long, Entry> entries, Random random) {
    return List.copyOf(entries.values()).get(random.nextInt(entries.size()));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whatWaitsCanBeHastened(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().webhooks().put(Samples.webhook("w"));
      store.step().alerts().append(Samples.alerts(1, 2_500), List.of());
      Outbox outbox = store.step().outbox();
      for (Outbox.Entry each : outbox.due("w", 1, 2_400)) {
        outbox.retryLater(each, 3, 1_000_000 + each.ordinal(), "no");
      }
      assertThat(store.step().outbox().due("w", 5_000, 3_000)).hasSize(100);
      assertThat(store.step().outbox().hasten("w", 5_001, 1_000_100, 5_000)).isEqualTo(99);
      assertThat(store.step().outbox().hasten("w", 5_001, Long.MAX_VALUE, 5_000)).isEqualTo(2_301);
      List<Outbox.Entry> due = store.step().outbox().due("w", 5_000, 3_000);
      assertThat(due).hasSize(2_500);
      assertThat(due.getFirst()).isEqualTo(new Outbox.Entry("w", 1, 3, 5_000, "no"));
      assertThat(store.step().outbox().begun("w", 3_000)).hasSize(2_400);
      assertThat(store.step().outbox().dueAgain("w", 5_000, 3_000))
          .isEqualTo(due.subList(0, 2_400));
      assertThat(store.step().outbox().hasten("w", 5_001, Long.MAX_VALUE, 5_000)).isZero();
      assertThat(store.step().outbox().pending("w")).isEqualTo(2_500);
      assertThat(store.step().outbox().hasten("none", 5_001, Long.MAX_VALUE, 5_000)).isZero();
    }
  }
}
