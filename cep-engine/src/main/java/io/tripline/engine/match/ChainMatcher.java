package io.tripline.engine.match;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.RegisterUpdate;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.heap.TextSlot;
import java.util.Arrays;

/**
 * Matching of a {@link Chain} with {@code skip past last}, whose conditions look back: each partial
 * match is followed by itself, where it lies. An event moves those that take it to their next step,
 * and begins one more; all of them are over with a match. Not thread-safe.
 *
 * <p>A state is one block: the variables that matter to its partial matches and how many those are,
 * then they themselves, in the order in which they began; so those that are over come first. Each
 * has the clock at its first event, the number of steps it has taken, the registers that are filled
 * before the last step, and a cell for each event but the last ({@link EventCells}).
 */
final class ChainMatcher implements Matcher {
  private static final int WANTS = 0;
  private static final int COUNT = 8;
  private static final int RUNS = 16;

  // Of a run.
  private static final int CLOCK = 0;
  private static final int STEPS = 8;
  private static final int REGISTERS = ChainShape.REGISTERS;

  private static final int FEW = 4;

  private final ChainShape shape;
  private final int maxRuns;
  private final RuleCounters counters;
  private final Conditions conditions;
  private final RegisterUpdate[] updates;
  private final Frame frame;
  private final StateHeap heap;
  private final MatchBuilder matches;
  private final EventCells cells;
  private final EventId id;
  private final StateBytes codec;

  // The registers of a match, while it is told.
  private final byte[] complete;
  private final ChainTurn turn;
  private final boolean mayBegin;
  private final StateNote note;

  ChainMatcher(MatcherParts parts, int maxRuns) {
    this.maxRuns = maxRuns;
    this.counters = parts.counters();
    this.conditions = parts.conditions();
    this.updates = parts.updates();
    this.frame = parts.frame();
    this.heap = parts.heap();
    this.matches = parts.matches();
    this.mayBegin = parts.mayBegin();
    this.turn = parts.workbench().chains;
    this.note = parts.workbench().note;
    this.shape = parts.workbench().shared(new ChainShape(parts.program(), updates, conditions));
    this.complete = new byte[shape.blank.length];
    this.cells = parts.workbench().cells;
    this.id = parts.workbench().id;
    this.codec = parts.workbench().codec;
  }

  @Override
  public long startVariables() {
    return shape.wants[0];
  }

  @Override
  public int onEvent(
      int state, EventView at, long variables, long number, long clock, MatchSink sink) {
    long matter = state == StateHeap.NONE ? shape.wants[0] : wants(state);
    if ((matter & variables) == 0 && matter >= 0) {
      note.leave();
      return state;
    }
    turn.of(at, number, clock, variables);
    int left = state == StateHeap.NONE ? 0 : advance(state, variables);
    boolean begins =
        mayBegin && (variables & shape.wants[0]) != 0 && isSatisfied(shape.blank, 0, 0);
    if (turn.candidateCount > 0) {
      return complete(state, left, sink);
    }
    if (!begins) {
      if (!turn.hasChanged) {
        note.leave();
        return state;
      }
      note.make(end(turn.latest), left);
      return withRoomFor(state, left, 0);
    }
    if (shape.last == 0) {
      System.arraycopy(shape.blank, 0, complete, 0, shape.blank.length);
      tell(StateHeap.NONE, 0, sink);
      return StateHeap.NONE;
    }
    int after = begin(state, left);
    note.make(end(clock), Math.min(left + 1, maxRuns));
    return left >= maxRuns ? dropOldest(after) : after;
  }

  private long wants(int state) {
    return Bytes.getLong(heap.page(state), heap.offset(state) + WANTS);
  }

  private int count(int state) {
    return state == StateHeap.NONE ? 0 : Bytes.getInt(heap.page(state), heap.offset(state) + COUNT);
  }

  /** Whether the event satisfies the variable of a step, for the partial match with registers. */
  private boolean isSatisfied(byte[] page, int registersAt, int step) {
    if (shape.decided[step]) {
      return true;
    }
    see();
    conditions.bound(page, registersAt);
    return conditions.satisfied(shape.variables[step]);
  }

  private void see() {
    if (!turn.isSeen) {
      conditions.event(turn.event, turn.satisfiable);
      turn.isSeen = true;
    }
  }

  /** The last clock value at which a match that began then can take an event. */
  private long end(long began) {
    return Deadlines.after(began, shape.within);
  }

  /**
   * Takes all runs over the event, and moves those that are left together. Those that are complete
   * with it are candidates, and stay.
   *
   * @return how many are left
   */
  private int advance(int state, long variables) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    int count = Bytes.getInt(page, base + COUNT);
    long matter = shape.wants[0];
    int left = 0;
    int run = base + RUNS;
    for (int i = 0; i < count; i++, run += shape.runBytes) {
      int steps = Bytes.getInt(page, run + STEPS);
      long began = Bytes.getLong(page, run + CLOCK);
      if (end(began) < turn.clock) {
        turn.hasChanged = true;
        free(page, run, steps);
        continue;
      }
      if ((variables & shape.wants[steps]) != 0 && isSatisfied(page, run + REGISTERS, steps)) {
        if (steps == shape.last) {
          addCandidate(left);
        } else {
          take(page, run, steps);
          steps++;
          turn.hasChanged = true;
        }
      } else if (shape.wants[steps] < 0) {
        turn.hasChanged = true;
        free(page, run, steps);
        continue;
      }
      matter |= shape.wants[steps];
      turn.latest = began;
      if (i != left) {
        System.arraycopy(page, run, page, run(base, left), shape.runBytes);
      }
      left++;
    }
    if (turn.hasChanged) {
      note(page, base, left, matter);
    }
    return left;
  }

  private static void note(byte[] page, int base, int count, long matter) {
    Bytes.putLong(page, base + WANTS, matter);
    Bytes.putInt(page, base + COUNT, count);
  }

  private void addCandidate(int index) {
    if (turn.candidateCount == turn.candidates.length) {
      turn.candidates = Arrays.copyOf(turn.candidates, 2 * turn.candidateCount);
    }
    turn.candidates[turn.candidateCount++] = index;
  }

  /** A run takes the event as that of a step. */
  private void take(byte[] page, int run, int step) {
    int[] copy = shape.copies[step];
    if (copy == null) {
      update(page, run + REGISTERS, step);
    } else {
      copy(copy, page, run + REGISTERS);
    }
    id.of(turn.event, shape.ids[step]);
    cells.put(page, run + shape.cellsAt + EventCells.BYTES * step, turn.number, id);
    Bytes.putInt(page, run + STEPS, step + 1);
  }

  private void update(byte[] page, int registersAt, int step) {
    see();
    updates[shape.variables[step]].apply(frame.registers(page, registersAt));
    conditions.reportFailure();
  }

  private void copy(int[] copy, byte[] page, int registersAt) {
    byte[] bytes = turn.event.bytes();
    int base = turn.event.base();
    for (int i = 0; i < copy.length; i += 3) {
      int from = base + copy[i];
      int to = registersAt + copy[i + 1];
      if (copy[i + 2] > 0) {
        for (int slot = 0; slot < 8 * copy[i + 2]; slot += 8) {
          Bytes.putLong(page, to + slot, Bytes.getLong(bytes, from + slot));
        }
      } else {
        long text = Bytes.getLong(bytes, from);
        if (text == Nulls.NO_STRING) {
          TextSlot.clear(page, to, heap);
        } else {
          TextSlot.put(page, to, heap, bytes, base + (int) (text >>> 32), (int) text);
        }
      }
    }
  }

  /** Begins a run in a state that has some, or none. */
  private int begin(int state, int count) {
    int with = withRoomFor(state, count, 1);
    byte[] page = heap.page(with);
    int base = heap.offset(with);
    int run = run(base, count);
    Bytes.putLong(page, run + CLOCK, turn.clock);
    System.arraycopy(shape.blank, 0, page, run + REGISTERS, shape.registers);
    take(page, run, 0);
    long matter = count == 0 ? shape.wants[0] : Bytes.getLong(page, base + WANTS);
    note(page, base, count + 1, matter | shape.wants[1]);
    return with;
  }

  /** The state with so many runs, and room for more; nothing if there are none of both. */
  private int withRoomFor(int state, int count, int more) {
    int all = count + more;
    if (all == 0) {
      heap.free(state);
      return StateHeap.NONE;
    }
    int bytes = Math.addExact(RUNS, Math.multiplyExact(all, shape.runBytes));
    if (state != StateHeap.NONE) {
      int capacity = heap.capacity(state);
      if (bytes <= capacity && bytes > capacity / 2) {
        return state;
      }
    }
    // Many grow by a part of what they are, so that each is copied a few times at most.
    int spare = more == 0 || count < FEW ? 0 : count / FEW * shape.runBytes;
    return heap.resize(state, bytes + spare, RUNS + count * shape.runBytes);
  }

  /** Gives back what a run owns. */
  private void free(byte[] page, int run, int steps) {
    if (shape.ownsBlocks) {
      shape.blocks.free(page, run + REGISTERS, heap);
    }
    for (int step = 0; step < steps; step++) {
      cells.free(page, run + shape.cellsAt + EventCells.BYTES * step);
    }
  }

  private void free(byte[] page, int run) {
    free(page, run, Bytes.getInt(page, run + STEPS));
  }

  /** Drops partial matches of the oldest starts until there are not too many. */
  private int dropOldest(int state) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    int count = count(state);
    counters.runsDropped(count - maxRuns);
    for (; count > maxRuns; count--) {
      int oldest = 0;
      for (int i = 1; i < count; i++) {
        oldest = startsBefore(page, run(base, i), run(base, oldest)) ? i : oldest;
      }
      int run = run(base, oldest);
      free(page, run);
      System.arraycopy(
          page, run + shape.runBytes, page, run, (count - 1 - oldest) * shape.runBytes);
    }
    Bytes.putInt(page, base + COUNT, count);
    return withRoomFor(state, count, 0);
  }

  private int run(int base, int index) {
    return base + RUNS + index * shape.runBytes;
  }

  private boolean startsBefore(byte[] page, int run, int other) {
    return startsBefore(page, run, Bytes.getLong(page, other + CLOCK), start(page, other));
  }

  private boolean startsBefore(byte[] page, int run, long otherClock, long otherNumber) {
    return EventOrder.compare(
            Bytes.getLong(page, run + CLOCK), start(page, run), otherClock, otherNumber)
        < 0;
  }

  private long start(byte[] page, int run) {
    return EventCells.number(page, run + shape.cellsAt);
  }

  // ---- matches

  /**
   * Tells the candidate that began first, and what is not ruled out by it; and drops what is. An
   * event with an earlier number may have been held back, so that something begins behind it.
   */
  private int complete(int state, int count, MatchSink sink) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    boolean isRuledOut = false;
    while (turn.candidateCount > 0) {
      int first = 0;
      for (int i = 1; i < turn.candidateCount; i++) {
        boolean before =
            startsBefore(page, run(base, turn.candidates[i]), run(base, turn.candidates[first]));
        first = before ? i : first;
      }
      int run = run(base, turn.candidates[first]);
      turn.candidates[first] = turn.candidates[--turn.candidateCount];
      if (!isRuledOut || !startsBefore(page, run, turn.clock, turn.number + 1)) {
        // What its registers own goes over to the match.
        System.arraycopy(shape.blank, 0, complete, 0, shape.blank.length);
        System.arraycopy(page, run + REGISTERS, complete, 0, shape.registers);
        System.arraycopy(shape.blank, 0, page, run + REGISTERS, shape.registers);
        tell(state, run, sink);
        isRuledOut = true;
      }
      // It is over in any case.
      Bytes.putLong(page, run + CLOCK, Long.MIN_VALUE);
    }
    int left = 0;
    long matter = shape.wants[0];
    for (int i = 0; i < count; i++) {
      int run = run(base, i);
      boolean isOver =
          Bytes.getLong(page, run + CLOCK) == Long.MIN_VALUE
              || startsBefore(page, run, turn.clock, turn.number + 1);
      if (isOver) {
        free(page, run);
      } else {
        System.arraycopy(page, run, page, run(base, left++), shape.runBytes);
        matter |= shape.wants[Bytes.getInt(page, run + STEPS)];
      }
    }
    note(page, base, left, matter);
    return withRoomFor(state, left, 0);
  }

  /** Tells the match of a run, and the event at hand; its registers so far are copied. */
  private void tell(int state, int run, MatchSink sink) {
    update(complete, 0, shape.last);
    matches.begin();
    for (int step = 0; step < shape.last; step++) {
      byte[] page = heap.page(state);
      int cell = run + shape.cellsAt + EventCells.BYTES * step;
      matches.bind(shape.variables[step], EventCells.number(page, cell), cells.id(page, cell));
    }
    id.of(turn.event, shape.ids[shape.last]);
    matches.bind(shape.variables[shape.last], turn.number, id);
    sink.accept(matches.build(complete, 0, turn.event.time(), turn.clock, turn.number));
    shape.allBlocks.free(complete, 0, heap);
  }

  // ---- states

  @Override
  public long deadline(int state) {
    if (state == StateHeap.NONE) {
      return Long.MIN_VALUE;
    }
    int latest = run(heap.offset(state), count(state) - 1);
    return end(Bytes.getLong(heap.page(state), latest + CLOCK));
  }

  @Override
  public int runs(int state) {
    return count(state);
  }

  @Override
  public void tell(int state, PendingDraft to) {
    byte[] page = heap.page(state);
    for (int i = 0; i < count(state); i++) {
      int run = run(heap.offset(state), i);
      if (!to.wantsPartial()) {
        continue;
      }
      int steps = Bytes.getInt(page, run + STEPS);
      long began = Bytes.getLong(page, run + CLOCK);
      for (int step = 0; step < Math.min(steps, to.most()); step++) {
        int cell = run + shape.cellsAt + EventCells.BYTES * step;
        to.took(
            shape.variables[step],
            EventCells.number(page, cell),
            cells.id(page, cell),
            step == 0 ? began : null);
      }
      to.partial(1L << shape.variables[steps], began, end(began), Deadlines.NEVER, steps);
    }
  }

  @Override
  public byte[] encode(int state) {
    codec.begin();
    ByteBuilder out = codec.out();
    int count = count(state);
    out.putInt(count);
    for (int i = 0; i < count; i++) {
      byte[] page = heap.page(state);
      int run = run(heap.offset(state), i);
      int steps = Bytes.getInt(page, run + STEPS);
      out.putLong(Bytes.getLong(page, run + CLOCK));
      out.putInt(steps);
      int bytes = shape.registers + shape.blocks.writtenBytes(page, run + REGISTERS, heap);
      int at = out.reserve(bytes);
      shape.blocks.write(page, run + REGISTERS, shape.registers, heap, out.array(), at);
      out.skip(bytes);
      for (int step = 0; step < steps; step++) {
        cells.write(page, run + shape.cellsAt + EventCells.BYTES * step, codec);
      }
    }
    return codec.end();
  }

  @Override
  public int decode(byte[] bytes) {
    codec.open(bytes);
    int count = codec.takeInt();
    int state = StateHeap.NONE;
    try {
      for (int i = 0; i < count; i++) {
        state = withRoomFor(state, i, 1);
        // Until it has one more.
        Bytes.putInt(heap.page(state), heap.offset(state) + COUNT, i);
        read(state, i);
      }
      codec.close();
    } catch (RuntimeException e) {
      free(state);
      throw e;
    }
    return state;
  }

  private void read(int state, int index) {
    byte[] page = heap.page(state);
    int base = heap.offset(state);
    int run = run(base, index);
    long began = codec.takeLong();
    int steps = codec.takeInt();
    if (steps < 1 || steps > shape.last) {
      throw new IllegalArgumentException("a partial match of " + steps + " events");
    }
    Bytes.putLong(page, run + CLOCK, began);
    Bytes.putInt(page, run + STEPS, steps);
    System.arraycopy(shape.blank, 0, page, run + REGISTERS, shape.registers);
    for (int step = 0; step < steps; step++) {
      EventCells.clear(page, run + shape.cellsAt + EventCells.BYTES * step);
    }
    long matter = index == 0 ? shape.wants[0] : wants(state);
    Bytes.putLong(page, base + WANTS, matter | shape.wants[steps]);
    Bytes.putInt(page, base + COUNT, index + 1);
    codec.moveTo(
        shape.blocks.read(codec.in(), codec.at(), shape.registers, page, run + REGISTERS, heap));
    for (int step = 0; step < steps; step++) {
      cells.read(codec, page, run + shape.cellsAt + EventCells.BYTES * step);
    }
  }

  @Override
  public void free(int state) {
    int count = count(state);
    for (int i = 0; i < count; i++) {
      free(heap.page(state), run(heap.offset(state), i));
    }
    heap.free(state);
  }
}
