package io.tripline.engine.match;

import io.tripline.engine.event.Bytes;

/**
 * How the runs of a program lie in bytes, one behind the other. What is the same for all runs of
 * the program takes no room. Immutable.
 *
 * <p>A run begins with one word: its state (10 bits), whether it is fresh (1), and 16 bits each for
 * the edges that are open, those alive, and the endings. Where a state has more edges or endings,
 * each of these has a word of its own behind it. Then come the number and clock of the first event;
 * the clock of the last event, if a bound counts from it; the number that a tracer gave it, the
 * last bound event and the counters, four bytes each; the registers.
 */
final class RunLayout {
  private static final int STATE_BITS = 10;
  private static final int FRESH = 1 << STATE_BITS;
  private static final int OPEN = STATE_BITS + 1;
  private static final int MASK_BITS = 16;
  private static final long MASK = (1L << MASK_BITS) - 1;

  private final boolean narrow;
  private final int counters;
  private final int registers;
  // Where each part begins; −1 where there is none.
  private final int start;
  private final int lastTime;
  private final int number;
  private final int bound;
  private final int counts;
  private final int values;
  private final int bytes;

  /**
   * @param whole whether runs hold what they have bound
   * @param traced whether they have numbers
   */
  RunLayout(Program program, boolean whole, boolean traced) {
    Automaton automaton = program.automaton();
    int most = 0;
    for (int s = 0; s < automaton.states(); s++) {
      most = Math.max(most, automaton.edges(s).length);
      most = Math.max(most, automaton.endings(s).length);
    }
    narrow = most <= MASK_BITS;
    counters = automaton.counters();
    registers = whole ? program.registers().bytes() : 0;
    start = narrow ? 8 : 32;
    int at = start + 16;
    lastTime = program.countsFromLastEvent() ? at : -1;
    at += lastTime < 0 ? 0 : 8;
    number = traced ? at : -1;
    at += traced ? 4 : 0;
    bound = whole ? at : -1;
    at += whole ? 4 : 0;
    this.counts = at;
    at += 4 * counters;
    values = (at + 7) & -8;
    bytes = values + registers;
  }

  /** Whether the first word says all that changes in a run. */
  boolean isNarrow() {
    return narrow;
  }

  // ---- parts of the first word, where it says all

  static int state(long word) {
    return (int) word & FRESH - 1;
  }

  static boolean isFresh(long word) {
    return (word & FRESH) != 0;
  }

  static long open(long word) {
    return word >>> OPEN & MASK;
  }

  static long alive(long word) {
    return word >>> OPEN + MASK_BITS & MASK;
  }

  /** Where in a run the clock of its first event lies. */
  int startTimeAt() {
    return start + 8;
  }

  /** Where in a run its registers begin. */
  int registersAt() {
    return values;
  }

  /** Bytes of a run. */
  int bytes() {
    return bytes;
  }

  void read(byte[] page, int at, Run run) {
    long word = Bytes.getLong(page, at);
    run.state = state(word);
    run.fresh = isFresh(word);
    if (narrow) {
      run.open = open(word);
      run.alive = alive(word);
      run.endings = word >>> OPEN + 2 * MASK_BITS;
    } else {
      run.open = Bytes.getLong(page, at + 8);
      run.alive = Bytes.getLong(page, at + 16);
      run.endings = Bytes.getLong(page, at + 24);
    }
    run.start = Bytes.getLong(page, at + start);
    run.startTime = Bytes.getLong(page, at + start + 8);
    run.lastTime = lastTime < 0 ? 0 : Bytes.getLong(page, at + lastTime);
    run.number = number < 0 ? 0 : Bytes.getInt(page, at + number);
    run.bound = bound < 0 ? 0 : Bytes.getInt(page, at + bound);
    for (int i = 0; i < counters; i++) {
      run.counts[i] = Bytes.getInt(page, at + counts + 4 * i);
    }
    if (registers > 0) {
      System.arraycopy(page, at + values, run.registers, 0, registers);
    }
    run.changed = false;
  }

  void write(byte[] page, int at, Run run) {
    long word = run.state | (run.fresh ? FRESH : 0);
    if (narrow) {
      word |= run.open << OPEN | run.alive << OPEN + MASK_BITS;
      word |= run.endings << OPEN + 2 * MASK_BITS;
    } else {
      Bytes.putLong(page, at + 8, run.open);
      Bytes.putLong(page, at + 16, run.alive);
      Bytes.putLong(page, at + 24, run.endings);
    }
    Bytes.putLong(page, at, word);
    Bytes.putLong(page, at + start, run.start);
    Bytes.putLong(page, at + start + 8, run.startTime);
    if (lastTime >= 0) {
      Bytes.putLong(page, at + lastTime, run.lastTime);
    }
    if (number >= 0) {
      Bytes.putInt(page, at + number, run.number);
    }
    if (bound >= 0) {
      Bytes.putInt(page, at + bound, run.bound);
    }
    for (int i = 0; i < counters; i++) {
      Bytes.putInt(page, at + counts + 4 * i, run.counts[i]);
    }
    if (registers > 0) {
      System.arraycopy(run.registers, 0, page, at + values, registers);
    }
  }
}
