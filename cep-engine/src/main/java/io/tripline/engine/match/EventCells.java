package io.tripline.engine.match;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.StateHeap;

/**
 * An event that a partial match has taken, in a cell of 24 bytes of some block: its number, and its
 * id where that is a number or a text of up to 16 bytes; a longer one has a block of its own, which
 * the cell names and owns. Not thread-safe.
 *
 * <p>A cell begins with one word: the number (56 bits), and what the id is.
 */
final class EventCells {
  /** Bytes of a cell. */
  static final int BYTES = 24;

  private static final int FORM_SHIFT = 56;
  private static final long NUMBER = (1L << FORM_SHIFT) - 1;
  private static final int ID = 8;
  private static final int MOST_INLINE = 16;

  // What an id is: one of these, or INLINE and the length of the text that lies in the cell.
  private static final int NONE = 0;
  private static final int LONG = 1;
  private static final int BLOCK = 2;
  private static final int INLINE = 3;

  private final StateHeap heap;
  private final EventId view = new EventId();

  EventCells(StateHeap heap) {
    this.heap = heap;
  }

  /**
   * Fills a cell, which holds nothing.
   *
   * @param number the event's place among all events, from 1
   */
  void put(byte[] page, int at, long number, EventId id) {
    if (id.form == EventId.NUMBER) {
      Bytes.putLong(page, at, number);
    } else if (id.form == EventId.LONG) {
      Bytes.putLong(page, at, word(number, LONG));
      Bytes.putLong(page, at + ID, Bytes.getLong(id.bytes, id.at));
    } else if (id.length <= MOST_INLINE) {
      Bytes.putLong(page, at, word(number, INLINE + id.length));
      putInline(id, page, at + ID);
    } else {
      int block = heap.allocate(id.length);
      System.arraycopy(id.bytes, id.at, heap.page(block), heap.offset(block), id.length);
      Bytes.putLong(page, at, word(number, BLOCK));
      Bytes.putInt(page, at + ID, block);
      Bytes.putInt(page, at + ID + 4, id.length);
    }
  }

  /** All sixteen bytes, where there are so many: what is behind the id is never read. */
  private static void putInline(EventId id, byte[] page, int at) {
    if (id.at + MOST_INLINE <= id.bytes.length) {
      Bytes.putLong(page, at, Bytes.getLong(id.bytes, id.at));
      Bytes.putLong(page, at + 8, Bytes.getLong(id.bytes, id.at + 8));
    } else {
      System.arraycopy(id.bytes, id.at, page, at, id.length);
    }
  }

  private static long word(long number, int form) {
    return number | (long) form << FORM_SHIFT;
  }

  /** Makes a cell one that holds nothing, whatever lay there. */
  static void clear(byte[] page, int at) {
    Bytes.putLong(page, at, NONE);
  }

  /** Gives back what a cell owns. */
  void free(byte[] page, int at) {
    if (Bytes.getLong(page, at) >>> FORM_SHIFT == BLOCK) {
      heap.free(Bytes.getInt(page, at + ID));
    }
  }

  /** The event's number. */
  static long number(byte[] page, int at) {
    return Bytes.getLong(page, at) & NUMBER;
  }

  /** Its id; valid until the next call. */
  EventId id(byte[] page, int at) {
    int form = (int) (Bytes.getLong(page, at) >>> FORM_SHIFT);
    switch (form) {
      case NONE -> view.wrap(EventId.NUMBER, page, at + ID, 0);
      case LONG -> view.wrap(EventId.LONG, page, at + ID, 8);
      case BLOCK -> {
        int block = Bytes.getInt(page, at + ID);
        view.wrap(
            EventId.TEXT, heap.page(block), heap.offset(block), Bytes.getInt(page, at + ID + 4));
      }
      default -> view.wrap(EventId.TEXT, page, at + ID, form - INLINE);
    }
    return view;
  }

  // ---- in bytes

  void write(byte[] page, int at, StateBytes to) {
    to.out().putLong(number(page, at));
    to.putId(id(page, at));
  }

  /**
   * Fills a cell, which holds nothing.
   *
   * @throws IllegalArgumentException if that cannot be an event
   */
  void read(StateBytes from, byte[] page, int at) {
    long number = from.takeLong();
    if ((number & ~NUMBER) != 0) {
      throw new IllegalArgumentException("an event with the number " + number);
    }
    put(page, at, number, from.takeId());
  }
}
