/**
 * Sends all figures to a receiver of OpenTelemetry's protocol (OTLP over HTTP), now and then: one
 * scrape of what {@code /metrics} shows, translated, encoded by OpenTelemetry's library, sent by
 * one thread. Nothing is queued: a counter that could not be sent is in the next export. The only
 * package that imports OpenTelemetry, and loaded only where it is asked for.
 */
@NullMarked
package io.tripline.rest.otlp;

import org.jspecify.annotations.NullMarked;
