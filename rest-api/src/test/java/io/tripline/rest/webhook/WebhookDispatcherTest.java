package io.tripline.rest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.alert.Value;
import io.tripline.rest.json.AlertJson;
import io.tripline.rest.webhook.Receiver.Answer;
import io.tripline.rest.webhook.Receiver.Call;
import io.tripline.state.AlertFilter;
import io.tripline.state.DeliveryOptions;
import io.tripline.state.Outbox;
import io.tripline.state.RocksStorage;
import io.tripline.state.StoreSettings;
import io.tripline.state.Webhook;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebhookDispatcherTest {
  private static final String SECRET = WebhookSecret.generate(new SecureRandom());
  private static final WebhookSettings QUICK =
      WebhookSettings.defaults()
          .withAllowed(Receiver.ALLOWED)
          .withBreaker(
              new CircuitBreaker.Settings(1000, Duration.ofMillis(10), Duration.ofMillis(10)))
          .withRetryDelays(List.of(Duration.ofMillis(20), Duration.ofMillis(40)));

  @TempDir Path folder;
  private RocksStorage storage;
  private WebhookRegistry registry;
  private WebhookDispatcher dispatcher;
  private volatile ReceiverGuard.HostNames names = ReceiverGuard.HostNames.SYSTEM;
  private volatile Duration setBack = Duration.ZERO;
  private final List<DeliveryObserver.Result> results = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    open(QUICK);
  }

  private void open(WebhookSettings settings) {
    storage = RocksStorage.open(folder, StoreSettings.defaults());
    registry = new WebhookRegistry(storage.webhooks(), settings.maxWebhooks());
    dispatcher =
        new WebhookDispatcher(
            settings,
            registry,
            new ReceiverGuard(settings.allowed(), names),
            storage.outbox(),
            storage.alertReader(),
            (result, nanos) -> results.add(result),
            () -> Instant.now().minus(setBack),
            RandomGenerator.getDefault());
  }

  @AfterEach
  void close() {
    dispatcher.close();
    storage.close();
  }

  private void reopen(WebhookSettings settings) {
    close();
    open(settings);
  }

  @Test
  void anAlertIsDeliveredSignedAndOnce() {
    try (Receiver receiver = new Receiver()) {
      dispatcher.start();
      register("w", receiver);
      List<Alert> alerts = raise(1);

      await().until(() -> storage.outbox().pending("w") == 0);

      Call call = receiver.calls().getFirst();
      assertThat(receiver.calls()).hasSize(1);
      call.verify(SECRET);
      assertThat(call.body()).isEqualTo(AlertJson.webhookForm(alerts.getFirst()));
      assertThat(call.body())
          .startsWith(
              "{\"type\":\"alert\",\"timestamp\":\"2026-01-31T10:05:00Z\",\"data\":{\"id\":\"")
          .contains("Zürich €");
      assertThat(call.id()).isEqualTo("msg_" + alerts.getFirst().id() + "_1");
      assertThat(call.header("content-type")).isEqualTo("application/json");
      await().until(() -> dispatcher.status("w").equals(LaneStatus.NEW.afterSuccess()));
    }
  }

  @Test
  void aFailureIsTriedAgainUnderTheSameIdWithTheSameBytes() {
    try (Receiver receiver =
        new Receiver(
            (number, exchange) -> exchange.sendResponseHeaders(number < 3 ? 500 : 200, -1))) {
      dispatcher.start();
      register("w", receiver);
      raise(1);

      await().until(() -> storage.outbox().pending("w") == 0);

      assertThat(receiver.calls()).hasSize(3);
      assertThat(receiver.calls().stream().map(Call::id).distinct()).hasSize(1);
      assertThat(receiver.calls().stream().map(Call::body).distinct()).hasSize(1);
      receiver.calls().forEach(call -> call.verify(SECRET));
      await().until(() -> !dispatcher.status("w").isFailing());
      assertThat(dispatcher.status("w").failedAttempts()).isEqualTo(2);
      assertThat(dispatcher.status("w").lastError()).isEqualTo("the receiver answered 500");
    }
  }

  @Test
  void afterTheLastAttemptADeliveryIsADeadLetterThatCanBeReplayed() {
    try (Receiver receiver = new Receiver(Answer.status(503))) {
      dispatcher.start();
      register("w", receiver);
      raise(2);

      await().until(() -> storage.outbox().deadLetterCount("w") == 2);

      assertThat(storage.outbox().pending("w")).isZero();
      List<Outbox.Entry> dead = storage.outbox().deadLetters("w", 10);
      assertThat(dead.getFirst().lastError()).isEqualTo("the receiver answered 503");
      assertThat(dead.getFirst().attempts()).isEqualTo(3);
      assertThat(receiver.calls()).hasSize(6);
      assertThat(dispatcher.status("w").isFailing()).isTrue();
      await().until(() -> results.size() == 6);
      assertThat(Collections.frequency(results, DeliveryObserver.Result.FAILED)).isEqualTo(4);
      assertThat(Collections.frequency(results, DeliveryObserver.Result.DEAD_LETTER)).isEqualTo(2);

      receiver.answerWith(Answer.status(200));
      dead.forEach(storage.outbox()::replay);
      dispatcher.wake();
      await().until(() -> storage.outbox().pending("w") == 0);
      assertThat(storage.outbox().deadLetterCount("w")).isZero();
      assertThat(receiver.calls().stream().map(Call::id).distinct()).hasSize(2);
    }
  }

  @Test
  void whatWasNotDeliveredIsDeliveredAfterARestart() {
    try (Receiver receiver = new Receiver(Answer.status(500))) {
      registry.register(webhook("w", receiver));
      raise(3); // nobody delivers yet
      reopen(QUICK.withRetryDelays(List.of(Duration.ofMillis(10), Duration.ofHours(1))));
      dispatcher.start();
      await().until(() -> receiver.calls().size() >= 3);
      Set<String> ids = ids(receiver);

      receiver.answerWith(Answer.status(200));
      reopen(QUICK);
      for (Outbox.Entry each : storage.outbox().due("w", Long.MAX_VALUE, 10)) {
        storage.outbox().retryLater(each, each.attempts(), 1, each.lastError());
      }
      dispatcher.start();
      await().until(() -> storage.outbox().pending("w") == 0);
      assertThat(ids(receiver)).isEqualTo(ids).hasSize(3);
    }
  }

  @Test
  void goneDisablesAndEnablingDeliversWhatIsQueued() {
    try (Receiver receiver = new Receiver(Answer.status(410))) {
      dispatcher.start();
      register("w", receiver);
      raise(1);

      await().until(() -> !registry.get("w").orElseThrow().enabled());
      await().until(() -> receiver.calls().size() == 1);
      assertThat(storage.outbox().pending("w")).isEqualTo(1);
      assertThat(dispatcher.status("w").lastError()).contains("410");
      assertThat(registry.get("w").orElseThrow().whyDisabled())
          .isEqualTo("the receiver answered 410 (gone)");
      raise(1); // nobody wants it
      assertThat(storage.outbox().pending("w")).isEqualTo(1);

      receiver.answerWith(Answer.status(200));
      registry.enable("w");
      await().until(() -> storage.outbox().pending("w") == 0);
      assertThat(ids(receiver)).hasSize(1);
    }
  }

  @Test
  void aReceiverThatKeepsFailingIsLeftAloneAndThenGetsEverythingAtOnce() {
    CircuitBreaker.Settings breaker =
        new CircuitBreaker.Settings(3, Duration.ofMillis(300), Duration.ofMillis(300));
    reopen(
        QUICK.withBreaker(breaker).withRetryDelays(Collections.nCopies(100, Duration.ofHours(1))));
    try (Receiver receiver = new Receiver(Answer.status(500))) {
      dispatcher.start();
      register("w", receiver);
      raise(50);
      await().until(() -> dispatcher.status("w").circuit() == CircuitBreaker.State.OPEN);
      int calls = receiver.calls().size();
      assertThat(calls).as("three, and those under way at the same time").isBetween(3, 6);
      assertThat(dispatcher.status("w").probeAt()).isNotNull();

      await().until(() -> receiver.calls().size() >= calls + 3);
      assertThat(storage.outbox().pending("w")).isEqualTo(50);
      assertThat(ids(receiver)).as("each probe is another one's turn").hasSizeGreaterThan(5);

      receiver.answerWith(Answer.status(200));
      await().until(() -> storage.outbox().pending("w") == 0);
      assertThat(ids(receiver)).hasSize(50);
      assertThat(dispatcher.status("w").circuit()).isEqualTo(CircuitBreaker.State.CLOSED);
      assertThat(dispatcher.status("w").probeAt()).isNull();
    }
  }

  @Test
  void aWebhookThatIsRepairedIsTriedAtOnce() {
    reopen(QUICK.withRetryDelays(List.of(Duration.ofHours(1))));
    try (Receiver wrong = new Receiver(Answer.status(404));
        Receiver right = new Receiver()) {
      dispatcher.start();
      register("w", wrong);
      raise(5);
      await().until(() -> wrong.calls().size() == 5);
      await().until(() -> dispatcher.attempts("w", 10).size() == 5);
      registry.update("w", each -> webhook("w", right));
      await().until(() -> storage.outbox().pending("w") == 0);
      assertThat(ids(right)).isEqualTo(ids(wrong)).hasSize(5);
    }
  }

  @Test
  void theLatestAttemptsAreRemembered() {
    try (Receiver receiver =
        new Receiver(
            (number, exchange) -> exchange.sendResponseHeaders(number == 1 ? 503 : 200, -1))) {
      dispatcher.start();
      register("w", receiver);
      Alert alert = raise(1).getFirst();
      await().until(() -> dispatcher.attempts("w", 10).size() == 2);
      DeliveryLog.Attempt second = dispatcher.attempts("w", 10).getFirst();
      DeliveryLog.Attempt first = dispatcher.attempts("w", 10).getLast();
      assertThat(first.number()).isEqualTo(1);
      assertThat(first.alert()).isEqualTo(alert.id());
      assertThat(first.status()).isEqualTo(503);
      assertThat(first.error()).isEqualTo("the receiver answered 503");
      assertThat(first.result()).isEqualTo(DeliveryObserver.Result.FAILED);
      assertThat(second.number()).isEqualTo(2);
      assertThat(second.status()).isEqualTo(200);
      assertThat(second.error()).isEmpty();
      assertThat(second.result()).isEqualTo(DeliveryObserver.Result.DELIVERED);
      assertThat(second.at()).isAfterOrEqualTo(first.at());

      raise(150);
      await().until(() -> storage.outbox().pending("w") == 0);
      await().until(() -> dispatcher.attempts("w", 1000).getFirst().ordinal() > 1);
      assertThat(dispatcher.attempts("w", 1000)).hasSize(100);
      assertThat(dispatcher.attempts("w", 7)).hasSize(7);
      registry.delete("w");
      assertThat(dispatcher.attempts("w", 7)).isEmpty();
    }
  }

  @Test
  void aReceiverThatHangsHoldsUpNobodyElse() {
    CountDownLatch never = new CountDownLatch(1);
    try (Receiver hanging = new Receiver((number, exchange) -> never.await());
        Receiver fine = new Receiver()) {
      dispatcher.start();
      register("hanging", hanging);
      register("fine", fine);
      raise(50);

      await().until(() -> storage.outbox().pending("fine") == 0);

      assertThat(storage.outbox().pending("hanging")).isEqualTo(50);
      assertThat(ids(fine)).hasSize(50);
      never.countDown();
    }
  }

  @Test
  void noMoreDeliveriesAreUnderWayThanAllowed() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch four = new CountDownLatch(4);
    Answer slow =
        (number, exchange) -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          four.countDown();
          four.await(); // so that the bound is reached, not only kept
          now.decrementAndGet();
          exchange.sendResponseHeaders(200, -1);
        };
    try (Receiver receiver = new Receiver(slow)) {
      dispatcher.start();
      register("w", receiver);
      raise(100);
      await().until(() -> storage.outbox().pending("w") == 0);
      assertThat(most.get()).isEqualTo(QUICK.perReceiver());
      assertThat(receiver.calls()).hasSize(100);
      assertThat(ids(receiver)).hasSize(100);
    }
  }

  @Test
  void receiversThatFailAtRandomGetEverythingInTheEnd() {
    long seed = new SecureRandom().nextLong();
    System.out.println("receiversThatFailAtRandomGetEverythingInTheEnd: seed " + seed);
    Random random = new Random(seed);
    int[] answers = {200, 204, 500, 302, 404, 429, 200, 503};
    Answer any =
        (number, exchange) -> {
          int status = answers[random.nextInt(answers.length)];
          exchange.sendResponseHeaders(status, -1);
        };
    reopen(QUICK.withRetryDelays(Collections.nCopies(200, Duration.ofMillis(2))));
    List<Receiver> receivers = List.of(new Receiver(any), new Receiver(any), new Receiver(any));
    try {
      dispatcher.start();
      for (int i = 0; i < receivers.size(); i++) {
        register("w" + i, receivers.get(i));
      }
      for (int i = 0; i < 20; i++) {
        raise(10);
      }
      for (int i = 0; i < receivers.size(); i++) {
        String id = "w" + i;
        await().atMost(Duration.ofMinutes(1)).until(() -> storage.outbox().pending(id) == 0);
        assertThat(storage.outbox().deadLetterCount(id)).isZero();
        assertThat(ids(receivers.get(i))).hasSize(200);
        await().until(() -> dispatcher.status(id).delivered() == 200);
        assertThat(receivers.get(i).calls())
            .as("one call for each attempt, none besides")
            .hasSize(200 + (int) dispatcher.status(id).failedAttempts());
      }
    } finally {
      receivers.forEach(Receiver::close);
    }
  }

  @Test
  void aReceiverThatDoesNotAnswerInTimeHasFailed() {
    CountDownLatch never = new CountDownLatch(1);
    reopen(QUICK.withRequestTimeout(Duration.ofMillis(100)));
    try (Receiver receiver = new Receiver((number, exchange) -> never.await())) {
      dispatcher.start();
      register("w", receiver);
      raise(1);
      await().until(() -> storage.outbox().deadLetterCount("w") == 1);
      assertThat(storage.outbox().deadLetters("w", 1).getFirst().lastError())
          .startsWith("no whole answer within 100 ms");
      never.countDown();
    }
  }

  @Test
  void anEndlessAnswerIsCutOff() {
    Answer endless =
        (number, exchange) -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] chunk = new byte[8192];
          while (true) {
            exchange.getResponseBody().write(chunk); // throws once the caller hangs up
          }
        };
    try (Receiver receiver = new Receiver(endless)) {
      dispatcher.start();
      register("w", receiver);
      raise(1);
      await().until(() -> storage.outbox().pending("w") == 0);
      assertThat(receiver.calls()).hasSize(1);
    }
  }

  @Test
  void aClockThatIsSetBackHoldsNoRetryUp() {
    reopen(QUICK.withRetryDelays(List.of(Duration.ofSeconds(1))));
    try (Receiver receiver =
        new Receiver(
            (number, exchange) -> exchange.sendResponseHeaders(number < 2 ? 500 : 200, -1))) {
      dispatcher.start();
      register("w", receiver);
      raise(1);
      await().until(() -> !results.isEmpty());
      setBack = Duration.ofHours(1);
      await().until(() -> storage.outbox().pending("w") == 0);
      assertThat(receiver.calls()).hasSize(2);
    }
  }

  @Test
  void redirectsAreNotFollowed() {
    try (Receiver elsewhere = new Receiver();
        Receiver receiver =
            new Receiver(
                (number, exchange) -> {
                  exchange.getResponseHeaders().add("location", elsewhere.uri().toString());
                  exchange.sendResponseHeaders(307, -1);
                })) {
      dispatcher.start();
      register("w", receiver);
      raise(1);
      await().until(() -> storage.outbox().deadLetterCount("w") == 1);
      assertThat(elsewhere.calls()).isEmpty();
    }
  }

  @Test
  void aNameThatHasBecomeALocalOneIsNotCalled() throws Exception {
    InetAddress elsewhere = InetAddress.ofLiteral("8.8.8.8");
    names = host -> List.of(elsewhere);
    assertThat(
            new ReceiverGuard(AllowedReceivers.NONE, host -> names.resolve(host))
                .refusal(URI.create("https://hooks.example.com/"), 1000))
        .isEmpty();
    names = host -> List.of(InetAddress.getLoopbackAddress());
    reopen(QUICK.withAllowed(AllowedReceivers.NONE));
    try (ServerSocket receiver = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      dispatcher.start();
      String url = "https://hooks.example.com:" + receiver.getLocalPort() + "/";
      registry.register(webhook("w", url, AlertFilter.ALL));
      raise(1);
      await().until(() -> storage.outbox().deadLetterCount("w") == 1);
      assertThat(storage.outbox().deadLetters("w", 1).getFirst().lastError())
          .startsWith("not called: hooks.example.com is 127.0.0.1, a loopback address");
      receiver.setSoTimeout(100);
      assertThatThrownBy(receiver::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aReceiverThatIsNotThereHasFailed() {
    Receiver receiver = new Receiver();
    Webhook webhook = webhook("w", receiver);
    receiver.close();
    dispatcher.start();
    registry.register(webhook);
    raise(1);
    await().until(() -> storage.outbox().deadLetterCount("w") == 1);
    assertThat(storage.outbox().deadLetters("w", 1).getFirst().lastError())
        .startsWith("the receiver could not be reached");
  }

  @Test
  void aDeletedWebhookIsCalledNoMore() {
    try (Receiver receiver = new Receiver(Answer.status(500))) {
      reopen(QUICK.withRetryDelays(List.of(Duration.ofHours(1))));
      dispatcher.start();
      register("w", receiver);
      raise(1);
      await().until(() -> receiver.calls().size() == 1);
      registry.delete("w");
      try (Receiver other = new Receiver()) {
        register("other", other);
        raise(5);
        await().until(() -> storage.outbox().pending("other") == 0);
      }
      assertThat(receiver.calls()).hasSize(1);
      assertThat(storage.outbox().pending("w")).isZero();
      assertThat(dispatcher.status("w")).isEqualTo(LaneStatus.NEW);
    }
  }

  @Test
  void aWebhookGetsOnlyWhatItWants() {
    try (Receiver receiver = new Receiver()) {
      dispatcher.start();
      registry.register(
          webhook(
              "w",
              receiver.uri().toString(),
              new AlertFilter(List.of("s"), List.of("s/r1"), List.of(), "high")));
      raise(4); // rules r1, r2, r1, r2
      await().until(() -> storage.outbox().pending("w") == 0);
      await().until(() -> receiver.calls().size() == 2);
    }
  }

  @Test
  void noMoreWebhooksThanAllowed() {
    try (Receiver receiver = new Receiver()) {
      reopen(QUICK.withMaxWebhooks(2));
      assertThat(registry.register(webhook("a", receiver))).isTrue();
      assertThat(registry.register(webhook("b", receiver))).isTrue();
      assertThat(registry.register(webhook("c", receiver))).isFalse();
      registry.delete("a");
      assertThat(registry.register(webhook("c", receiver))).isTrue();
    }
  }

  @Test
  void enablingAWebhookThatWasDeletedDoesNotBringItBack() {
    try (Receiver receiver = new Receiver()) {
      register("w", receiver);
      registry.delete("w");
      assertThat(registry.disable("w", "test")).isEmpty();
      assertThat(registry.enable("w")).isEmpty();
      assertThat(registry.get("w")).isEmpty();
    }
  }

  private void register(String id, Receiver receiver) {
    assertThat(registry.register(webhook(id, receiver))).isTrue();
  }

  private static Webhook webhook(String id, Receiver receiver) {
    return webhook(id, receiver.uri().toString(), AlertFilter.ALL);
  }

  private static Webhook webhook(String id, String url, AlertFilter filter) {
    Webhook.Secret secret = new Webhook.Secret("s", SECRET, 0, null);
    return new Webhook(id, url, List.of(secret), "", filter, DeliveryOptions.PLAIN, true, "", 0);
  }

  private static Set<String> ids(Receiver receiver) {
    Set<String> ids = new HashSet<>();
    receiver.calls().forEach(call -> ids.add(call.id()));
    return ids;
  }

  private List<Alert> raise(int count) {
    long last = storage.alerts().lastOrdinal();
    List<Alert> alerts = IntStream.rangeClosed(1, count).mapToObj(i -> alert(last + i)).toList();
    storage.alerts().append(alerts, List.of());
    dispatcher.wake();
    return alerts;
  }

  private static Alert alert(long ordinal) {
    return new Alert(
        ordinal,
        "%032x".formatted(ordinal),
        "s",
        ordinal % 2 == 1 ? "r1" : "r2",
        1,
        List.of(new NamedValue("card", new Value.Text("c" + ordinal))),
        1_769_853_900_000L,
        Severity.HIGH,
        85,
        "Zürich €",
        List.of(),
        List.of(),
        ordinal,
        List.of(),
        false,
        List.of(),
        PersonalParts.NONE);
  }
}
