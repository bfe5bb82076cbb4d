package io.tripline.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks, all of them also in memory. Registering one and storing alerts exclude each other,
 * so that each alert is either before or after the registration.
 */
final class RocksWebhooks implements WebhookStore {
  private static final int FORMAT = 1;

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
            Webhook webhook = decode(cursor.value());
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
    db.write(batch -> batch.put(Family.WEBHOOKS, Bytes.utf8(webhook.id()), encode(webhook)));
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

  static byte[] encode(Webhook webhook) {
    RecordWriter out =
        new RecordWriter()
            .u8(FORMAT)
            .text(webhook.id())
            .text(webhook.url())
            .text(webhook.secret())
            .text(webhook.description())
            .i32(webhook.rules().size());
    webhook.rules().forEach(out::text);
    String minSeverity = webhook.minSeverity();
    return out.text(minSeverity == null ? "" : minSeverity)
        .bool(webhook.enabled())
        .i64(webhook.createdAt())
        .done();
  }

  private Webhook decode(byte[] record) {
    return db.decoding(
        "a webhook",
        () -> {
          RecordReader in = new RecordReader(record);
          in.format(FORMAT);
          String id = in.text();
          String url = in.text();
          String secret = in.text();
          String description = in.text();
          List<String> rules = new ArrayList<>();
          for (int i = in.count(4); i > 0; i--) {
            rules.add(in.text());
          }
          @Nullable String minSeverity = emptyToNull(in.text());
          boolean enabled = in.bool();
          long createdAt = in.i64();
          in.end();
          return new Webhook(id, url, secret, description, rules, minSeverity, enabled, createdAt);
        });
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
