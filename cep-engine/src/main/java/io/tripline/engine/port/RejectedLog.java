package io.tripline.engine.port;

import java.util.List;

/** Events that could not be taken, with the reason: the dead-letter log. Thread-safe. */
public interface RejectedLog {

  /** Stores rejected events; durable on return. */
  void append(List<Rejected> events);

  /** How many there are. */
  long count();

  /**
   * The latest first.
   *
   * @param limit the most to return
   * @param before only entries with a smaller number; {@code Long.MAX_VALUE} for the latest
   */
  List<Numbered> latest(int limit, long before);

  /**
   * A rejected event.
   *
   * @param arrivedAt wall clock, ms since 1970 (for people only)
   * @param source where it came from, with a line number where there is one
   * @param code stable reason code, such as {@code missing_field}
   * @param reason a sentence; holds no value of a pii field
   * @param raw as it arrived, cut to a bounded length
   */
  record Rejected(long arrivedAt, String source, String code, String reason, byte[] raw) {}

  /** A rejected event with its number, from 1 in order of storing. */
  record Numbered(long number, Rejected event) {}
}
