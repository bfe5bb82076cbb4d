package io.tripline.rest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.alert.Value;
import io.tripline.state.AlertFilter;
import io.tripline.state.DeliveryOptions;
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
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the webhooks whose alerts are kept in order: an alert has the key of its ordinal modulo. */
final class OrderedDeliveryTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SECRET = WebhookSecret.generate(new SecureRandom());
  private static final WebhookSettings QUICK =
      WebhookSettings.defaults()
          .withAllowed(Receiver.ALLOWED)
          .withBreaker(
              new CircuitBreaker.Settings(1000, Duration.ofMillis(10), Duration.ofMillis(10)));

  @TempDir Path folder;
  private RocksStorage storage;
  private WebhookRegistry registry;
  private WebhookDispatcher dispatcher;

  private void open(WebhookSettings settings) {
    storage = RocksStorage.open(folder, StoreSettings.defaults());
    registry = new WebhookRegistry(storage.webhooks(), settings.maxWebhooks());
    dispatcher =
        new WebhookDispatcher(
            settings,
            registry,
            new ReceiverGuard(settings.allowed()),
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

  private static WebhookSettings retrying(int times, Duration pause) {
    return QUICK.withRetryDelays(Collections.nCopies(times, pause));
  }

  private static long ordinal(HttpExchange exchange) {
    String id = exchange.getRequestHeaders().getFirst("webhook-id");
    return Long.parseLong(id.substring(id.lastIndexOf('_') + 1));
  }

  /** Refuses the alerts of some ordinals, as long as they are among these. */
  private static Receiver refusing(Set<Long> ordinals) {
    return new Receiver(
        (number, exchange) ->
            exchange.sendResponseHeaders(ordinals.contains(ordinal(exchange)) ? 500 : 200, -1));
  }

  private static List<Long> called(Receiver receiver) {
    return receiver.calls().stream()
        .map(call -> Long.parseLong(call.id().substring(call.id().lastIndexOf('_') + 1)))
        .toList();
  }

  @Test
  void anAlertWaitsForAnEarlierOneOfItsKeyAndForNoOther() {
    Set<Long> refused = ConcurrentHashMap.newKeySet();
    refused.add(1L);
    open(retrying(10_000, Duration.ofMillis(30)));
    try (Receiver receiver = refusing(refused)) {
      register(receiver, true);
      raise(300, 3); // 1, 4, 7, … have a key
      await().atMost(PATIENCE).until(() -> storage.outbox().pending("w") == 100);
      await().until(() -> Collections.frequency(called(receiver), 1L) > 5);
      assertThat(called(receiver)).noneMatch(each -> each > 1 && each % 3 == 1);

      refused.clear();
      await().atMost(PATIENCE).until(() -> storage.outbox().pending("w") == 0);
      assertThat(called(receiver).stream().filter(each -> each % 3 == 1).distinct()).isSorted();
    }
  }

  @Test
  void whatIsGivenUpHoldsNobodyUp() {
    open(retrying(2, Duration.ofMillis(10)));
    try (Receiver receiver =
        new Receiver(
            (number, exchange) ->
                exchange.sendResponseHeaders(ordinal(exchange) == 1 ? 500 : 200, -1))) {
      register(receiver, true);
      raise(10, 1);
      await().until(() -> storage.outbox().pending("w") == 0);
      assertThat(storage.outbox().deadLetterCount("w")).isEqualTo(1);
      assertThat(called(receiver)).containsExactly(1L, 1L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }
  }

  @Test
  void whatWaitedForHoursGoesOnOnceItIsAskedFor() {
    Set<Long> refused = ConcurrentHashMap.newKeySet();
    refused.add(1L);
    open(retrying(10, Duration.ofHours(1)));
    try (Receiver receiver = refusing(refused)) {
      register(receiver, true);
      raise(5, 1);
      await().until(() -> !dispatcher.attempts("w", 1).isEmpty());
      refused.clear();
      dispatcher.hasten("w");
      await().until(() -> storage.outbox().pending("w") == 0);
      assertThat(called(receiver)).containsExactly(1L, 1L, 2L, 3L, 4L, 5L);
    }
  }

  @Test
  void noMoreAreHeldUpThanAllowed() {
    Set<Long> refused = ConcurrentHashMap.newKeySet();
    refused.add(1L);
    open(retrying(10_000, Duration.ofMillis(20)).withMaxHeldUp(5));
    try (Receiver receiver = refusing(refused)) {
      register(receiver, true);
      raise(100, 2);
      await().until(() -> Collections.frequency(called(receiver), 1L) > 10);
      assertThat(storage.outbox().begun("w", 1000)).hasSizeLessThanOrEqualTo(5);
      refused.clear();
      await().atMost(PATIENCE).until(() -> storage.outbox().pending("w") == 0);
      for (int key = 0; key < 2; key++) {
        int own = key;
        assertThat(called(receiver).stream().filter(each -> each % 2 == own).distinct())
            .isSorted()
            .hasSize(50);
      }
    }
  }

  @Test
  void whatIsReplayedDoesNotHideWhatIsHeldUp() {
    open(retrying(0, Duration.ZERO));
    try (Receiver receiver = new Receiver(Receiver.Answer.status(500))) {
      register(receiver, true);
      raise(200, 200);
      await().atMost(PATIENCE).until(() -> storage.outbox().deadLetterCount("w") == 200);
      close();
      open(retrying(10_000, Duration.ofMillis(20)).withMaxHeldUp(5));
      raise(100, 1);
      await().until(() -> storage.outbox().begun("w", 1000).size() == 5);
      storage.outbox().deadLetters("w", 1000).forEach(storage.outbox()::replay);
      receiver.answerWith(Receiver.Answer.status(200));
      await().atMost(PATIENCE).until(() -> storage.outbox().pending("w") == 0);
    }
  }

  @Test
  void nothingIsBegunWhileAnAttemptOfBeforeIsUnderWay() throws InterruptedException {
    CountDownLatch waits = new CountDownLatch(1);
    open(retrying(10, Duration.ofMillis(10)));
    try (Receiver receiver =
        new Receiver(
            (number, exchange) -> {
              if (number == 2) {
                waits.await();
              }
              exchange.sendResponseHeaders(number == 1 ? 500 : 200, -1);
            })) {
      register(receiver, true);
      raise(3, 1);
      await().until(() -> receiver.calls().size() == 2);
      registry.update("w", each -> each.disable("for a while"));
      registry.update("w", Webhook::enable);
      Thread.sleep(3 * QUICK.pollInterval().toMillis());
      assertThat(receiver.calls()).hasSize(2);
      waits.countDown();
      await().until(() -> storage.outbox().pending("w") == 0);
      assertThat(called(receiver)).containsExactly(1L, 1L, 2L, 3L);
    } finally {
      waits.countDown();
    }
  }

  @Test
  void theOrderIsKeptWhateverFailsAndWhenever() {
    long seed = new SecureRandom().nextLong();
    System.out.println("theOrderIsKeptWhateverFailsAndWhenever: seed " + seed);
    Random random = new Random(seed);
    List<Long> taken = new CopyOnWriteArrayList<>();
    Receiver.Answer any =
        (number, exchange) -> {
          boolean fine = random.nextInt(3) > 0;
          if (fine) {
            taken.add(ordinal(exchange));
          }
          exchange.sendResponseHeaders(fine ? 200 : 503, -1);
        };
    WebhookSettings settings = retrying(1000, Duration.ofMillis(5));
    open(settings);
    try (Receiver receiver = new Receiver(any)) {
      register(receiver, false);
      raise(20, 7);
      registry.update("w", each -> webhook(receiver, true));
      raise(150, 7);
      await().atMost(PATIENCE).until(() -> taken.size() > 60);
      close();
      open(settings);
      raise(150, 7);
      await().atMost(PATIENCE).until(() -> storage.outbox().pending("w") == 0);
      assertThat(storage.outbox().deadLetterCount("w")).isZero();
      for (int key = 0; key < 7; key++) {
        List<Long> own = new ArrayList<>();
        for (long each : taken) {
          if (each > 20 && each % 7 == key && !own.contains(each)) {
            own.add(each);
          }
        }
        assertThat(own).as("key " + key).isSorted();
      }
      assertThat(Set.copyOf(taken)).hasSize(320);
    }
  }

  private void register(Receiver receiver, boolean ordered) {
    assertThat(registry.register(webhook(receiver, ordered))).isTrue();
  }

  private static Webhook webhook(Receiver receiver, boolean ordered) {
    Webhook.Secret secret = new Webhook.Secret("s", SECRET, 0, null);
    return new Webhook(
        "w",
        receiver.uri().toString(),
        List.of(secret),
        "",
        AlertFilter.ALL,
        ordered ? DeliveryOptions.PLAIN.inOrder() : DeliveryOptions.PLAIN,
        true,
        "",
        0);
  }

  private void raise(int count, int keys) {
    long last = storage.alerts().lastOrdinal();
    List<Alert> alerts = new ArrayList<>();
    for (long ordinal = last + 1; ordinal <= last + count; ordinal++) {
      alerts.add(
          new Alert(
              ordinal,
              "%032x".formatted(ordinal),
              "s",
              "r",
              1,
              List.of(new NamedValue("card", new Value.Int(ordinal % keys))),
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
              PersonalParts.NONE));
    }
    storage.alerts().append(alerts, List.of());
    dispatcher.wake();
  }
}
