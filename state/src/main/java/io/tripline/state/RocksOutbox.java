package io.tripline.state;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.port.CrashPoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The outbox: one {@link OutboxQueue} a webhook. */
final class RocksOutbox implements Outbox {
  private final Database db;
  private final Map<String, OutboxQueue> queues = new ConcurrentHashMap<>();
  private final Object appending = new Object();

  RocksOutbox(Database db) {
    this.db = db;
  }

  /** Makes ready the queue of a webhook that is registered. */
  void open(String webhookId) {
    queues.computeIfAbsent(webhookId, id -> new OutboxQueue(db, id));
  }

  /** Deletes a webhook's queue, and what else the change says. */
  void forget(String webhookId, Consumer<Batch> change) {
    OutboxQueue queue = queues.get(webhookId);
    if (queue == null) {
      db.write(change);
    } else {
      queue.forget(change);
      queues.remove(webhookId);
    }
  }

  /**
   * An alert for each webhook, into the batch that stores the alert; while {@link #appending}.
   *
   * @param nowMillis wall clock
   */
  void enqueue(Batch batch, Webhook webhook, Alert alert, long nowMillis) {
    OutboxQueue queue = queues.get(webhook.id());
    if (queue == null) {
      throw new IllegalStateException("no queue for a registered webhook");
    }
    Grouping grouping = webhook.delivery().grouping();
    if (grouping == null) {
      queue.enqueue(batch, alert.ordinal());
    } else {
      queue.enqueue(batch, alert, grouping, nowMillis);
    }
  }

  /**
   * Runs what enqueues alerts and writes them. No group is closed meanwhile: what joins one is
   * there to be read when somebody asks who belongs to it.
   */
  void appending(Runnable body) {
    synchronized (appending) {
      body.run();
      queues.values().forEach(OutboxQueue::written);
    }
  }

  /** Forgets what is queued of alerts that are forgotten in the same write. */
  void forgetAfter(Batch batch, long ordinal) {
    queues.values().forEach(queue -> queue.forgetAfter(batch, ordinal));
  }

  private @Nullable OutboxQueue find(String webhookId) {
    db.checkOpen();
    return queues.get(webhookId);
  }

  @Override
  public List<Entry> due(String webhookId, long nowMillis, int limit) {
    OutboxQueue queue = find(webhookId);
    return queue == null ? List.of() : queue.due(nowMillis, limit);
  }

  @Override
  public List<Entry> dueAgain(String webhookId, long nowMillis, int limit) {
    OutboxQueue queue = find(webhookId);
    return queue == null ? List.of() : queue.dueAgain(nowMillis, limit);
  }

  @Override
  public List<Long> members(Entry entry) {
    OutboxQueue queue = find(entry.webhookId());
    if (queue == null) {
      return List.of();
    }
    synchronized (appending) {
      return queue.members(entry.ordinal());
    }
  }

  @Override
  public long nextGroup(String webhookId, long nowMillis) {
    OutboxQueue queue = find(webhookId);
    return queue == null ? Long.MAX_VALUE : queue.nextGroup(nowMillis);
  }

  @Override
  public void delivered(Entry entry) {
    OutboxQueue queue = find(entry.webhookId());
    if (queue != null) {
      db.pass(CrashPoint.DELIVERY_NOTED_BEFORE);
      queue.delivered(entry.ordinal());
      db.pass(CrashPoint.DELIVERY_NOTED_AFTER);
    }
  }

  @Override
  public void retryLater(Entry entry, int attempts, long nextAttemptMillis, String lastError) {
    if (nextAttemptMillis < 1 || attempts < 0) {
      throw new IllegalArgumentException(
          "attempt " + attempts + " at " + nextAttemptMillis + " makes no sense");
    }
    OutboxQueue queue = find(entry.webhookId());
    if (queue != null) {
      queue.retryLater(entry.ordinal(), attempts, nextAttemptMillis, lastError);
    }
  }

  @Override
  public void deadLetter(Entry entry, String reason) {
    OutboxQueue queue = find(entry.webhookId());
    if (queue != null) {
      queue.deadLetter(entry, reason);
    }
  }

  @Override
  public List<Entry> deadLetters(String webhookId, int limit) {
    return deadLetters(webhookId, 0, limit);
  }

  @Override
  public List<Entry> deadLetters(String webhookId, long after, int limit) {
    OutboxQueue queue = find(webhookId);
    return queue == null ? List.of() : queue.deadLetters(after, limit);
  }

  @Override
  public List<Entry> begun(String webhookId, int limit) {
    OutboxQueue queue = find(webhookId);
    return queue == null ? List.of() : queue.begun(limit);
  }

  @Override
  public long hasten(String webhookId, long fromMillis, long toMillis, long nowMillis) {
    OutboxQueue queue = find(webhookId);
    if (fromMillis <= nowMillis || nowMillis < 1) {
      throw new IllegalArgumentException("from " + fromMillis + " is not after " + nowMillis);
    }
    return queue == null ? 0 : queue.hasten(fromMillis, toMillis, nowMillis);
  }

  @Override
  public void replay(Entry entry) {
    OutboxQueue queue = find(entry.webhookId());
    if (queue != null) {
      queue.replay(entry.ordinal());
    }
  }

  @Override
  public long pending(String webhookId) {
    OutboxQueue queue = find(webhookId);
    return queue == null ? 0 : queue.pending();
  }

  @Override
  public long deadLetterCount(String webhookId) {
    OutboxQueue queue = find(webhookId);
    return queue == null ? 0 : queue.dead();
  }
}
