package io.tripline.rest.webhook;

import io.tripline.engine.alert.Alert;
import io.tripline.rest.json.Notice;
import io.tripline.state.AlertReader;
import io.tripline.state.Outbox;
import io.tripline.state.Outbox.Entry;
import io.tripline.state.StoredAlert;
import io.tripline.state.Webhook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deliveries of one webhook: a thread that looks for entries whose time has come, and a thread
 * for each attempt under way.
 *
 * <p>The first attempt under way needs nobody's leave; each further one takes a permit of those
 * that all lanes share. While the receiver fails there is only one, so that a dead receiver is not
 * pounded and holds no permit.
 */
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /** What all lanes have in common. */
  record Shared(
      WebhookSettings settings,
      InstantSource clock,
      Outbox outbox,
      AlertReader alerts,
      WebhookRegistry registry,
      WebhookSender sender,
      RetrySchedule schedule,
      Semaphore permits,
      Executor attempts,
      DeliveryObserver observer) {}

  private final String id;
  private final DeliveryLog log;
  private final LaneHealth health;
  private final LaneOrder order;
  private final Shared shared;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock:
  private final Set<Long> inFlight = new HashSet<>();
  private final PriorityQueue<Long> retryTimes = new PriorityQueue<>();
  private boolean news = true;
  private long pausedUntilNanos = System.nanoTime();
  private boolean stopped;
  private Recipient recipient;

  /** The lane before, until nothing of it is under way any more. */
  private @Nullable Lane predecessor;

  /**
   * @param predecessor the lane that the webhook had before, which was stopped
   */
  Lane(
      Webhook webhook,
      LaneStatus status,
      DeliveryLog log,
      Shared shared,
      @Nullable Lane predecessor) {
    this.id = webhook.id();
    this.recipient = Recipient.of(webhook);
    this.predecessor = predecessor;
    this.log = log;
    this.shared = shared;
    this.order = new LaneOrder(id, shared);
    this.health = new LaneHealth(id, status, shared.settings, shared.clock);
  }

  LaneStatus status() {
    return health.status();
  }

  /** The webhook is as given from now on; what waits for it is tried at once if it was repaired. */
  void update(Webhook to) {
    boolean repaired;
    Recipient next = Recipient.of(to);
    lock.lock();
    try {
      Webhook before = recipient.webhook();
      repaired =
          !to.url().equals(before.url())
              || !to.secrets().equals(before.secrets())
              || !to.delivery().body().equals(before.delivery().body());
      recipient = next;
    } finally {
      lock.unlock();
    }
    if (repaired) {
      health.closeCircuit();
      hasten();
    } else {
      wake();
    }
  }

  /**
   * Tries all that waits now.
   *
   * @return how many deliveries there were
   */
  long hasten() {
    long hastened = order.hasten();
    wake();
    return hastened;
  }

  /** Something may be due. */
  void wake() {
    lock.lock();
    try {
      news = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Starts no further attempt. Those under way go on. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no attempt is under way, or the time is over. */
  void awaitIdle(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!inFlight.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Works until {@link #stop}. */
  void run() {
    try {
      while (awaitNews()) {
        try {
          startDue();
        } catch (RuntimeException e) {
          storeFailed(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for news, the time of a retry, or the poll interval; false once stopped. */
  private boolean awaitNews() throws InterruptedException {
    lock.lock();
    try {
      long deadline = System.nanoTime() + shared.settings.pollInterval().toNanos();
      while (!stopped) {
        long now = System.nanoTime();
        long pause = Math.max(pausedUntilNanos - now, health.nanosToProbe());
        long left = news ? 0 : Math.min(deadline - now, nanosToNextRetry());
        if (pause <= 0 && left <= 0) {
          break;
        }
        changed.awaitNanos(Math.max(pause, left));
      }
      news = false;
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  /** To the first of them, or to the time when a group is sent. */
  private long nanosToNextRetry() {
    Long retry = retryTimes.peek();
    long now = shared.clock.millis();
    long next = Math.min(retry == null ? Long.MAX_VALUE : retry, shared.outbox.nextGroup(id, now));
    return next == Long.MAX_VALUE ? next : TimeUnit.MILLISECONDS.toNanos(next - now);
  }

  private void startDue() {
    long now = shared.clock.millis();
    Set<Long> before;
    int free;
    lock.lock();
    try {
      while (!retryTimes.isEmpty() && retryTimes.peek() <= now) {
        retryTimes.remove();
      }
      // Taken before the outbox is read: an attempt that ends meanwhile may still be listed there.
      before = Set.copyOf(inFlight);
      free = health.mayBeUnderWay() - before.size();
    } finally {
      lock.unlock();
    }
    if (free <= 0) {
      return; // the end of an attempt is news
    }
    if (!order.isReady(recipient().webhook().delivery().ordered(), isIdle())) {
      return;
    }
    for (Entry entry : order.due(now, free, before)) {
      if (free == 0 || !start(entry)) {
        return;
      }
      free--;
    }
  }

  /** Whether nothing is under way, from before neither. */
  boolean isIdle() {
    lock.lock();
    try {
      if (predecessor != null && predecessor.isIdle()) {
        predecessor = null;
      }
      return inFlight.isEmpty() && predecessor == null;
    } finally {
      lock.unlock();
    }
  }

  /** Starts an attempt, unless the lane is stopped or the shared permits are used up. */
  private boolean start(Entry entry) {
    boolean permit;
    lock.lock();
    try {
      if (stopped) {
        return false;
      }
      permit = !inFlight.isEmpty();
      if (permit && !shared.permits.tryAcquire()) {
        return false;
      }
      inFlight.add(entry.ordinal());
      order.begun(entry);
    } finally {
      lock.unlock();
    }
    shared.attempts.execute(
        () -> {
          try {
            attempt(entry);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopping; the entry stays queued
          } catch (RuntimeException e) {
            storeFailed(e);
          } finally {
            ended(entry, permit);
          }
        });
    return true;
  }

  private void ended(Entry entry, boolean permit) {
    if (permit) {
      shared.permits.release();
    }
    try {
      order.ended(entry);
    } catch (RuntimeException e) {
      storeFailed(e);
    }
    lock.lock();
    try {
      inFlight.remove(entry.ordinal());
      news = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void attempt(Entry entry) throws InterruptedException {
    List<Alert> alerts = alerts(entry);
    if (alerts.isEmpty()) {
      shared.outbox.deadLetter(entry, "the alert is no longer stored");
      order.settled(entry);
      return;
    }
    Instant began = shared.clock.instant();
    long start = System.nanoTime();
    Recipient to = recipient();
    boolean isGroup = alerts.size() > 1 || to.webhook().delivery().grouping() != null;
    Notice notice = new Notice(alerts, isGroup, false);
    Outcome outcome = shared.sender.send(to, notice);
    long nanos = System.nanoTime() - start;
    DeliveryObserver.Result result =
        switch (outcome) {
          case Outcome.Delivered _ -> delivered(entry);
          case Outcome.Gone gone -> gone(entry, gone.reason());
          case Outcome.Failed failed -> failed(entry, failed);
          case Outcome.Unsendable unsendable -> givenUp(entry, unsendable.reason());
        };
    shared.observer.attempted(result, nanos);
    log.add(
        new DeliveryLog.Attempt(
            began,
            entry.ordinal(),
            notice.first().id(),
            alerts.size(),
            entry.attempts() + 1,
            result,
            outcome.status(),
            TimeUnit.NANOSECONDS.toMillis(nanos),
            outcome.reason(),
            to.beginning(notice)));
  }

  /** Those of an entry that are still stored. */
  private List<Alert> alerts(Entry entry) {
    return Stream.concat(Stream.of(entry.ordinal()), shared.outbox.members(entry).stream())
        .flatMap(ordinal -> shared.alerts.get(ordinal).stream())
        .map(StoredAlert::alert)
        .toList();
  }

  private Recipient recipient() {
    lock.lock();
    try {
      return recipient;
    } finally {
      lock.unlock();
    }
  }

  private DeliveryObserver.Result delivered(Entry entry) {
    shared.outbox.delivered(entry);
    order.settled(entry);
    if (health.succeeded()) {
      hasten(); // what has waited longest for its turn need not wait for hours more
    }
    return DeliveryObserver.Result.DELIVERED;
  }

  /** The entry stays queued: should the webhook be enabled again, it is delivered. */
  private DeliveryObserver.Result gone(Entry entry, String reason) {
    stop();
    shared.outbox.retryLater(entry, entry.attempts() + 1, shared.clock.millis(), reason);
    health.failed(reason);
    shared.registry.disable(id, reason);
    return DeliveryObserver.Result.GONE;
  }

  private DeliveryObserver.Result failed(Entry entry, Outcome.Failed failed) {
    int attempts = entry.attempts() + 1;
    health.failed(failed.reason());
    OptionalLong delay = shared.schedule.delayAfter(attempts, failed.retryAfter());
    if (delay.isEmpty()) {
      return givenUp(entry, failed.reason());
    }
    long next = shared.clock.millis() + delay.getAsLong();
    shared.outbox.retryLater(entry, attempts, next, failed.reason());
    order.putOff(new Entry(id, entry.ordinal(), attempts, next, failed.reason()));
    lock.lock();
    try {
      retryTimes.add(next);
    } finally {
      lock.unlock();
    }
    return DeliveryObserver.Result.FAILED;
  }

  private DeliveryObserver.Result givenUp(Entry entry, String reason) {
    Entry last = new Entry(entry.webhookId(), entry.ordinal(), entry.attempts() + 1, 0, reason);
    shared.outbox.deadLetter(last, reason);
    order.settled(entry);
    return DeliveryObserver.Result.DEAD_LETTER;
  }

  /** Not the receiver's fault: shown as the webhook's error, and tried again after a pause. */
  private void storeFailed(RuntimeException e) {
    lock.lock();
    try {
      if (stopped) {
        return;
      }
      health.brokeOff("the delivery broke off: " + e);
      pausedUntilNanos = System.nanoTime() + shared.settings.pollInterval().toNanos();
    } finally {
      lock.unlock();
    }
    LOG.error("Webhook {}: a delivery broke off", id, e);
  }
}
