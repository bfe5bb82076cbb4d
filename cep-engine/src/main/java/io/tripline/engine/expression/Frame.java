package io.tripline.engine.expression;

import io.tripline.dsl.ir.Place;
import io.tripline.engine.contents.LookUps;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventView;
import io.tripline.engine.heap.StateHeap;
import org.jspecify.annotations.Nullable;

/**
 * What an expression is evaluated in: the event that is tested, and the registers of one partial
 * match. One a matcher, reused; not thread-safe.
 */
public final class Frame {
  private static final byte[] NO_BYTES = {};

  // Nothing is ever put into it.
  private static final StateHeap NO_BLOCKS = new StateHeap();

  // Knows no list and no table.
  private static final LookUps NO_CONTENTS = new LookUps();

  final EventView event = new EventView();
  byte[] registers = NO_BYTES;
  int registersBase;
  StateHeap heap = NO_BLOCKS;
  LookUps lookUps = NO_CONTENTS;

  // The last value of the form geo or ip, where a node has no other way to give it.
  double latitude;
  double longitude;
  long high;
  long low;

  private @Nullable Place failedAt;
  private String failure = "";

  /** Looks at an event. */
  public Frame event(EventView view) {
    event.wrap(view.bytes(), view.base());
    return this;
  }

  /** Looks at the event that begins at {@code base}. */
  public Frame event(byte[] bytes, int base) {
    event.wrap(bytes, base);
    return this;
  }

  /** Takes the value of {@link Node#asGeo}. */
  void place(double lat, double lon) {
    latitude = lat;
    longitude = lon;
  }

  /** Takes the value of {@link Node#asIp}. */
  void address(long firstHalf, long secondHalf) {
    high = firstHalf;
    low = secondHalf;
  }

  /** Degrees north, of the last place that {@link Node#asGeo} gave. */
  public double latitude() {
    return latitude;
  }

  /** Degrees east. */
  public double longitude() {
    return longitude;
  }

  /** The first half of the last address that {@link Node#asIp} gave. */
  public long high() {
    return high;
  }

  /** The second half. */
  public long low() {
    return low;
  }

  /** The type of the event looked at: its index in the schema. */
  public int typeId() {
    return event.typeId();
  }

  /** Looks at the registers of a partial match. */
  public Frame registers(RegisterValues values) {
    heap = values.heap();
    return registers(values.bytes(), values.base());
  }

  /** Looks at the registers of a partial match, with the blocks of the same heap as before. */
  public Frame registers(byte[] bytes, int base) {
    registers = bytes;
    registersBase = base;
    return this;
  }

  /** Looks for the blocks of registers in a heap. */
  public Frame heap(StateHeap of) {
    heap = of;
    return this;
  }

  /** Where it looks for them. */
  public StateHeap heap() {
    return heap;
  }

  /** Asks lists and tables as of the place of these look-ups. */
  public Frame lookUps(LookUps of) {
    lookUps = of;
    return this;
  }

  /** As of what place it asks lists and tables. */
  public LookUps lookUps() {
    return lookUps;
  }

  /** The eight bytes of a register's slot. */
  long registerAt(int offset) {
    return Bytes.getLong(registers, registersBase + offset);
  }

  double realAt(int offset) {
    return Double.longBitsToDouble(registerAt(offset));
  }

  void putRegister(int offset, long value) {
    Bytes.putLong(registers, registersBase + offset, value);
  }

  void putReal(int offset, double value) {
    putRegister(offset, Double.doubleToRawLongBits(value));
  }

  /** Notes a run-time error; the first one since {@link #reset} stays. */
  void fail(Place place, String what) {
    if (failedAt == null) {
      failedAt = place;
      failure = what;
    }
  }

  /** Forgets a noted error. */
  public void reset() {
    failedAt = null;
  }

  /** Where a run-time error was met since {@link #reset}, or null. */
  public @Nullable Place failedAt() {
    return failedAt;
  }

  /** What it was. */
  public String failure() {
    return failure;
  }
}
