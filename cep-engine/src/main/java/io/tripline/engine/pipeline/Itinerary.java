package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a worker goes through in a slot, in one pass: the events from outside, those that rules of
 * lower levels have made of them, and time, each in its lane. Made only for passes that need to be
 * gone through twice, or that have made events in them. Reused; not thread-safe.
 *
 * <p>A <i>position</i> names a place in a slot at which something can happen, the same in all
 * workers and passes: that of an event among those of the slot, and behind these the steps of the
 * schedule.
 */
final class Itinerary {
  private static final byte[] NOTHING = {};

  private int[] lanes = new int[64];
  private int[] indexes = new int[64];
  private int[] positions = new int[64];
  private long[] clocks = new long[64];
  private long[] places = new long[64];
  private long[] numbers = new long[64];
  private long[] arrived = new long[64];
  private byte[][] bytes = new byte[64][];
  private int[] bases = new int[64];
  private int size;

  private final EventView event = new EventView();
  private final List<MadeEvent> made = new ArrayList<>();
  private Consumer<RunningRule> tooMany = rule -> {};
  private int next;

  // Of the position that is being planned.
  private int lane;
  private int index;
  private int position;
  private long come;
  private int byEvents;
  private int byTime;

  /** The position of a step of a slot's schedule. */
  static int position(Slot slot, int step) {
    return Math.max(1, slot.count()) + step;
  }

  /**
   * Plans a pass.
   *
   * @param level of the rules; those below it have had their turn
   * @param clock of lane 0 before the slot
   * @param errors of rules, also those of lower levels in this slot: what they made comes to
   *     nothing
   * @param first sequence of the slot's first entry
   * @param tooMany told of made events for which there is no place; they are left out
   */
  void plan(
      Slot slot,
      int level,
      long clock,
      RuleErrors errors,
      long first,
      Consumer<RunningRule> tooMany) {
    clear();
    slot.madeBelow(level, made);
    if (!errors.isEmpty()) {
      made.removeIf(
          each ->
              errors.isVoid(each.rule(), first, each.index(), each.clock(), each.completedBy()));
    }
    Collections.sort(made);
    this.tooMany = tooMany;
    next = 0;
    if (slot.kind() == EntryKind.EVENTS) {
      planEvents(slot, level, clock);
    } else {
      at(Lanes.ARRIVAL, 0, 0, slot.events());
      planTime(slot.watermark());
    }
    Schedule schedule = slot.schedule();
    for (int s = 0; s < schedule.size(); s++) {
      int entry = schedule.index(s);
      boolean isOfEvents = slot.kind() == EntryKind.EVENTS;
      long last = isOfEvents ? slot.firstNumber() + entry : slot.events();
      at(schedule.lane(s), entry, position(slot, s), last);
      if (schedule.isEvent(s)) {
        long number = schedule.number(s);
        planEvent(level, schedule.clock(s), number, schedule.bytes(s), schedule.base(s));
      } else {
        planTime(schedule.clock(s));
      }
    }
    made.clear();
  }

  private void planEvents(Slot slot, int level, long before) {
    long clock = before;
    event.wrap(slot.data(), slot.start());
    for (int i = 0; i < slot.count(); i++) {
      if (slot.verdict(i) == Verdict.MATCH) {
        clock = Math.max(clock, event.time());
        long number = slot.firstNumber() + i;
        at(Lanes.ARRIVAL, i, i, number);
        planEvent(level, clock, number, event.bytes(), event.base());
      }
      event.next();
    }
  }

  /** Comes to a position, by which so many events have arrived. */
  private void at(int ofLane, int entry, int in, long events) {
    lane = ofLane;
    index = entry;
    position = in;
    come = events;
    byEvents = 0;
    byTime = 0;
  }

  /** An event from outside, between what was made before it and what was made of it. */
  private void planEvent(int level, long clock, long number, byte[] data, int base) {
    while (isMadeHere() && made.get(next).clock() < clock) {
      planMade(made.get(next++));
    }
    long place = level == 0 ? number : EventPlace.of(number);
    add(clock, place, number, data, base);
    planAllMade();
  }

  /** Time alone, and what it has made. */
  private void planTime(long clock) {
    planAllMade();
    add(clock, 0, 0, NOTHING, 0);
  }

  private void planAllMade() {
    while (isMadeHere()) {
      planMade(made.get(next++));
    }
  }

  private boolean isMadeHere() {
    return next < made.size() && made.get(next).position() == position;
  }

  private void planMade(MadeEvent each) {
    int nth = each.byTime() ? ++byTime : ++byEvents;
    if (nth > EventPlace.MOST) {
      tooMany.accept(each.rule());
      return;
    }
    // It sees what the last event has changed.
    long place = EventPlace.ofMade(come, each.byTime(), nth);
    add(each.clock(), place, come + 1, each.event(), 0);
  }

  private void add(long clock, long place, long number, byte[] data, int base) {
    if (size == lanes.length) {
      grow();
    }
    lanes[size] = lane;
    indexes[size] = index;
    positions[size] = position;
    clocks[size] = clock;
    places[size] = place;
    numbers[size] = number;
    arrived[size] = come;
    bytes[size] = data;
    bases[size] = base;
    size++;
  }

  private void grow() {
    int room = 2 * size;
    lanes = Arrays.copyOf(lanes, room);
    indexes = Arrays.copyOf(indexes, room);
    positions = Arrays.copyOf(positions, room);
    clocks = Arrays.copyOf(clocks, room);
    places = Arrays.copyOf(places, room);
    numbers = Arrays.copyOf(numbers, room);
    arrived = Arrays.copyOf(arrived, room);
    bytes = Arrays.copyOf(bytes, room);
    bases = Arrays.copyOf(bases, room);
  }

  /** Lets go of all events. */
  void clear() {
    Arrays.fill(bytes, 0, size, NOTHING);
    size = 0;
  }

  int size() {
    return size;
  }

  int lane(int item) {
    return lanes[item];
  }

  /** Index in the slot of the entry that made it happen. */
  int index(int item) {
    return indexes[item];
  }

  int position(int item) {
    return positions[item];
  }

  /** The time that the lane comes to. */
  long clock(int item) {
    return clocks[item];
  }

  /** Whether it is an event, and not only time that passes. */
  boolean isEvent(int item) {
    return bytes[item].length > 0;
  }

  /** The event's number; in a pass for a level above 0 its {@link EventPlace}. */
  long place(int item) {
    return places[item];
  }

  /** The event's number; of one that was made, the number after that of the last event. */
  long number(int item) {
    return numbers[item];
  }

  /** Number of the last event that has arrived with it. */
  long arrived(int item) {
    return arrived[item];
  }

  /** Number of the last event that had arrived before the lane came to its time. */
  long arrivedBefore(int item) {
    boolean isArriving = lanes[item] == Lanes.ARRIVAL && numbers[item] == arrived[item];
    return isArriving ? arrived[item] - 1 : arrived[item];
  }

  byte[] bytes(int item) {
    return bytes[item];
  }

  int base(int item) {
    return bases[item];
  }
}
