package io.tripline.app.crash;

import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.rest.webhook.AllowedReceivers;
import io.tripline.rest.webhook.CircuitBreaker;
import io.tripline.rest.webhook.ReceiverGuard;
import io.tripline.rest.webhook.WebhookDispatcher;
import io.tripline.rest.webhook.WebhookRegistry;
import io.tripline.rest.webhook.WebhookSettings;
import io.tripline.state.AlertFilter;
import io.tripline.state.DeliveryOptions;
import io.tripline.state.RocksStorage;
import io.tripline.state.StoreSettings;
import io.tripline.state.Webhook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process with an engine on a store, and deliveries to a webhook, which takes its steps and ends
 * itself at one of some points; it says what {@link KilledEngine} says.
 */
final class KilledAtPoints {
  private static final String WEBHOOK = "probe";
  private static final String SECRET = "whsec_dHJpcGxpbmUgdHJpcGxpbmUgdHJpcGxpbmU=";
  private static final Duration LONG = Duration.ofMinutes(1);

  private KilledAtPoints() {}

  /**
   * Arguments: folder, seed, how many steps there are, how many were answered, workers, when to end
   * (see {@link KillingPoints}), a webhook's address, how often the journal is synced (ms; 0 each
   * time).
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    List<Step> steps = Step.of(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
    EngineSettings settings =
        new EngineSettings(Integer.parseInt(arguments[4]), 4, 0, 1_000, 1L << 30, 1 << 16);
    long syncEvery = Long.parseLong(arguments[7]);
    // The journal's files are small, and few of them are kept.
    StoreSettings small =
        StoreSettings.defaults().withJournalRetention(1 << 16, 0).withJournalHeld(1 << 16, 0);
    StoreSettings store = syncEvery == 0 ? small : small.withSyncEvery(syncEvery);
    KillingPoints points = new KillingPoints(arguments[5]);
    try (RocksStorage rocks = RocksStorage.open(folder, store, points)) {
      if (rocks.webhooks().list().isEmpty()) {
        rocks
            .webhooks()
            .put(
                new Webhook(
                    WEBHOOK,
                    arguments[6],
                    List.of(new Webhook.Secret("s", SECRET, 0, null)),
                    "",
                    AlertFilter.ALL,
                    DeliveryOptions.PLAIN,
                    true,
                    "",
                    0));
      }
      try (Engine engine = Engine.open(settings, rocks, KilledEngine::compile);
          WebhookDispatcher dispatcher = dispatcher(rocks)) {
        engine.onAlertsStored(dispatcher::wake);
        dispatcher.start();
        KilledEngine self = new KilledEngine(engine, rocks, steps);
        int from = Integer.parseInt(arguments[3]);
        KilledSavepoints savepoints = new KilledSavepoints(rocks, folder, points, from);
        self.takeAll(from, _ -> savepoints.beforeStep());
        awaitDeliveries(rocks);
        self.tellAll(rocks);
        rocks
            .late()
            .latest(Integer.MAX_VALUE, Long.MAX_VALUE)
            .forEach(late -> System.out.println("late " + late.number() + " " + late.event().id()));
        long wrong = steps.stream().filter(step -> step.kind() == Step.Kind.WRONG).count();
        if (rocks.rejected().count() < wrong) {
          throw new AssertionError(rocks.rejected().count() + " of " + wrong + " were logged");
        }
      }
    }
  }

  private static WebhookDispatcher dispatcher(RocksStorage rocks) {
    // An address that an earlier process was given is not there any more.
    WebhookSettings settings =
        WebhookSettings.defaults()
            .withAllowed(AllowedReceivers.parse(List.of("127.0.0.1")))
            .withBreaker(
                new CircuitBreaker.Settings(1000, Duration.ofMillis(20), Duration.ofMillis(20)))
            .withRetryDelays(Collections.nCopies(100, Duration.ofMillis(20)));
    return new WebhookDispatcher(
        settings,
        new WebhookRegistry(rocks.webhooks(), settings.maxWebhooks()),
        new ReceiverGuard(settings.allowed()),
        rocks.outbox(),
        rocks.alertReader(),
        (_, _) -> {},
        InstantSource.system(),
        new Random());
  }

  private static void awaitDeliveries(RocksStorage rocks) {
    long start = System.nanoTime();
    while (rocks.outbox().pending(WEBHOOK) > 0) {
      if (System.nanoTime() - start > LONG.toNanos()) {
        throw new AssertionError(rocks.outbox().pending(WEBHOOK) + " were not delivered");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
