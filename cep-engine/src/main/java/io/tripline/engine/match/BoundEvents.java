package io.tripline.engine.match;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.StateHeap;

/**
 * The events that partial matches have taken: blocks of a heap, each of which names the one taken
 * before it. Partial matches that branch off share what they have in common: a block counts who
 * names it, and is given back when nobody does. Handle 0 stands for no event. Not thread-safe.
 */
final class BoundEvents {
  private static final int BEFORE = 0;
  private static final int NAMED = 4;
  private static final int COUNT = 8;
  private static final int VARIABLE = 12; // 16 bits; the form of the id lies above
  private static final int NUMBER = 16;
  private static final int CLOCK = 24;
  private static final int ID = 32;
  private static final int TEXT = ID + 4;

  private final StateHeap heap;
  private final EventId id = new EventId();

  BoundEvents(StateHeap heap) {
    this.heap = heap;
  }

  /** The bytes of a block. */
  static int bytes(EventId id) {
    return switch (id.form) {
      case EventId.NUMBER -> ID;
      case EventId.LONG -> ID + 8;
      default -> TEXT + id.length;
    };
  }

  /**
   * A new one, which nobody but the caller names.
   *
   * @param before the one taken before, which this one names from now on; or 0
   * @param number the event's place among all events, as they came
   * @param clock the time it was matched at, ms
   */
  int after(int before, int variable, long number, long clock, EventId idOf) {
    int event = heap.allocate(bytes(idOf));
    byte[] page = heap.page(event);
    int base = heap.offset(event);
    int count = 1;
    if (before != StateHeap.NONE) {
      byte[] beforePage = heap.page(before);
      int beforeBase = heap.offset(before);
      Bytes.putInt(
          beforePage, beforeBase + NAMED, Bytes.getInt(beforePage, beforeBase + NAMED) + 1);
      count = Bytes.getInt(beforePage, beforeBase + COUNT) + 1;
    }
    Bytes.putInt(page, base + BEFORE, before);
    Bytes.putInt(page, base + NAMED, 1);
    Bytes.putInt(page, base + COUNT, count);
    Bytes.putInt(page, base + VARIABLE, variable | idOf.form << 16);
    Bytes.putLong(page, base + NUMBER, number);
    Bytes.putLong(page, base + CLOCK, clock);
    if (idOf.form == EventId.LONG) {
      Bytes.putLong(page, base + ID, Bytes.getLong(idOf.bytes, idOf.at));
    } else if (idOf.form == EventId.TEXT) {
      Bytes.putInt(page, base + ID, idOf.length);
      System.arraycopy(idOf.bytes, idOf.at, page, base + TEXT, idOf.length);
    }
    return event;
  }

  /** One names it no more. */
  void release(int event) {
    int at = event;
    while (at != StateHeap.NONE) {
      byte[] page = heap.page(at);
      int base = heap.offset(at);
      int left = Bytes.getInt(page, base + NAMED) - 1;
      if (left > 0) {
        Bytes.putInt(page, base + NAMED, left);
        return;
      }
      int before = Bytes.getInt(page, base + BEFORE);
      heap.free(at);
      at = before;
    }
  }

  /** One more names it. */
  void retain(int event) {
    if (event != StateHeap.NONE) {
      named(event, named(event) + 1);
    }
  }

  /** How many name it. */
  int named(int event) {
    return intAt(event, NAMED);
  }

  /** For those who walk over all of them: what they put there they take away again. */
  void named(int event, int value) {
    Bytes.putInt(heap.page(event), heap.offset(event) + NAMED, value);
  }

  /** The one taken before, or 0. */
  int before(int event) {
    return intAt(event, BEFORE);
  }

  /** How many there are up to it; of none 0. */
  int count(int event) {
    return event == StateHeap.NONE ? 0 : intAt(event, COUNT);
  }

  int variable(int event) {
    return intAt(event, VARIABLE) & 0xFFFF;
  }

  long number(int event) {
    return Bytes.getLong(heap.page(event), heap.offset(event) + NUMBER);
  }

  long clock(int event) {
    return Bytes.getLong(heap.page(event), heap.offset(event) + CLOCK);
  }

  /** Its id; valid until the next call. */
  EventId id(int event) {
    byte[] page = heap.page(event);
    int base = heap.offset(event);
    int form = Bytes.getInt(page, base + VARIABLE) >>> 16;
    if (form == EventId.TEXT) {
      id.wrap(form, page, base + TEXT, Bytes.getInt(page, base + ID));
    } else {
      id.wrap(form, page, base + ID, form == EventId.LONG ? 8 : 0);
    }
    return id;
  }

  private int intAt(int event, int offset) {
    return Bytes.getInt(heap.page(event), heap.offset(event) + offset);
  }

  /** The first event of a variable, or 0. */
  int firstOf(int event, int variable) {
    int first = StateHeap.NONE;
    for (int e = event; e != StateHeap.NONE; e = before(e)) {
      if (variable(e) == variable) {
        first = e;
      }
    }
    return first;
  }

  /** The last event of a variable, or 0. */
  int lastOf(int event, int variable) {
    int last = event;
    while (last != StateHeap.NONE && variable(last) != variable) {
      last = before(last);
    }
    return last;
  }
}
