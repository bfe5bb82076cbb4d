/**
 * Figures for Prometheus. What happens here is counted as it happens (requests, events,
 * deliveries); what others count is read when it is asked for. Every label has few values: rules
 * that run, webhooks that are registered, routes of the API, reason codes.
 */
@NullMarked
package io.tripline.rest.metrics;

import org.jspecify.annotations.NullMarked;
