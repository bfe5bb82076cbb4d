package io.tripline.rest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.alert.Value;
import io.tripline.state.AlertFilter;
import io.tripline.state.DeliveryOptions;
import io.tripline.state.Grouping;
import io.tripline.state.RocksStorage;
import io.tripline.state.StoreSettings;
import io.tripline.state.Webhook;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Of the webhooks whose alerts are sent together: an alert has the rule of its ordinal modulo. */
final class GroupedDeliveryTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SECRET = WebhookSecret.generate(new SecureRandom());

  private static final WebhookSettings SETTINGS =
      WebhookSettings.defaults()
          .withAllowed(Receiver.ALLOWED)
          .withRetryDelays(Collections.nCopies(5, Duration.ofMillis(50)));

  @TempDir Path folder;
  private RocksStorage storage;
  private WebhookRegistry registry;
  private WebhookDispatcher dispatcher;

  private void open() {
    storage = RocksStorage.open(folder, StoreSettings.defaults());
    registry = new WebhookRegistry(storage.webhooks(), SETTINGS.maxWebhooks());
    dispatcher =
        new WebhookDispatcher(
            SETTINGS,
            registry,
            new ReceiverGuard(SETTINGS.allowed()),
            storage.outbox(),
            storage.alertReader(),
            (result, nanos) -> {},
            InstantSource.system(),
            RandomGenerator.getDefault());
    dispatcher.start();
  }

  @AfterEach
  void close() {
    dispatcher.close();
    storage.close();
  }

  private void register(Receiver receiver, DeliveryOptions options) {
    assertThat(
            registry.register(
                new Webhook(
                    "w",
                    receiver.uri().toString(),
                    List.of(new Webhook.Secret("s", SECRET, 0, null)),
                    "",
                    AlertFilter.ALL,
                    options,
                    true,
                    "",
                    0)))
        .isTrue();
  }

  private static DeliveryOptions within(long millis) {
    return DeliveryOptions.PLAIN.together(new Grouping(Set.of(Grouping.By.RULE), millis, 100));
  }

  private void raise(int count, int rules) {
    long last = storage.alerts().lastOrdinal();
    List<Alert> alerts = new ArrayList<>();
    for (long ordinal = last + 1; ordinal <= last + count; ordinal++) {
      alerts.add(
          new Alert(
              ordinal,
              "%032x".formatted(ordinal),
              "s",
              "r" + ordinal % rules,
              1,
              List.of(new NamedValue("card", new Value.Text("secret"))),
              0,
              Severity.HIGH,
              85,
              "m",
              List.of(),
              List.of(),
              ordinal,
              List.of(),
              false,
              List.of(),
              new PersonalParts(false, false, List.of("card"), List.of(), List.of())));
    }
    storage.alerts().append(alerts, List.of());
    dispatcher.wake();
  }

  private static List<Long> ordinals(Receiver.Call call) {
    JsonNode body = new JsonMapper().readTree(call.body());
    assertThat(body.get("type").stringValue()).isEqualTo("alerts");
    List<Long> ordinals = new ArrayList<>();
    body.get("data").get("alerts").forEach(each -> ordinals.add(each.get("ordinal").longValue()));
    assertThat(body.get("data").get("count").intValue()).isEqualTo(ordinals.size());
    return ordinals;
  }

  @Test
  void alertsOfARuleAreSentTogetherWhenTheirTimeHasCome() {
    open();
    try (Receiver receiver = new Receiver()) {
      register(receiver, within(1_000));
      raise(3, 2);
      raise(2, 2);
      await().atMost(PATIENCE).until(() -> receiver.calls().size() == 2);
      for (Receiver.Call call : receiver.calls()) {
        call.verify(SECRET);
        assertThat(call.body()).contains("•••").doesNotContain("secret");
      }
      assertThat(receiver.calls().stream().map(GroupedDeliveryTest::ordinals))
          .containsExactlyInAnyOrder(List.of(1L, 3L, 5L), List.of(2L, 4L));
      await().until(() -> storage.outbox().pending("w") == 0);
      assertThat(dispatcher.attempts("w", 10).stream().map(DeliveryLog.Attempt::alerts))
          .containsExactlyInAnyOrder(3, 2);

      raise(1, 1); // alone, and in the same form
      await().atMost(PATIENCE).until(() -> receiver.calls().size() == 3);
      assertThat(ordinals(receiver.calls().getLast())).containsExactly(6L);
    }
  }

  @Test
  void aGroupThatIsSentAgainIsTheSameWhateverHasComeMeanwhile() {
    open();
    try (Receiver receiver =
        new Receiver(
            (number, exchange) -> exchange.sendResponseHeaders(number < 3 ? 500 : 200, -1))) {
      register(receiver, within(1_000));
      raise(3, 1);
      await().atMost(PATIENCE).until(() -> !receiver.calls().isEmpty());
      raise(2, 1);
      await().atMost(PATIENCE).until(() -> storage.outbox().pending("w") == 0);
      List<Receiver.Call> first =
          receiver.calls().stream()
              .filter(call -> call.id().equals(receiver.calls().getFirst().id()))
              .toList();
      assertThat(first.size()).isGreaterThan(1);
      assertThat(first).allMatch(call -> ordinals(call).equals(List.of(1L, 2L, 3L)));
      assertThat(ordinals(receiver.calls().getLast())).isSubsetOf(4L, 5L);
    }
  }

  @Test
  void whatWaitedAtTheEndOfAProcessIsSentByTheNext() {
    open();
    try (Receiver receiver = new Receiver()) {
      register(receiver, within(1_500));
      raise(3, 1);
      close();
      open();
      await().atMost(PATIENCE).until(() -> receiver.calls().size() == 1);
      assertThat(ordinals(receiver.calls().getFirst())).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void whatWaitsIsSentTogetherAlsoIfTheWebhookWantsThatNoLonger() {
    open();
    try (Receiver receiver = new Receiver()) {
      register(receiver, within(1_000));
      raise(3, 1);
      registry.update(
          "w",
          before ->
              new Webhook(
                  before.id(),
                  before.url(),
                  before.secrets(),
                  "",
                  before.filter(),
                  DeliveryOptions.PLAIN,
                  true,
                  "",
                  0));
      raise(1, 1);
      await().atMost(PATIENCE).until(() -> storage.outbox().pending("w") == 0);
      assertThat(receiver.calls()).hasSize(2);
      assertThat(receiver.calls().getFirst().body()).startsWith("{\"type\":\"alert\",");
      assertThat(ordinals(receiver.calls().getLast())).containsExactly(1L, 2L, 3L);
    }
  }
}
