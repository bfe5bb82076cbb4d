package io.tripline.rest.webhook;

import io.tripline.state.AlertReader;
import io.tripline.state.Outbox;
import io.tripline.state.Webhook;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Delivers alerts to webhooks: a {@link Lane} for each that is enabled. Woken by {@link #wake} when
 * alerts were stored; also looks by itself now and then. Thread-safe.
 */
public final class WebhookDispatcher implements AutoCloseable {
  private final WebhookSettings settings;
  private final WebhookRegistry registry;
  private final WebhookSender sender;
  private final ExecutorService threads;
  private final Lane.Shared shared;
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

  /** What is known of webhooks that have no lane, because they are disabled. */
  private final Map<String, LaneStatus> idle = new ConcurrentHashMap<>();

  private boolean closed;

  public WebhookDispatcher(
      WebhookSettings settings,
      WebhookRegistry registry,
      ReceiverGuard guard,
      Outbox outbox,
      AlertReader alerts,
      DeliveryObserver observer,
      InstantSource clock,
      RandomGenerator random) {
    this.settings = settings;
    this.registry = registry;
    this.sender = new WebhookSender(settings, new WebhookClient(settings, guard), clock);
    this.threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("tripline-webhook-", 0).factory());
    this.shared =
        new Lane.Shared(
            settings,
            new SteadyClock(clock, System::nanoTime),
            outbox,
            alerts,
            registry,
            sender,
            new RetrySchedule(settings.retryDelays(), settings.jitter(), random),
            new Semaphore(settings.shared()),
            threads,
            observer);
  }

  /** Starts delivering, what was left by the last process first. */
  public void start() {
    registry.onChange(this::follow);
    for (Webhook webhook : registry.list()) {
      follow(webhook.id());
    }
  }

  /** Alerts were stored. Returns at once; may be called by the engine's threads. */
  public void wake() {
    lanes.values().forEach(Lane::wake);
  }

  /** How deliveries to a webhook have gone. */
  public LaneStatus status(String webhookId) {
    Lane lane = lanes.get(webhookId);
    return lane != null ? lane.status() : idle.getOrDefault(webhookId, LaneStatus.NEW);
  }

  /** Gives a webhook a lane, or takes it away, as it is registered now. */
  private synchronized void follow(String id) {
    if (closed) {
      return;
    }
    Optional<Webhook> webhook = registry.get(id);
    boolean wanted = webhook.isPresent() && webhook.get().enabled();
    Lane lane = lanes.get(id);
    if (wanted && lane == null) {
      Lane started = new Lane(webhook.get(), idle.getOrDefault(id, LaneStatus.NEW), shared);
      lanes.put(id, started);
      idle.remove(id);
      threads.execute(started::run);
    } else if (!wanted && lane != null) {
      lane.stop();
      idle.put(id, lane.status());
      lanes.remove(id);
    }
    if (webhook.isEmpty()) {
      idle.remove(id);
    }
  }

  /** Starts no further delivery, gives those under way some time, then breaks them off. */
  @Override
  public void close() {
    List<Lane> last;
    synchronized (this) {
      closed = true;
      last = List.copyOf(lanes.values());
    }
    last.forEach(Lane::stop);
    try {
      long deadline = System.nanoTime() + settings.stopPatience().toNanos();
      for (Lane lane : last) {
        lane.awaitIdle(deadline - System.nanoTime());
      }
      threads.shutdownNow();
      sender.close();
      threads.awaitTermination(settings.stopPatience().toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      threads.shutdownNow();
      sender.close();
      Thread.currentThread().interrupt();
    }
  }
}
