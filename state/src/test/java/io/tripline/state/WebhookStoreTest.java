package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.state.TestStore.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WebhookStoreTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Mode.class)
  void webhooksAreKept(Mode mode) {
    Webhook full =
        new Webhook(
            "é",
            "https://example.org/é",
            List.of(
                new Webhook.Secret("new", "whsec_n", 4, null),
                new Webhook.Secret("old", "whsec_o", 3, 9L)),
            "text",
            new AlertFilter(List.of("s"), List.of("a", "b/c"), List.of("t"), "high"),
            new DeliveryOptions(true, BodyTemplate.pagerDuty("k".repeat(32)), true, null),
            false,
            "gone",
            5);
    Webhook later = created(Samples.webhook("a"), 6);
    try (TestStore store = new TestStore(folder, mode)) {
      assertThat(store.step().webhooks().list()).isEmpty();
      assertThat(store.step().webhooks().get("é")).isEmpty();
      store.step().webhooks().put(later);
      store.step().webhooks().put(full);
      assertThat(store.step().webhooks().list()).containsExactly(full, later);
      assertThat(store.step().webhooks().get("é")).contains(full);

      Webhook changed = created(Samples.webhook("é"), 7);
      store.step().webhooks().put(changed);
      assertThat(store.step().webhooks().list()).containsExactly(later, changed);

      assertThat(store.step().webhooks().delete("é")).isTrue();
      assertThat(store.step().webhooks().delete("é")).isFalse();
      assertThat(store.step().webhooks().list()).containsExactly(later);
    }
  }

  private static Webhook created(Webhook webhook, long at) {
    return new Webhook(
        webhook.id(),
        webhook.url(),
        webhook.secrets(),
        "",
        webhook.filter(),
        DeliveryOptions.PLAIN,
        true,
        "",
        at);
  }

  /** While alerts are stored all the time: each webhook gets all from some ordinal on. */
  @Test
  void aWebhookGetsExactlyTheAlertsAfterItsRegistration() throws InterruptedException {
    try (TestStore store = new TestStore(folder, Mode.ONE_SESSION)) {
      RocksStorage storage = store.step();
      AtomicBoolean enough = new AtomicBoolean();
      Thread engine =
          new Thread(
              () -> {
                while (!enough.get()) {
                  long next = storage.alerts().lastOrdinal() + 1;
                  storage.alerts().append(Samples.alerts(next, next + 2), List.of());
                }
              });
      engine.start();
      for (int i = 0; i < 20; i++) {
        long before = storage.alerts().lastOrdinal();
        storage.webhooks().put(Samples.webhook("w" + i));
        long after = storage.alerts().lastOrdinal();
        while (storage.alerts().lastOrdinal() < after + 3) {
          Thread.onSpinWait();
        }
        long first = storage.outbox().due("w" + i, 1, 1).getFirst().ordinal();
        assertThat(first).isBetween(before + 1, after + 1);
      }
      enough.set(true);
      engine.join();
      long last = storage.alerts().lastOrdinal();
      for (int i = 0; i < 20; i++) {
        List<Outbox.Entry> due = storage.outbox().due("w" + i, 1, Integer.MAX_VALUE);
        long first = due.getFirst().ordinal();
        assertThat(due).hasSize((int) (last - first + 1));
        assertThat(due.getLast().ordinal()).isEqualTo(last);
        assertThat(storage.outbox().pending("w" + i)).isEqualTo(due.size());
      }
    }
  }
}
