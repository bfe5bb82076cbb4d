package io.tripline.engine.match;

import io.tripline.engine.heap.StateHeap;

/**
 * A partial match while it is worked on: where it is in the automaton, what it has bound, and which
 * edges are still open to it. Between events it lies in the heap, see {@link RunLayout}; its object
 * belongs to a {@link RunPool} and is used again and again.
 */
final class Run {
  int state;
  final int[] counts;
  final byte[] registers;

  /** The last event taken, see {@link BoundEvents}. */
  int bound;

  /** Number of the first event; see {@link #startsBefore}. */
  long start;

  /** Clock at the first event, ms. */
  long startTime;

  /** Clock at the last event, ms; 0 after it was read, if no bound of the rule counts from it. */
  long lastTime;

  /** Edges that the pattern allows from here: counters let them, no loop they stay in is over. */
  long open;

  /** Of the open edges, those whose gap is still unbroken. */
  long alive;

  /** Of the endings of its state, those that time will complete if nothing spoils them. */
  long endings;

  /** Whether no event has come since the last one bound. */
  boolean fresh;

  /** What a {@link Tracer} calls it; 0 if it does not. */
  int number;

  /** Its place in the state that it was read from; −1 if it was not. */
  int index;

  /** Whether it is other than it was read. */
  boolean changed;

  /** Whether its bound events and the blocks of its registers are given back with it. */
  boolean owns;

  /** Scratch of those who sort runs out. */
  boolean marked;

  Run(int counters, int registerBytes) {
    this.counts = new int[counters];
    this.registers = new byte[registerBytes];
  }

  /** Makes it one that has just taken an event, or is about to take its first. */
  void begin(int at, int[] counters, long start, long startTime, long lastTime, long open) {
    this.state = at;
    System.arraycopy(counters, 0, counts, 0, counts.length);
    this.start = start;
    this.startTime = startTime;
    this.lastTime = lastTime;
    this.open = open;
    this.alive = open;
    this.endings = 0;
    this.fresh = true;
    this.bound = StateHeap.NONE;
    this.number = 0;
    this.index = -1;
    this.changed = true;
  }

  /** Makes it the same as another in all but what it has bound. */
  void copy(Run other) {
    begin(other.state, other.counts, other.start, other.startTime, other.lastTime, other.open);
    this.alive = other.alive;
    this.endings = other.endings;
    this.fresh = other.fresh;
    this.number = other.number;
  }

  /** Whether it starts before an event. */
  boolean startsBefore(long clockOf, long numberOf) {
    return EventOrder.compare(startTime, start, clockOf, numberOf) < 0;
  }

  /** Whether it can still become a match, or go on to one. */
  boolean isPending() {
    return (alive | endings) != 0;
  }
}
