package io.tripline.engine.match;

import io.tripline.engine.expression.RegisterTable;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;
import java.util.List;

/**
 * States with runs in bytes: after what all begin with come the events that are kept for a shared
 * program; the bound events, each once and after the one before it; the runs, which name theirs by
 * index. Not thread-safe.
 */
final class StateCodec extends StateBytes {
  private final Program program;
  private final Automaton automaton;
  private final RegisterTable registers;
  private final StateHeap heap;
  private final BoundEvents bounds;
  private final RunPool pool;
  private final boolean gaps;

  // Bound events in the order in which they are written or read. While writing, their count of
  // names makes room for their index.
  private int[] events = new int[16];
  private int[] named = new int[16];
  private int eventCount;

  StateCodec(Program program, StateHeap heap, BoundEvents bounds, RunPool pool) {
    this.program = program;
    this.automaton = program.automaton();
    this.registers = program.registers();
    this.heap = heap;
    this.bounds = bounds;
    this.pool = pool;
    this.gaps = program.countsFromLastEvent();
  }

  // ---- writing

  /** Writes the events that runs have bound. */
  void events(List<Run> runs) {
    eventCount = 0;
    for (int i = 0; i < runs.size(); i++) {
      int first = eventCount;
      for (int e = runs.get(i).bound; e != StateHeap.NONE && bounds.named(e) > 0; ) {
        add(e, bounds.named(e));
        bounds.named(e, -1); // index to come
        e = bounds.before(e);
      }
      reverse(first);
    }
    out().putInt(eventCount);
    for (int i = 0; i < eventCount; i++) {
      int event = events[i];
      int before = bounds.before(event);
      out().putInt(before == StateHeap.NONE ? -1 : index(before));
      out().putInt(bounds.variable(event));
      out().putLong(bounds.number(event));
      out().putLong(bounds.clock(event));
      putId(bounds.id(event));
    }
  }

  private void add(int event, int names) {
    if (eventCount == events.length) {
      events = Arrays.copyOf(events, 2 * eventCount);
      named = Arrays.copyOf(named, 2 * eventCount);
    }
    events[eventCount] = event;
    named[eventCount++] = names;
  }

  private void reverse(int first) {
    for (int i = first, j = eventCount - 1; i < j; i++, j--) {
      int event = events[i];
      int names = named[i];
      events[i] = events[j];
      named[i] = named[j];
      events[j] = event;
      named[j] = names;
    }
    for (int i = first; i < eventCount; i++) {
      bounds.named(events[i], -1 - i);
    }
  }

  private int index(int event) {
    return -1 - bounds.named(event);
  }

  /**
   * Writes the runs.
   *
   * @param whole with what they have bound, which {@link #events} has written
   */
  void runs(List<Run> runs, boolean whole) {
    out().putInt(runs.size());
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      out().putInt(run.state << 1 | (run.fresh ? 1 : 0));
      for (int count : run.counts) {
        out().putInt(count);
      }
      out().putLong(run.start);
      out().putLong(run.startTime);
      if (gaps) {
        out().putLong(run.lastTime);
      }
      writeMask(run.open);
      writeMask(run.alive);
      writeMask(run.endings);
      if (whole) {
        out().putInt(index(run.bound));
        int slots = registers.bytes();
        int bytes = slots + registers.blocks().writtenBytes(run.registers, 0, heap);
        int from = out().reserve(bytes);
        registers.blocks().write(run.registers, 0, slots, heap, out().array(), from);
        out().skip(bytes);
      }
    }
  }

  @Override
  byte[] end() {
    for (int i = 0; i < eventCount; i++) {
      bounds.named(events[i], named[i]);
    }
    eventCount = 0;
    return super.end();
  }

  private void writeMask(long mask) {
    out().putLong(mask);
  }

  // ---- reading

  @Override
  void open(byte[] bytes, SeenTimes seen) {
    eventCount = 0;
    super.open(bytes, seen);
  }

  /** Reads the bound events; they are named by the reader until {@link #close}. */
  void readEvents() {
    int count = takeInt();
    for (int i = 0; i < count; i++) {
      int before = takeInt();
      int variable = takeInt();
      long number = takeLong();
      long clock = takeLong();
      if (before >= i || variable < 0 || variable >= program.rule().variables().size()) {
        throw new IllegalArgumentException("an event that cannot be");
      }
      EventId of = takeId();
      add(
          bounds.after(before < 0 ? StateHeap.NONE : events[before], variable, number, clock, of),
          0);
    }
  }

  /** Reads the runs; they are in play. */
  void readRuns(List<Run> runs, boolean whole) {
    int count = takeInt();
    for (int i = 0; i < count; i++) {
      runs.add(readRun(whole));
    }
  }

  private Run readRun(boolean whole) {
    Run run = pool.take();
    System.arraycopy(registers.blankBytes(), 0, run.registers, 0, run.registers.length);
    run.bound = StateHeap.NONE;
    int word = takeInt();
    int state = word >>> 1;
    if (state >= automaton.states()) {
      throw new IllegalArgumentException("no state " + state);
    }
    for (int i = 0; i < run.counts.length; i++) {
      run.counts[i] = takeInt();
    }
    long start = takeLong();
    long startTime = takeLong();
    long lastTime = gaps ? takeLong() : 0;
    run.begin(
        state, run.counts, start, startTime, lastTime, readMask(automaton.edges(state).length));
    run.alive = readMask(automaton.edges(state).length);
    run.endings = readMask(automaton.endings(state).length);
    run.fresh = (word & 1) != 0;
    if (whole) {
      int last = takeInt();
      if (last < 0 || last >= eventCount) {
        throw new IllegalArgumentException("a partial match of no event");
      }
      moveTo(registers.blocks().read(in(), at(), registers.bytes(), run.registers, 0, heap));
      run.bound = events[last];
      bounds.retain(run.bound);
    }
    return run;
  }

  private long readMask(int bits) {
    long mask = takeLong();
    if (bits < Long.SIZE && mask >>> bits != 0) {
      throw new IllegalArgumentException("a mask of more than " + bits);
    }
    return mask;
  }

  @Override
  void close() {
    super.close();
    abandon();
  }

  /** Names the events that were read no more. */
  void abandon() {
    for (int i = 0; i < eventCount; i++) {
      bounds.release(events[i]);
    }
    eventCount = 0;
  }
}
