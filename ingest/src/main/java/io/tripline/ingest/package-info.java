/**
 * Sources: bytes from outside to events of the engine.
 *
 * <p>{@link io.tripline.ingest.EventIntake} takes the bodies of requests, {@code file} the lines of
 * files; both decode in the caller's thread with {@code json} and hand the events to an {@link
 * io.tripline.ingest.EventTarget}, which is the engine. Every event is either taken or rejected
 * with a code and a sentence; none disappears.
 */
@NullMarked
package io.tripline.ingest;

import org.jspecify.annotations.NullMarked;
