package io.tripline.engine.port;

import java.util.List;

/**
 * Events that came later than their type allows, and were diverted: no rule has taken them. Written
 * by one thread, read by any.
 */
public interface LateLog {

  /**
   * The number of the last event stored, whether it is still kept or not; 0 if there was none. A
   * replay does not store again what is up to it.
   */
  long lastEvent();

  /** Stores diverted events in the order of their numbers; durable on return. */
  void append(List<Late> events);

  /**
   * Forgets events with greater numbers than that one, which a loss of power has taken ({@link
   * Journal#mayLackItsEnd}).
   */
  void forgetAfter(long event);

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
   * A diverted event.
   *
   * @param event its number: its place among all events, from 1
   * @param source number of the source that it came from
   * @param type name of its type
   * @param id as alerts would show it
   * @param time its own time, ms
   * @param clock the greatest event time when it came, ms
   * @param raw the record as it arrived
   */
  record Late(long event, int source, String type, String id, long time, long clock, byte[] raw) {}

  /** A diverted event with its place in the log, from 1 in order of storing. */
  record Numbered(long number, Late event) {}
}
