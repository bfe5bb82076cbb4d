package io.tripline.ingest;

/**
 * Why an event of a body was rejected.
 *
 * @param index its place in the body, from 0
 * @param code stable; see {@code docs/events.md}
 * @param reason a sentence; holds no value of a pii field
 */
public record EventError(int index, String code, String reason) {}
