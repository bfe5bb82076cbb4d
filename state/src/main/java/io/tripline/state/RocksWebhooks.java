package io.tripline.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The webhooks, all of them also in memory. Registering one and storing alerts exclude each other,
 * so that each alert is either before or after the registration.
 */
final class RocksWebhooks implements WebhookStore {
  private final Database db;
  private final RocksOutbox outbox;
  private final Map<String, Webhook> webhooks = new ConcurrentHashMap<>();

  RocksWebhooks(Database db, RocksOutbox outbox) {
    this.db = db;
    this.outbox = outbox;
    db.scan(
        Family.WEBHOOKS,
        cursor -> {
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            Webhook webhook = db.decoding("a webhook", () -> WebhookCodec.decode(cursor.value()));
            webhooks.put(webhook.id(), webhook);
            outbox.open(webhook.id());
          }
          return null;
        });
  }

  /** Runs the body, which stores alerts, with the webhooks as they are until it returns. */
  synchronized void whileFixed(Consumer<List<Webhook>> body) {
    body.accept(List.copyOf(webhooks.values()));
  }

  @Override
  public synchronized void put(Webhook webhook) {
    db.write(
        batch ->
            batch.put(Family.WEBHOOKS, Bytes.utf8(webhook.id()), WebhookCodec.encode(webhook)));
    outbox.open(webhook.id());
    webhooks.put(webhook.id(), webhook);
  }

  @Override
  public Optional<Webhook> get(String id) {
    db.checkOpen();
    return Optional.ofNullable(webhooks.get(id));
  }

  @Override
  public List<Webhook> list() {
    db.checkOpen();
    List<Webhook> list = new ArrayList<>(webhooks.values());
    list.sort(Comparator.comparingLong(Webhook::createdAt).thenComparing(Webhook::id));
    return list;
  }

  @Override
  public synchronized boolean delete(String id) {
    if (!webhooks.containsKey(id)) {
      db.checkOpen();
      return false;
    }
    outbox.forget(id, batch -> batch.delete(Family.WEBHOOKS, Bytes.utf8(id)));
    webhooks.remove(id);
    return true;
  }
}
