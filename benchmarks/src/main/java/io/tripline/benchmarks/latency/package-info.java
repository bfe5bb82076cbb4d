/** How long it takes from an event's arrival to its alert in the outbox, at a steady rate. */
@NullMarked
package io.tripline.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
