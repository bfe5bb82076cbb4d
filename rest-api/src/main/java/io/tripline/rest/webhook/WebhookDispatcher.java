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

  /** The last lanes of these. */
  private final Map<String, Lane> stopped = new ConcurrentHashMap<>();

  private final Map<String, DeliveryLog> logs = new ConcurrentHashMap<>();

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
    registry.onChange(id -> follow(id, true));
    for (Webhook webhook : registry.list()) {
      follow(webhook.id(), false);
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

  /** The latest attempts to deliver to a webhook since the process started. */
  public List<DeliveryLog.Attempt> attempts(String webhookId, int limit) {
    DeliveryLog log = logs.get(webhookId);
    return log == null ? List.of() : log.latest(limit);
  }

  /**
   * Tries all that waits for a webhook now.
   *
   * @return how many deliveries there were; 0 if it is disabled
   */
  public long hasten(String webhookId) {
    Lane lane = lanes.get(webhookId);
    return lane == null ? 0 : lane.hasten();
  }

  /**
   * Sends a sample alert to a webhook, be it enabled or not, and waits for the answer. It is no
   * delivery: nothing of it is counted or tried again.
   *
   * @param id that no other message has
   */
  public Trial tryOut(Webhook webhook, String id) throws InterruptedException {
    return sender.tryOut(webhook, id);
  }

  /**
   * Gives a webhook a lane, or takes it away, as it is registered now.
   *
   * @param changed whether somebody has just changed it
   */
  private synchronized void follow(String id, boolean changed) {
    if (closed) {
      return;
    }
    Optional<Webhook> webhook = registry.get(id);
    boolean wanted = webhook.isPresent() && webhook.get().enabled();
    Lane lane = lanes.get(id);
    if (wanted && lane == null) {
      DeliveryLog log = logs.computeIfAbsent(id, each -> new DeliveryLog(settings.logged()));
      LaneStatus status = idle.getOrDefault(id, LaneStatus.NEW);
      Lane started = new Lane(webhook.get(), status, log, shared, stopped.remove(id));
      lanes.put(id, started);
      idle.remove(id);
      threads.execute(started::run);
      if (changed) {
        started.hasten();
      }
    } else if (wanted && lane != null) {
      lane.update(webhook.get());
    } else if (!wanted && lane != null) {
      lane.stop();
      idle.put(id, lane.status().with(CircuitBreaker.State.CLOSED, null));
      stopped.put(id, lane);
      lanes.remove(id);
    }
    if (webhook.isEmpty()) {
      idle.remove(id);
      stopped.remove(id);
      logs.remove(id);
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
