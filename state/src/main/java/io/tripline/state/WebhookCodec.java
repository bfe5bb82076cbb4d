package io.tripline.state;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a webhook. A change of this form needs a new format number, beside the code
 * that reads the old one.
 */
final class WebhookCodec {
  private static final int FORMAT = 5;

  /** Without groups. */
  private static final int UNGROUPED = 4;

  /** Without a template, and without a word on personal data. */
  private static final int PLAIN_BODY = 3;

  /** Without an order. */
  private static final int UNORDERED = 2;

  /** With one secret that has no name, and without filters by rule set and tag. */
  private static final int ONE_SECRET = 1;

  /** What the secret of the earlier format is called. */
  private static final String FIRST_SECRET = "first";

  private WebhookCodec() {}

  static byte[] encode(Webhook webhook) {
    RecordWriter out =
        new RecordWriter()
            .u8(FORMAT)
            .text(webhook.id())
            .text(webhook.url())
            .text(webhook.description())
            .i32(webhook.secrets().size());
    for (Webhook.Secret secret : webhook.secrets()) {
      Long expiresAt = secret.expiresAt();
      out.text(secret.id())
          .text(secret.value())
          .i64(secret.createdAt())
          .i64(expiresAt == null ? Long.MAX_VALUE : expiresAt);
    }
    AlertFilter filter = webhook.filter();
    out.texts(filter.ruleSets());
    out.texts(filter.rules());
    out.texts(filter.tags());
    String minSeverity = filter.minSeverity();
    DeliveryOptions delivery = webhook.delivery();
    out.text(minSeverity == null ? "" : minSeverity)
        .bool(webhook.enabled())
        .text(webhook.whyDisabled())
        .i64(webhook.createdAt())
        .bool(delivery.ordered())
        .text(delivery.body().kind().text())
        .text(delivery.body().text())
        .text(delivery.body().routingKey())
        .bool(delivery.personalData());
    Grouping grouping = delivery.grouping();
    out.bool(grouping != null);
    if (grouping != null) {
      out.texts(grouping.by().stream().map(Grouping.By::text).toList())
          .i64(grouping.waitMillis())
          .i32(grouping.most());
    }
    return out.done();
  }

  /**
   * @throws RecordReader.MalformedException if the record is not a webhook
   */
  static Webhook decode(byte[] record) {
    RecordReader in = new RecordReader(record);
    int format = in.format(ONE_SECRET, FORMAT);
    return format == ONE_SECRET ? withOneSecret(in) : latest(in, format);
  }

  private static Webhook latest(RecordReader in, int format) {
    String id = in.text();
    String url = in.text();
    String description = in.text();
    List<Webhook.Secret> secrets = new ArrayList<>();
    for (int i = in.count(24); i > 0; i--) {
      secrets.add(new Webhook.Secret(in.text(), in.text(), in.i64(), orNever(in.i64())));
    }
    AlertFilter filter =
        new AlertFilter(in.texts(), in.texts(), in.texts(), emptyToNull(in.text()));
    boolean enabled = in.bool();
    String whyDisabled = in.text();
    long createdAt = in.i64();
    boolean ordered = format > UNORDERED && in.bool();
    BodyTemplate body = format > PLAIN_BODY ? body(in) : BodyTemplate.DEFAULT;
    boolean personalData = format > PLAIN_BODY && in.bool();
    Grouping grouping = format > UNGROUPED && in.bool() ? grouping(in) : null;
    in.end();
    if (ordered && grouping != null) {
      throw new RecordReader.MalformedException("a webhook in order, and with groups");
    }
    DeliveryOptions delivery = new DeliveryOptions(ordered, body, personalData, grouping);
    return new Webhook(
        id, url, secrets, description, filter, delivery, enabled, whyDisabled, createdAt);
  }

  private static Grouping grouping(RecordReader in) {
    try {
      return new Grouping(
          in.texts().stream()
              .map(each -> Grouping.By.of(each).orElseThrow())
              .collect(Collectors.toSet()),
          in.i64(),
          in.i32());
    } catch (NoSuchElementException | IllegalArgumentException e) {
      throw new RecordReader.MalformedException("no grouping: " + e.getMessage());
    }
  }

  private static BodyTemplate body(RecordReader in) {
    String kind = in.text();
    String text = in.text();
    String routingKey = in.text();
    try {
      return new BodyTemplate(BodyTemplate.Kind.of(kind).orElseThrow(), text, routingKey);
    } catch (NoSuchElementException | IllegalArgumentException e) {
      throw new RecordReader.MalformedException("no template: " + kind);
    }
  }

  private static Webhook withOneSecret(RecordReader in) {
    String id = in.text();
    String url = in.text();
    String secret = in.text();
    String description = in.text();
    List<String> rules = in.texts();
    @Nullable String minSeverity = emptyToNull(in.text());
    boolean enabled = in.bool();
    long createdAt = in.i64();
    in.end();
    return new Webhook(
        id,
        url,
        List.of(new Webhook.Secret(FIRST_SECRET, secret, createdAt, null)),
        description,
        new AlertFilter(List.of(), rules, List.of(), minSeverity),
        DeliveryOptions.PLAIN,
        enabled,
        "",
        createdAt);
  }

  private static @Nullable Long orNever(long millis) {
    return millis == Long.MAX_VALUE ? null : Long.valueOf(millis);
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
