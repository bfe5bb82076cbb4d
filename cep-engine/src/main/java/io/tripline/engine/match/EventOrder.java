package io.tripline.engine.match;

/** Which of two events of a key was matched first. */
final class EventOrder {
  private EventOrder() {}

  /**
   * By the clock, and at one clock as they came. Numbers alone tell how they came, and an event
   * with an earlier number may have been held back.
   */
  static int compare(long clock, long number, long otherClock, long otherNumber) {
    return clock != otherClock
        ? Long.compare(clock, otherClock)
        : Long.compare(number, otherNumber);
  }
}
