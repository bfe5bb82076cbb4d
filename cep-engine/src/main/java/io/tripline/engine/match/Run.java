package io.tripline.engine.match;

import io.tripline.engine.expression.RegisterValues;

/**
 * A partial match: where it is in the automaton, what it has bound, and which edges are still open
 * to it. Everything but the two edge masks is fixed when an event is taken.
 */
final class Run {
  static final int[] NO_COUNTS = {};

  final int state;
  final int[] counts;
  final RegisterValues registers;
  final BoundEvent bound;

  /** Number of the first event. */
  final long start;

  /** Clock at the first event, ms. */
  final long startTime;

  /** Edges that the pattern allows from here: counters let them, no loop they stay in is over. */
  long open;

  /** Of the open edges, those whose gap is still unbroken. */
  long alive;

  /** Whether no event has come since the last one bound. */
  boolean fresh = true;

  Run(
      int state,
      int[] counts,
      RegisterValues registers,
      BoundEvent bound,
      long start,
      long startTime,
      long open) {
    this.state = state;
    this.counts = counts;
    this.registers = registers;
    this.bound = bound;
    this.start = start;
    this.startTime = startTime;
    this.open = open;
    this.alive = open;
  }
}
