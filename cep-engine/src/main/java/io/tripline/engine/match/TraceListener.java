package io.tripline.engine.match;

import io.tripline.engine.event.EventView;

/** Hears what a {@link RuleMatcher} does, step by step, in the thread that matches. */
@FunctionalInterface
public interface TraceListener {
  /**
   * Whether it wants to hear of what happens at this event; asked of every event of the rule's
   * input, before any step. It must say the same of all events of one key.
   *
   * @param event valid during the call
   */
  default boolean wants(EventView event) {
    return true;
  }

  /** The next step. */
  void on(TraceStep step);
}
