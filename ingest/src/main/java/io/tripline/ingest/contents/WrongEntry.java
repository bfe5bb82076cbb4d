package io.tripline.ingest.contents;

/**
 * An entry that cannot be taken.
 *
 * @param line where it begins, from 1
 * @param reason a sentence for people; holds no personal data
 */
public record WrongEntry(long line, String reason) {}
