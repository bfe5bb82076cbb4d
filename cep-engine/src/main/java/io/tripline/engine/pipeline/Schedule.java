package io.tripline.engine.pipeline;

import java.util.Arrays;

/**
 * What a slot's entries make happen in the lanes that hold events back: a list of steps, each an
 * event to be matched or the time that a lane has come to. Written by the intake, read by every
 * match worker, cleared by the alert handler. Within a lane time never goes back.
 */
final class Schedule {
  private static final int LEAST = 64;
  // A slot that had to release very many gives the memory back.
  private static final int KEPT = 1 << 10;
  private static final byte[] NOTHING = {};
  private static final long NO_EVENT = 0;

  private int[] indexes = new int[LEAST];
  private int[] lanes = new int[LEAST];
  private long[] clocks = new long[LEAST];
  private long[] numbers = new long[LEAST];
  private byte[][] bytes = new byte[LEAST][];
  private int[] bases = new int[LEAST];
  private int size;

  int size() {
    return size;
  }

  /**
   * An event is matched.
   *
   * @param index in the slot of the entry that made it happen
   * @param clock the time that matching goes by
   * @param number of the event
   * @param base where it lies in {@code source}, which must stay as it is
   */
  void event(int index, int lane, long clock, long number, byte[] source, int base) {
    int i = next(index, lane, clock);
    numbers[i] = number;
    bytes[i] = source;
    bases[i] = base;
  }

  /** A lane has come to a time. */
  void time(int index, int lane, long clock) {
    int i = next(index, lane, clock);
    numbers[i] = NO_EVENT;
    bytes[i] = NOTHING;
  }

  private int next(int index, int lane, long clock) {
    if (size == indexes.length) {
      resize(2 * size);
    }
    indexes[size] = index;
    lanes[size] = lane;
    clocks[size] = clock;
    return size++;
  }

  private void resize(int room) {
    indexes = Arrays.copyOf(indexes, room);
    lanes = Arrays.copyOf(lanes, room);
    clocks = Arrays.copyOf(clocks, room);
    numbers = Arrays.copyOf(numbers, room);
    bytes = Arrays.copyOf(bytes, room);
    bases = Arrays.copyOf(bases, room);
  }

  int index(int step) {
    return indexes[step];
  }

  int lane(int step) {
    return lanes[step];
  }

  long clock(int step) {
    return clocks[step];
  }

  /** Whether an event is matched, and not only time has passed. */
  boolean isEvent(int step) {
    return numbers[step] != NO_EVENT;
  }

  long number(int step) {
    return numbers[step];
  }

  byte[] bytes(int step) {
    return bytes[step];
  }

  int base(int step) {
    return bases[step];
  }

  void clear() {
    if (size > KEPT) {
      resize(LEAST);
    }
    // So that nothing keeps a released event in memory.
    Arrays.fill(bytes, 0, Math.min(size, bytes.length), NOTHING);
    size = 0;
  }
}
