package io.tripline.engine.match;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventView;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;

/**
 * The events of one key that matches can be made of, in a heap: numbers, clocks and answers in
 * chunks of {@link #CHUNK} events, and of each chunk the answers that any of its events gave, so
 * that whoever looks for an answer passes over the others. An event is found by its index, which
 * stays the same until {@link #rebase}. This object is a view of one key's at a time. Not
 * thread-safe.
 *
 * <p>Of an event that has an id, or fields that registers are made of, these lie in a block of
 * their own: type, id, fields.
 */
final class KeptLog {
  /** Events of a chunk. */
  static final int CHUNK = 64;

  private static final int SHIFT = 6;
  private static final int FIRST_CAPACITY = 2;
  private static final int NUMBERS = 0;
  private static final int CLOCKS = 1;
  private static final int ANSWERS = 2;
  private static final int STARTS = 3;

  // A chunk of the directory: its block, how many events it has room for, all answers in it.
  private static final int ENTRY = 16;
  private static final int ROOM = 4;
  private static final int ALL = 8;

  private static final int FORM = 1;
  private static final int LENGTH = 4;
  private static final int TEXT = 8;

  private final StateHeap heap;
  private final Projection projection;
  private final boolean hasStarts;
  private final EventId id = new EventId();

  private int base;
  private int count;
  private int chunks;

  // Of one chunk the entry lies in the state; of several all lie in a block of their own, from
  // the entry `firstEntry` on.
  private final byte[] only = new byte[ENTRY];
  private byte[] directory = only;
  private int directoryAt;
  private int directoryBlock;
  private int firstEntry;

  /**
   * @param hasStarts whether it matters which edges earlier events allow a match to begin over
   */
  KeptLog(StateHeap heap, Projection projection, boolean hasStarts) {
    this.heap = heap;
    this.projection = projection;
    this.hasStarts = hasStarts;
  }

  // ---- where it lies

  /** What a state holds of it. */
  static final int BYTES = 20 + ENTRY;

  void write(byte[] page, int at) {
    Bytes.putInt(page, at, base);
    Bytes.putInt(page, at + 4, count);
    Bytes.putInt(page, at + 8, chunks);
    Bytes.putInt(page, at + 12, directoryBlock);
    Bytes.putInt(page, at + 16, firstEntry);
    System.arraycopy(only, 0, page, at + 20, ENTRY);
  }

  /** Looks at what was written. */
  void read(byte[] page, int at) {
    base = Bytes.getInt(page, at);
    count = Bytes.getInt(page, at + 4);
    chunks = Bytes.getInt(page, at + 8);
    directoryBlock = Bytes.getInt(page, at + 12);
    firstEntry = Bytes.getInt(page, at + 16);
    System.arraycopy(page, at + 20, only, 0, ENTRY);
    lookUpDirectory();
  }

  private void lookUpDirectory() {
    boolean several = directoryBlock != StateHeap.NONE;
    directory = several ? heap.page(directoryBlock) : only;
    directoryAt = several ? heap.offset(directoryBlock) : 0;
  }

  /** How many events there are in what was written. */
  static int count(byte[] page, int at) {
    return Bytes.getInt(page, at + 4);
  }

  /** Looks at none. */
  void reset() {
    base = 0;
    count = 0;
    chunks = 0;
    directoryBlock = StateHeap.NONE;
    firstEntry = 0;
    lookUpDirectory();
  }

  // ---- what is in it

  /** The index of the first event. */
  int first() {
    return base;
  }

  /** The index behind the last event. */
  int end() {
    return base + count;
  }

  int count() {
    return count;
  }

  long number(int index) {
    long stored = column(index, NUMBERS);
    return stored < 0 ? ~stored : stored;
  }

  /** Whether a match may begin with the event, whatever it satisfies. */
  boolean mayBegin(int index) {
    return column(index, NUMBERS) >= 0;
  }

  long clock(int index) {
    return column(index, CLOCKS);
  }

  /** A bit for each variable that it satisfies, then for each loop that it ends. */
  long answers(int index) {
    return column(index, ANSWERS);
  }

  /** The edges over which a match could begin with it, as far as earlier events go. */
  long starts(int index) {
    return hasStarts ? column(index, STARTS) : -1;
  }

  private int entry(int index) {
    return directoryAt + (firstEntry + (index >> SHIFT) - (base >> SHIFT)) * ENTRY;
  }

  private long column(int index, int column) {
    int entry = entry(index);
    int block = Bytes.getInt(directory, entry);
    int room = Bytes.getInt(directory, entry + ROOM);
    int at = heap.offset(block) + 8 * (column * room + (index & CHUNK - 1));
    return Bytes.getLong(heap.page(block), at);
  }

  private int referenceAt(int room, int index) {
    return 8 * columns() * room + 4 * (index & CHUNK - 1);
  }

  private int columns() {
    return hasStarts ? 4 : 3;
  }

  private int reference(int index) {
    int entry = entry(index);
    int block = Bytes.getInt(directory, entry);
    int at = heap.offset(block) + referenceAt(Bytes.getInt(directory, entry + ROOM), index);
    return Bytes.getInt(heap.page(block), at);
  }

  /**
   * The first event from {@code from} on that gives one of the answers, or {@code to} if none
   * before that does.
   */
  int next(long answers, int from, int to) {
    int index = answers == 0 ? to : from;
    while (index < to) {
      int entry = entry(index);
      int end = Math.min(to, (index | CHUNK - 1) + 1);
      if ((Bytes.getLong(directory, entry + ALL) & answers) != 0) {
        int block = Bytes.getInt(directory, entry);
        byte[] page = heap.page(block);
        int column = heap.offset(block) + 8 * ANSWERS * Bytes.getInt(directory, entry + ROOM);
        for (; index < end; index++) {
          if ((Bytes.getLong(page, column + 8 * (index & CHUNK - 1)) & answers) != 0) {
            return index;
          }
        }
      }
      index = end;
    }
    return to;
  }

  /** Its id; valid until the next call. */
  EventId id(int index) {
    int block = reference(index);
    if (block == StateHeap.NONE) {
      id.wrap(EventId.NUMBER, directory, 0, 0);
    } else {
      byte[] page = heap.page(block);
      int at = heap.offset(block);
      int form = page[at + FORM];
      int length = form == EventId.TEXT ? Bytes.getInt(page, at + LENGTH) : idBytes(form);
      id.wrap(form, page, at + TEXT, length);
    }
    return id;
  }

  private static int idBytes(int form) {
    return form == EventId.LONG ? 8 : 0;
  }

  /** Whether there is anything to read in {@link #fields}. */
  boolean hasFields(int index) {
    return reference(index) != StateHeap.NONE;
  }

  /** The fields that registers are made of; valid until the next call. */
  EventView fields(int index) {
    int block = reference(index);
    byte[] page = heap.page(block);
    int at = heap.offset(block);
    int form = page[at + FORM];
    int length = form == EventId.TEXT ? Bytes.getInt(page, at + LENGTH) : idBytes(form);
    return projection.event(page[at], page, at + TEXT + length);
  }

  // ---- changes

  /** Adds an event that satisfies something. */
  void add(EventView event, long number, long clock, long answers, long starts) {
    int type = projection.typeOf(event);
    id.of(event, projection.id(type));
    int fields = projection.bytes(event, type);
    int block = StateHeap.NONE;
    if (id.form != EventId.NUMBER || projection.hasFields(type)) {
      block = block(type, fields);
      projection.take(event, type, heap.page(block), heap.offset(block) + TEXT + id.length);
    }
    add(starts == 0 ? ~number : number, clock, answers, starts, block);
  }

  /** A block with the id at hand and room for fields. */
  private int block(int type, int fields) {
    int block = heap.allocate(TEXT + id.length + fields);
    byte[] page = heap.page(block);
    int at = heap.offset(block);
    page[at] = (byte) type;
    page[at + FORM] = (byte) id.form;
    Bytes.putInt(page, at + LENGTH, id.length);
    if (id.length > 0) {
      System.arraycopy(id.bytes, id.at, page, at + TEXT, id.length);
    }
    return block;
  }

  /** Adds an event that satisfies nothing, but lies between others. */
  void addBetween(long number, long clock) {
    add(number, clock, 0, 0, StateHeap.NONE);
  }

  private void add(long number, long clock, long answers, long starts, int reference) {
    int index = end();
    int slot = index & CHUNK - 1;
    if (slot == 0) {
      addChunk();
    } else if (slot == Bytes.getInt(directory, entry(index) + ROOM)) {
      widen(entry(index), slot);
    }
    int entry = entry(index);
    int block = Bytes.getInt(directory, entry);
    int room = Bytes.getInt(directory, entry + ROOM);
    byte[] page = heap.page(block);
    int at = heap.offset(block) + 8 * (index & CHUNK - 1);
    Bytes.putLong(page, at, number);
    Bytes.putLong(page, at + 8 * CLOCKS * room, clock);
    Bytes.putLong(page, at + 8 * ANSWERS * room, answers);
    if (hasStarts) {
      Bytes.putLong(page, at + 8 * STARTS * room, starts);
    }
    Bytes.putInt(page, heap.offset(block) + referenceAt(room, index), reference);
    Bytes.putLong(directory, entry + ALL, Bytes.getLong(directory, entry + ALL) | answers);
    count++;
  }

  private void addChunk() {
    int entry = directoryAt;
    int room = FIRST_CAPACITY;
    if (chunks > 0) {
      makeRoomInDirectory();
      entry = directoryAt + (firstEntry + chunks) * ENTRY;
      room = CHUNK;
    }
    Bytes.putInt(directory, entry, heap.allocate(chunkBytes(room)));
    Bytes.putInt(directory, entry + ROOM, room);
    Bytes.putLong(directory, entry + ALL, 0);
    chunks++;
  }

  private void makeRoomInDirectory() {
    int needed = (firstEntry + chunks + 1) * ENTRY;
    if (directoryBlock != StateHeap.NONE && needed <= heap.capacity(directoryBlock)) {
      return;
    }
    int larger = heap.allocate(2 * (chunks + 1) * ENTRY);
    System.arraycopy(
        directory,
        directoryAt + firstEntry * ENTRY,
        heap.page(larger),
        heap.offset(larger),
        chunks * ENTRY);
    heap.free(directoryBlock);
    directoryBlock = larger;
    firstEntry = 0;
    lookUpDirectory();
  }

  private int chunkBytes(int room) {
    return (8 * columns() + 4) * room;
  }

  /** Gives a chunk twice as much room. */
  private void widen(int entry, int room) {
    int old = Bytes.getInt(directory, entry);
    int block = heap.allocate(chunkBytes(2 * room));
    byte[] from = heap.page(old);
    byte[] to = heap.page(block);
    for (int c = 0; c < columns(); c++) {
      System.arraycopy(
          from, heap.offset(old) + 8 * c * room, to, heap.offset(block) + 16 * c * room, 8 * room);
    }
    System.arraycopy(
        from,
        heap.offset(old) + 8 * columns() * room,
        to,
        heap.offset(block) + 16 * columns() * room,
        4 * room);
    heap.free(old);
    Bytes.putInt(directory, entry, block);
    Bytes.putInt(directory, entry + ROOM, 2 * room);
  }

  /** Drops the events before an index. */
  void dropUpTo(int index) {
    while (base < index && count > 0) {
      heap.free(reference(base));
      boolean wasLastOfChunk = count == 1 || (base + 1 & CHUNK - 1) == 0;
      if (wasLastOfChunk) {
        heap.free(Bytes.getInt(directory, entry(base)));
        chunks--;
        firstEntry++;
      }
      base++;
      count--;
      if (wasLastOfChunk && chunks <= 1) {
        leaveDirectory();
      }
    }
    if (count == 0) {
      reset();
    }
  }

  /** Drops the last event. */
  void dropLast() {
    int index = end() - 1;
    heap.free(reference(index));
    count--;
    if (count == 0 || (index & CHUNK - 1) == 0) {
      heap.free(Bytes.getInt(directory, entry(index)));
      chunks--;
      if (chunks <= 1) {
        leaveDirectory();
      }
    }
    if (count == 0) {
      reset();
    }
  }

  /** Of at most one chunk, the entry lies in the state. */
  private void leaveDirectory() {
    if (directoryBlock != StateHeap.NONE) {
      System.arraycopy(directory, directoryAt + firstEntry * ENTRY, only, 0, chunks * ENTRY);
      heap.free(directoryBlock);
      directoryBlock = StateHeap.NONE;
      lookUpDirectory();
    }
    firstEntry = 0;
  }

  /** Drops all. */
  void clear() {
    dropUpTo(end());
  }

  /**
   * Whether indexes should be made small again: nothing but a few events lies in a chunk that is
   * full, or they have become large.
   */
  boolean isToRebase() {
    return base >= 1 << 24
        || chunks == 1
            && base > 0
            && 2 * count <= Bytes.getInt(only, ROOM)
            && (end() & CHUNK - 1) == Bytes.getInt(only, ROOM) % CHUNK;
  }

  /**
   * Makes indexes small again.
   *
   * @return by how much
   */
  int rebase() {
    if (chunks != 1) {
      int by = base & -CHUNK;
      base -= by;
      return by;
    }
    int by = base;
    int room = Bytes.getInt(only, ROOM);
    int block = Bytes.getInt(only, 0);
    byte[] page = heap.page(block);
    int at = heap.offset(block);
    int slot = base & CHUNK - 1;
    for (int c = 0; c < columns(); c++) {
      int column = at + 8 * c * room;
      System.arraycopy(page, column + 8 * slot, page, column, 8 * count);
    }
    int references = at + 8 * columns() * room;
    System.arraycopy(page, references + 4 * slot, page, references, 4 * count);
    base = 0;
    return by;
  }

  // ---- other forms

  void encode(ByteBuilder out) {
    out.putInt(count);
    for (int i = base; i < end(); i++) {
      out.putLong(column(i, NUMBERS));
      out.putLong(clock(i));
      out.putLong(answers(i));
      if (hasStarts) {
        out.putLong(starts(i));
      }
      int block = reference(i);
      if (block == StateHeap.NONE) {
        out.putByte(NO_BLOCK);
      } else {
        byte[] page = heap.page(block);
        int at = heap.offset(block);
        out.putByte(page[at]);
        StateBytes.putId(id(i), out);
        int fields = at + TEXT + id.length;
        int length = projection.taken(page[at], page, fields);
        out.putInt(length);
        out.put(page, fields, length);
      }
    }
  }

  private static final int NO_BLOCK = 0xFF;

  /**
   * Reads what was encoded; this must be empty.
   *
   * @throws IllegalArgumentException if it cannot have been
   */
  void decode(StateBytes in) {
    int events = in.takeInt();
    for (int i = 0; i < events; i++) {
      long number = in.takeLong();
      long clock = in.takeLong();
      long answers = in.takeLong();
      long starts = hasStarts ? in.takeLong() : -1;
      int type = in.in()[in.take(1)] & 0xFF;
      int block = StateHeap.NONE;
      if (type != NO_BLOCK) {
        if (type >= projection.types()) {
          throw new IllegalArgumentException("an event of an unknown type");
        }
        EventId read = in.takeId();
        id.wrap(read.form, read.bytes, read.at, read.length);
        int length = in.takeInt();
        int from = in.take(length);
        if (!projection.isTaken(type, in.in(), from, from + length)) {
          throw new IllegalArgumentException("an event that cannot be");
        }
        block = block(type, length);
        System.arraycopy(
            in.in(), from, heap.page(block), heap.offset(block) + TEXT + id.length, length);
      }
      add(number, clock, answers, starts, block);
    }
  }
}
