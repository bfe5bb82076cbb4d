package io.tripline.engine.evidence;

import org.jspecify.annotations.Nullable;

/**
 * A {@code not} of the pattern: something that did not come.
 *
 * @param variable that no event was
 * @param definition what it would have been, as rules write it
 * @param from since when it did not come, ms; null if it cannot be told, as an event is missing or
 *     the {@code not} is inside of a group
 * @param until until when, ms, this included; null likewise
 * @param sentence all of it in plain words
 */
public record Absent(
    String variable,
    String definition,
    Where where,
    @Nullable Long from,
    @Nullable Long until,
    String sentence) {

  /** Where the {@code not} stands. */
  public enum Where {
    /** At the start: before the first event. */
    BEFORE,
    /** In the middle: between two events. */
    BETWEEN,
    /** In the middle, after {@code =>}: the one event right after another. */
    NEXT,
    /** At the end: after the last event, until a time that has passed. */
    AFTER
  }
}
