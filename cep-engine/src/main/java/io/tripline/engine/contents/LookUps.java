package io.tripline.engine.contents;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one worker sees of lists and tables: which there are, and as of what place they are asked.
 * Written by the worker, read by the nodes that it evaluates. Not thread-safe.
 *
 * <p>An event sees what was changed before it: what came before it into the ring, and is not later
 * in the order of clock and arrival.
 */
public final class LookUps {
  private static final long TIME = Long.MAX_VALUE;

  private Map<String, Contents> contents = Map.of();
  private long clock = Long.MIN_VALUE;
  private long number;
  private long arrived;
  private long floor = Long.MIN_VALUE;

  /** From now on there are these lists and tables, by name. */
  public void install(Map<String, Contents> all) {
    contents = all;
  }

  /** What was installed last; the same object until something else is. */
  public Map<String, Contents> contents() {
    return contents;
  }

  /**
   * Asks on behalf of an event from now on.
   *
   * @param atClock what it is matched at, ms
   * @param event its number
   * @param last number of the last event that has arrived: its own, or, if it was held back, a
   *     later one
   */
  public void onEvent(long atClock, long event, long last) {
    clock = Math.max(atClock, floor);
    number = event;
    arrived = last;
  }

  /**
   * Asks on behalf of what time completes.
   *
   * @param last number of the last event that has arrived
   */
  public void onTime(long atClock, long last) {
    onEvent(atClock, TIME, last);
  }

  /**
   * What time completes asks as of the end that it waited for, whatever event has shown that the
   * end is past.
   */
  public void completedAt(long end) {
    if (number == TIME) {
      clock = Math.max(end, floor);
    }
  }

  /**
   * Nothing is asked as of an earlier clock from now on: where rules begin to hold events back,
   * what there was before is not kept for them.
   */
  public void notBefore(long earliest) {
    floor = earliest;
  }

  /** What event time it is asked at, ms. */
  long clock() {
    return clock;
  }

  /** Whether what has an origin is there already. */
  boolean sees(Origin origin) {
    long event = origin.number();
    return event <= arrived
        && event != number
        && (origin.time() < clock || origin.time() == clock && event < number);
  }

  /** The list or table of a name, or null if there is none. */
  public @Nullable Contents find(String name) {
    return contents.get(name);
  }
}
