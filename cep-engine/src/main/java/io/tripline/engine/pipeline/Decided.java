package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Decision;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * On how many events rules have decided what, since the process started. Written by the alert
 * handler alone, read by any thread.
 */
final class Decided {
  private final AtomicLongArray counts = new AtomicLongArray(Decision.values().length);

  private final Listener listener;

  /** Hears of each event that rules have decided on, in their order. */
  @FunctionalInterface
  interface Listener {
    Listener NONE = (event, decision) -> {};

    /**
     * @param event its number
     * @param decision the most severe one of the rules that fired on it
     */
    void decided(long event, Decision decision);
  }

  Decided(Listener listener) {
    this.listener = listener;
  }

  void count(long event, Decision decision) {
    listener.decided(event, decision);
    int at = decision.ordinal();
    counts.setOpaque(at, counts.getPlain(at) + 1);
  }

  EngineStats.DecisionStats read(int waiting) {
    return new EngineStats.DecisionStats(
        of(Decision.APPROVE), of(Decision.REVIEW), of(Decision.DECLINE), waiting);
  }

  private long of(Decision decision) {
    return counts.getOpaque(decision.ordinal());
  }
}
