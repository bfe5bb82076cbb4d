package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Decision;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * On how many events rules have decided what, since the process started. Written by the alert
 * handler alone, read by any thread.
 */
final class Decided {
  private final AtomicLongArray counts = new AtomicLongArray(Decision.values().length);

  void count(Decision decision) {
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
