/**
 * Delivers alerts to webhooks, from the durable outbox, outside the engine's ring.
 *
 * <p>Invariants: an alert is sent at least once to each webhook that wants it, always with the same
 * {@code webhook-id} and the same bytes; it is marked delivered only after a 2xx answer. Each
 * webhook has a lane of its own, with at least one delivery under way at any time, so a slow or
 * dead receiver holds up nobody else. Secrets are neither logged nor part of any error.
 *
 * <p>Reading order: {@link io.tripline.rest.webhook.WebhookDispatcher}, {@link
 * io.tripline.rest.webhook.Lane}, {@link io.tripline.rest.webhook.WebhookSender}.
 */
@NullMarked
package io.tripline.rest.webhook;

import org.jspecify.annotations.NullMarked;
