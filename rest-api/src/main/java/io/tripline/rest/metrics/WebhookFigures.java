package io.tripline.rest.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tripline.rest.webhook.CircuitBreaker;
import io.tripline.rest.webhook.LaneStatus;
import io.tripline.rest.webhook.WebhookDispatcher;
import io.tripline.rest.webhook.WebhookRegistry;
import io.tripline.state.Outbox;
import java.util.List;

/** Figures of each registered webhook. */
final class WebhookFigures implements MultiCollector {
  private final WebhookRegistry registry;
  private final WebhookDispatcher dispatcher;
  private final Outbox outbox;

  WebhookFigures(WebhookRegistry registry, WebhookDispatcher dispatcher, Outbox outbox) {
    this.registry = registry;
    this.dispatcher = dispatcher;
    this.outbox = outbox;
  }

  private record Figures(
      Labels labels, boolean enabled, LaneStatus status, long pending, long dead) {}

  @Override
  public MetricSnapshots collect() {
    List<Figures> all =
        registry.list().stream()
            .map(
                webhook ->
                    new Figures(
                        Labels.of("webhook", webhook.id()),
                        webhook.enabled(),
                        dispatcher.status(webhook.id()),
                        outbox.pending(webhook.id()),
                        outbox.deadLetterCount(webhook.id())))
            .toList();
    Families out = new Families();
    out.counters(
        "tripline_webhook_delivered",
        "Deliveries made since the start.",
        all,
        Figures::labels,
        each -> each.status().delivered());
    out.counters(
        "tripline_webhook_failed_attempts",
        "Attempts that failed since the start.",
        all,
        Figures::labels,
        each -> each.status().failedAttempts());
    out.gauges(
        "tripline_webhook_failing",
        "1 while the latest attempt failed.",
        all,
        Figures::labels,
        each -> each.status().isFailing() ? 1 : 0);
    out.gauges(
        "tripline_webhook_circuit_open",
        "1 while deliveries wait because too many have failed in a row.",
        all,
        Figures::labels,
        each -> each.status().circuit() == CircuitBreaker.State.CLOSED ? 0 : 1);
    out.gauges(
        "tripline_webhook_enabled",
        "1 while alerts are queued for it.",
        all,
        Figures::labels,
        each -> each.enabled() ? 1 : 0);
    out.gauges(
        "tripline_webhook_pending",
        "Alerts that wait for delivery.",
        all,
        Figures::labels,
        Figures::pending);
    out.gauges(
        "tripline_webhook_dead_letters",
        "Deliveries given up.",
        all,
        Figures::labels,
        Figures::dead);
    return out.build();
  }
}
