package io.tripline.engine.match.reference;

/**
 * An event of a test.
 *
 * @param number its place among all events
 * @param type name of its type
 * @param clock the time matching goes by
 * @param fields longs only
 */
public record RefEvent(long number, String type, long clock, long[] fields) {}
