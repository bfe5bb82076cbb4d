package io.tripline.ingest.json;

/**
 * Why bytes are not an event.
 *
 * @param code stable, for machines; see {@code docs/events.md}
 * @param reason a sentence for people; holds no value of a pii field
 */
public record Rejection(String code, String reason) {}
