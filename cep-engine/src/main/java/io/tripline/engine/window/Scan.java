package io.tripline.engine.window;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.Node;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;
import java.util.List;

/**
 * Reads windows whose {@code where} names the tested event: rows are what is kept of each event,
 * and a reading asks every row of the window. So it costs time in proportion to the rows, unlike
 * all other windows. Not thread-safe.
 */
final class Scan implements RowVisitor {
  private static final int FRONT = 32;

  private final Frame frame;
  private final WindowErrors errors;
  private final LogStates rows;
  private final LogStates found;
  private final Plan[] plans;
  private final Answer answer;

  private final Node[] kept;
  private final Expr[] keptExprs;
  private final int[] keptOffsets;
  private final Node[] named;
  private final Expr[] namedExprs;
  private final int[] namedOffsets;
  private final int slots;
  private final int keptEnd;
  private final Node where;
  private final Argument argument;
  private final EventView row = new EventView();

  // What is kept of the event at hand: its slots, then its texts.
  private final SlotBuffer keeping;
  // The texts of the tested event; and what conditions look at: these, slots, texts of the row.
  private final SlotBuffer testedSlots;
  private byte[] looked = new byte[256];
  private int base;
  private int state;

  /**
   * @param layout of the source
   */
  Scan(
      Series series,
      EventLayout layout,
      StateHeap heap,
      Frame frame,
      WindowErrors errors,
      Answer answer) {
    this.frame = frame;
    this.errors = errors;
    this.answer = answer;
    ScanPlan plan = new ScanPlan(series.aggregates().getFirst());
    this.rows = new LogStates(heap, series.rowsPlan(), answer);
    // What is found is one window, and each plan asks for all of it.
    List<Plan> whole = series.plans().stream().map(p -> p.ofFrame(0)).toList();
    this.found =
        new LogStates(
            heap,
            new LogPlan(Series.Kind.ROWS, series.cell(), whole, new long[] {0}, 0, null),
            answer);
    this.plans = whole.toArray(Plan[]::new);
    this.keptExprs = plan.kept().toArray(Expr[]::new);
    this.namedExprs = plan.named().toArray(Expr[]::new);
    this.kept = new Node[keptExprs.length];
    this.keptOffsets = new int[keptExprs.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = SeriesKeeper.node(keptExprs[i], layout);
      keptOffsets[i] = plan.keptOffset(i);
    }
    this.named = new Node[namedExprs.length];
    this.namedOffsets = new int[namedExprs.length];
    for (int i = 0; i < named.length; i++) {
      named[i] = SeriesKeeper.node(namedExprs[i], layout);
      namedOffsets[i] = plan.namedOffset(i);
    }
    this.slots = plan.layout().fixedLength();
    this.keptEnd = plan.keptEnd();
    this.where = SeriesKeeper.node(plan.where(), plan.layout());
    Expr value = plan.argument();
    Node node = value == null ? null : SeriesKeeper.node(value, plan.layout());
    this.argument = new Argument(series.cell(), series.type(), node, frame, errors);
    this.keeping = new SlotBuffer(slots);
    this.testedSlots = new SlotBuffer(slots);
  }

  /** The states, which are logs of rows. */
  LogStates states() {
    return rows;
  }

  /** Adds an event; what is given back is the state after it. */
  int add(int of, EventView event, long clock) {
    keeping.clear(slots);
    frame.event(event);
    for (int i = 0; i < kept.length; i++) {
      keeping.put(keptOffsets[i], keptExprs[i].type(), kept[i], frame);
      report();
    }
    // The slots of the tested event are left out: what is kept lies before them, texts behind.
    int texts = keeping.end() - slots;
    System.arraycopy(keeping.bytes(), slots, keeping.bytes(), keptEnd, texts);
    return rows.add(of, clock, keeping.bytes(), FRONT, keptEnd - FRONT + texts);
  }

  private void report() {
    if (frame.failedAt() != null) {
      errors.evaluationError(frame.failedAt(), frame.failure());
    }
  }

  /**
   * Reads a window.
   *
   * @param of may be {@link StateHeap#NONE}
   * @param aggregate its index
   * @param sought the value at the tested event, for {@code seen}
   */
  void read(int of, Plan window, int aggregate, EventView tested, long clock, Argument sought) {
    state = StateHeap.NONE;
    if (of != StateHeap.NONE) {
      lookAt(tested);
      rows.walk(of, window, clock, this);
    }
    if (state == StateHeap.NONE) {
      answer.empty(sought);
      return;
    }
    found.read(state, plans[aggregate], 0, sought, answer);
    found.free(state);
  }

  /** Puts what conditions look at of the tested event before the rows. */
  private void lookAt(EventView tested) {
    testedSlots.clear(slots);
    frame.event(tested);
    for (int i = 0; i < named.length; i++) {
      testedSlots.put(namedOffsets[i], namedExprs[i].type(), named[i], frame);
    }
    int texts = testedSlots.end() - slots;
    base = texts + 7 & -8;
    reserve(base + slots);
    System.arraycopy(testedSlots.bytes(), slots, looked, 0, texts);
    System.arraycopy(testedSlots.bytes(), keptEnd, looked, base + keptEnd, slots - keptEnd);
    for (int i = 0; i < named.length; i++) {
      moveText(i);
    }
  }

  /** A text of the tested event lies before the event that conditions look at. */
  private void moveText(int index) {
    if (namedExprs[index].type() == Type.Simple.STRING) {
      int at = base + namedOffsets[index];
      long slot = Bytes.getLong(looked, at);
      if (slot != Nulls.NO_STRING) {
        Bytes.putLong(looked, at, slot - ((long) (slots + base) << 32));
      }
    }
  }

  private void reserve(int length) {
    if (length > looked.length) {
      looked = Arrays.copyOf(looked, 2 * length);
    }
  }

  @Override
  public void row(byte[] bytes, int from, int length) {
    int fixed = keptEnd - FRONT;
    reserve(base + slots + length - fixed);
    System.arraycopy(bytes, from, looked, base + FRONT, fixed);
    System.arraycopy(bytes, from + fixed, looked, base + slots, length - fixed);
    row.wrap(looked, base);
    frame.event(row);
    frame.reset();
    boolean holds = where.test(frame) == 1;
    if (frame.failedAt() != null) {
      report();
    } else if (holds) {
      argument.look(row);
      state = found.add(state, 0, true, argument);
    }
  }
}
