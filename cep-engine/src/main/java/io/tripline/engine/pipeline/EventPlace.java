package io.tripline.engine.pipeline;

/**
 * The place of an event among all that a rule takes which may take events that rules make: the
 * number of an event from outside and, behind it, which of those that were made there. Such a rule
 * is given places in place of numbers, so that made events lie between those from outside; of two
 * events at one time the one with the lower place comes first.
 */
final class EventPlace {
  private static final int BITS = 12;
  // Those that time has completed come behind those that the event has.
  private static final int BY_TIME = 1 << BITS - 1;

  /** The most events that are made at one event for one rule, and as many by time. */
  static final int MOST = BY_TIME - 1;

  private EventPlace() {}

  /** Of an event from outside. */
  static long of(long number) {
    return number << BITS;
  }

  /**
   * Of an event that a rule made.
   *
   * @param number of events that had come by then
   * @param index among those that were made there, from 1 to {@link #MOST}
   */
  static long ofMade(long number, boolean byTime, int index) {
    return of(number) + index + (byTime ? BY_TIME : 0);
  }

  /** The number of the event from outside, or of the last one before the made one. */
  static long number(long place) {
    return place >>> BITS;
  }

  /** Whether it is that of an event which a rule made of what time has completed. */
  static boolean isByTime(long place) {
    return index(place) >= BY_TIME;
  }

  /** Whether it is that of an event which a rule made. */
  static boolean isMade(long place) {
    return (place & (1 << BITS) - 1) != 0;
  }

  /** Which of those it is that were made there. */
  static long index(long place) {
    return place & (1 << BITS) - 1;
  }
}
