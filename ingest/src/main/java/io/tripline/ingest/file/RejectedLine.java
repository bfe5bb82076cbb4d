package io.tripline.ingest.file;

/**
 * A line that was not taken.
 *
 * @param file as the user named it
 * @param line from 1, blank lines counted
 * @param code stable; see {@code docs/events.md}
 * @param reason a sentence; holds no value of a pii field
 * @param raw as it arrived, cut to a bounded length
 */
public record RejectedLine(String file, long line, String code, String reason, byte[] raw) {}
