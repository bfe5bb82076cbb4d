package io.tripline.engine.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * Whether an engine runs, and how far it has come: what can be asked every second, as it costs the
 * same whatever the rules are. {@link EngineStats} has the rest.
 *
 * @param events taken since the store was made
 * @param late of these, came later than their type allows
 * @param lastSequence of the ring's last entry
 * @param watermark the greatest event time, ms; {@code Long.MIN_VALUE} before the first event
 * @param alerts raised
 * @param failure why the engine stopped, or null
 */
public record EngineHealth(
    long events,
    long late,
    long lastSequence,
    long watermark,
    long alerts,
    @Nullable String failure) {}
