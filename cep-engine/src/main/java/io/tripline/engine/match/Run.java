package io.tripline.engine.match;

import io.tripline.engine.expression.RegisterValues;

/**
 * A partial match: where it is in the automaton, what it has bound, and which edges are still open
 * to it. Everything but the masks is fixed when an event is taken.
 */
final class Run {
  static final int[] NO_COUNTS = {};

  final int state;
  final int[] counts;
  final RegisterValues registers;
  final BoundEvent bound;

  /** Number of the first event; see {@link #startsBefore}. */
  final long start;

  /** Clock at the first event, ms. */
  final long startTime;

  /** Clock at the last event, ms. */
  final long lastTime;

  /** Edges that the pattern allows from here: counters let them, no loop they stay in is over. */
  long open;

  /** Of the open edges, those whose gap is still unbroken. */
  long alive;

  /** Of the endings of its state, those that time will complete if nothing spoils them. */
  long endings;

  /** Whether no event has come since the last one bound. */
  boolean fresh = true;

  /** Whether it starts before an event. */
  boolean startsBefore(long clockOf, long numberOf) {
    return BoundEvent.compare(startTime, start, clockOf, numberOf) < 0;
  }

  /** Whether it can still become a match, or go on to one. */
  boolean isPending() {
    return alive != 0 || endings != 0;
  }

  Run(
      int state,
      int[] counts,
      RegisterValues registers,
      BoundEvent bound,
      long start,
      long startTime,
      long lastTime,
      long open,
      long endings) {
    this.state = state;
    this.counts = counts;
    this.registers = registers;
    this.bound = bound;
    this.start = start;
    this.startTime = startTime;
    this.lastTime = lastTime;
    this.open = open;
    this.alive = open;
    this.endings = endings;
  }
}
