package io.tripline.engine.match;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;

/**
 * What a {@link SharedMatcher} keeps of the events of a key, to tell later which match they were
 * part of: a queue of records in blocks of a heap, oldest first. Adding one and forgetting the
 * oldest costs the same however many there are. This object stands for the queue of the key at
 * hand, which is found again by {@link #BYTES} bytes of its state. Not thread-safe.
 *
 * <p>A record has its length and the index of the event's type, −1 where an event only came between
 * others; number and clock; a bit for each variable that it satisfies, then for each loop that it
 * ends; the edges over which a match could begin with it, if earlier events can forbid that; its
 * id; the fields that registers are made of.
 */
final class KeptEvents {
  /** What a state holds of its queue. */
  static final int BYTES = 16;

  // Of a block: the next one, where its records end, and where the last of them begins.
  private static final int NEXT = 0;
  private static final int END = 4;
  private static final int LAST = 8;
  private static final int RECORDS = 12;
  private static final int SMALLEST_BLOCK = 64;
  private static final int LARGEST_BLOCK = 8_192;

  // Of a record.
  private static final int LENGTH = 0;
  private static final int TYPE =
      4; // 16 bits, of which −1 is stored as all ones; then the id's form
  private static final int NUMBER = 8;
  private static final int CLOCK = 16;
  private static final int ANSWERS = 24;
  private static final int STARTS = 32;
  private static final int BETWEEN = 0xFFFF;

  private final StateHeap heap;
  private final boolean hasStarts;
  private final int head;

  private int first;
  private int firstAt;
  private int last;
  private int count;

  // The record that is looked at.
  private int block;
  private byte[] page = {};
  private int base;
  private final EventId id = new EventId();

  KeptEvents(Program program, StateHeap heap) {
    this.heap = heap;
    this.hasStarts = program.automaton().forbidden().length > 0;
    this.head = hasStarts ? STARTS + 8 : STARTS;
  }

  /** Stands for the queue of a state. */
  void read(byte[] bytes, int at) {
    first = Bytes.getInt(bytes, at);
    firstAt = Bytes.getInt(bytes, at + 4);
    last = Bytes.getInt(bytes, at + 8);
    count = Bytes.getInt(bytes, at + 12);
  }

  /** Stands for an empty queue. */
  void forgetAll() {
    first = StateHeap.NONE;
    firstAt = RECORDS;
    last = StateHeap.NONE;
    count = 0;
  }

  void write(byte[] bytes, int at) {
    Bytes.putInt(bytes, at, first);
    Bytes.putInt(bytes, at + 4, firstAt);
    Bytes.putInt(bytes, at + 8, last);
    Bytes.putInt(bytes, at + 12, count);
  }

  static int count(byte[] bytes, int at) {
    return Bytes.getInt(bytes, at + 12);
  }

  int count() {
    return count;
  }

  // ---- changing

  /** Gives all of them back. */
  void clear() {
    while (first != StateHeap.NONE) {
      int next = intAt(first, NEXT);
      heap.free(first);
      first = next;
    }
    forgetAll();
  }

  /** Takes the oldest away; there must be one. */
  void removeFirst() {
    int length = Bytes.getInt(heap.page(first), heap.offset(first) + firstAt + LENGTH);
    firstAt += length;
    count--;
    if (firstAt == intAt(first, END)) {
      int next = intAt(first, NEXT);
      heap.free(first);
      first = next;
      firstAt = RECORDS;
      if (next == StateHeap.NONE) {
        last = StateHeap.NONE;
      }
    }
  }

  /** Adds one that only came between others, and looks at it. */
  void addBetween(long number, long clock) {
    id.wrap(EventId.NUMBER, page, 0, 0);
    add(BETWEEN, number, clock, 0, 0, id, 0);
  }

  /**
   * Adds one, and looks at it: its fields are still to be written, from {@link #fieldsAt} on.
   *
   * @param fieldBytes bytes of its fields
   */
  void add(
      int type, long number, long clock, long answers, long starts, EventId of, int fieldBytes) {
    int idBytes = of.form == EventId.TEXT ? 4 + of.length : of.length;
    int length = Math.addExact(head + idBytes, fieldBytes);
    if (last == StateHeap.NONE || heap.capacity(last) - intAt(last, END) < length) {
      addBlock(length);
    }
    byte[] to = heap.page(last);
    int blockBase = heap.offset(last);
    int end = Bytes.getInt(to, blockBase + END);
    int at = blockBase + end;
    Bytes.putInt(to, at + LENGTH, length);
    Bytes.putInt(to, at + TYPE, type | of.form << 16);
    Bytes.putLong(to, at + NUMBER, number);
    Bytes.putLong(to, at + CLOCK, clock);
    Bytes.putLong(to, at + ANSWERS, answers);
    if (hasStarts) {
      Bytes.putLong(to, at + STARTS, starts);
    }
    int idAt = at + head;
    if (of.form == EventId.TEXT) {
      Bytes.putInt(to, idAt, of.length);
      idAt += 4;
    }
    System.arraycopy(of.bytes, of.at, to, idAt, of.length);
    Bytes.putInt(to, blockBase + END, end + length);
    Bytes.putInt(to, blockBase + LAST, end);
    count++;
    block = last;
    page = to;
    base = at;
  }

  private void addBlock(int length) {
    int before = last == StateHeap.NONE ? SMALLEST_BLOCK / 2 : heap.capacity(last);
    int added = heap.allocate(Math.max(RECORDS + length, Math.min(2 * before, LARGEST_BLOCK)));
    Bytes.putInt(heap.page(added), heap.offset(added) + NEXT, StateHeap.NONE);
    Bytes.putInt(heap.page(added), heap.offset(added) + END, RECORDS);
    if (last == StateHeap.NONE) {
      first = added;
      firstAt = RECORDS;
    } else {
      Bytes.putInt(heap.page(last), heap.offset(last) + NEXT, added);
    }
    last = added;
  }

  // ---- looking

  /** Looks at the oldest; whether there is one. */
  boolean lookAtFirst() {
    return lookAt(first, firstAt);
  }

  /** Looks at the newest; whether there is one. */
  boolean lookAtLast() {
    return last != StateHeap.NONE && lookAt(last, intAt(last, LAST));
  }

  /** Looks at the next; whether there is one. */
  boolean lookAtNext() {
    int at = base - heap.offset(block) + length();
    return at == intAt(block, END) ? lookAt(intAt(block, NEXT), RECORDS) : lookAt(block, at);
  }

  private boolean lookAt(int of, int at) {
    if (of == StateHeap.NONE) {
      return false;
    }
    block = of;
    page = heap.page(of);
    base = heap.offset(of) + at;
    return true;
  }

  private int intAt(int of, int offset) {
    return Bytes.getInt(heap.page(of), heap.offset(of) + offset);
  }

  /** Bytes of the record. */
  int length() {
    return Bytes.getInt(page, base + LENGTH);
  }

  /** Where the record lies, for those who copy it. */
  byte[] page() {
    return page;
  }

  int base() {
    return base;
  }

  boolean isBetween() {
    return type() == BETWEEN;
  }

  /** The index of its type in {@link Projection}. */
  int type() {
    return Bytes.getInt(page, base + TYPE) & 0xFFFF;
  }

  long number() {
    return Bytes.getLong(page, base + NUMBER);
  }

  long clock() {
    return Bytes.getLong(page, base + CLOCK);
  }

  long answers() {
    return Bytes.getLong(page, base + ANSWERS);
  }

  long starts() {
    return hasStarts ? Bytes.getLong(page, base + STARTS) : isBetween() ? 0 : -1;
  }

  private int form() {
    return Bytes.getInt(page, base + TYPE) >>> 16;
  }

  /** Its id; valid until the next call. */
  EventId id() {
    int form = form();
    int at = base + head;
    if (form == EventId.TEXT) {
      id.wrap(form, page, at + 4, Bytes.getInt(page, at));
    } else {
      id.wrap(form, page, at, form == EventId.LONG ? 8 : 0);
    }
    return id;
  }

  /** Where in {@link #page} its fields begin. */
  int fieldsAt() {
    int form = form();
    int at = base + head;
    return form == EventId.TEXT
        ? at + 4 + Bytes.getInt(page, at)
        : at + (form == EventId.LONG ? 8 : 0);
  }

  // ---- in bytes

  /** Writes all of them, oldest first. */
  void encode(ByteBuilder out) {
    out.putInt(count);
    for (boolean any = lookAtFirst(); any; any = lookAtNext()) {
      out.put(page, base, length());
    }
  }

  /**
   * Adds what {@link #encode} has written.
   *
   * @param projection that has taken their fields
   * @throws IllegalArgumentException if the records cannot be
   */
  void decode(StateBytes from, Projection projection) {
    int all = from.takeInt();
    for (int i = 0; i < all; i++) {
      int length = from.takeInt();
      int at = from.take(length - 4) - 4;
      if (length < head) {
        throw new IllegalArgumentException("an event of " + length + " bytes");
      }
      if (last == StateHeap.NONE || heap.capacity(last) - intAt(last, END) < length) {
        addBlock(length);
      }
      int end = intAt(last, END);
      System.arraycopy(from.in(), at, heap.page(last), heap.offset(last) + end, length);
      Bytes.putInt(heap.page(last), heap.offset(last) + END, end + length);
      Bytes.putInt(heap.page(last), heap.offset(last) + LAST, end);
      count++;
      lookAt(last, end);
      if (!canBe(length, projection)) {
        throw new IllegalArgumentException("an event that cannot be");
      }
    }
  }

  /** Whether the record that is looked at can be one. */
  private boolean canBe(int length, Projection projection) {
    if (isBetween()) {
      return form() == EventId.NUMBER && length == head;
    }
    int left = length - head;
    int idBytes =
        switch (form()) {
          case EventId.NUMBER -> 0;
          case EventId.LONG -> 8;
          case EventId.TEXT -> left < 4 ? -1 : Bytes.getInt(page, base + head);
          default -> -1;
        };
    int idHead = form() == EventId.TEXT ? 4 : 0;
    return type() < projection.types()
        && idBytes >= 0
        && idBytes <= left - idHead
        && projection.isTaken(type(), page, base + head + idHead + idBytes, base + length);
  }
}
