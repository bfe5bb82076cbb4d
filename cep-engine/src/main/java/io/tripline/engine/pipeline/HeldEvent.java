package io.tripline.engine.pipeline;

/** An event that waits for its place in the order of one or more lanes. */
final class HeldEvent {
  static final int NOT_FRESH = -1;

  /** The event without its raw record. Not to be changed: match workers read it. */
  final byte[] bytes;

  final long time;

  /** Place among all events by arrival. */
  final long number;

  /** In how many lanes it still waits. */
  int lanes;

  /** Handed over at a barrier, so that removing it takes a delete. */
  boolean stored;

  /** Place in the list of those to be handed over, or {@link #NOT_FRESH}. */
  int freshAt = NOT_FRESH;

  HeldEvent(byte[] bytes, long time, long number) {
    this.bytes = bytes;
    this.time = time;
    this.number = number;
  }

  boolean isBefore(HeldEvent other) {
    return time != other.time ? time < other.time : number < other.number;
  }
}
