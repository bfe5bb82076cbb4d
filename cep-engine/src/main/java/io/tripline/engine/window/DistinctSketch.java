package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;

/**
 * Estimates how many different values there are: HyperLogLog (Flajolet, Fusy, Gandouet and Meunier,
 * 2007) with 4,096 registers, and the estimator of Ertl (2017), which needs no tables and is as
 * good for few values. The standard error is 1.04 / √4096 = 1.6 %. As long as few registers are
 * set, a summary is a list of them.
 *
 * <pre>
 *   0  int  how many registers are listed; −1 if all are there
 *   4  a register and its value, an int for each; or a byte for each register
 * </pre>
 */
final class DistinctSketch implements Sketch {
  private static final int BITS = 12;
  private static final int REGISTERS = 1 << BITS;

  /** The greatest value of a register, as 52 bits of a hash are left. */
  private static final int MOST_RANK = 64 - BITS + 1;

  private static final int ALL = -1;
  private static final int HEAD = 4;
  private static final int MOST_LISTED = 255;
  private static final int VALUE_BITS = 6;
  private static final int VALUE_MASK = (1 << VALUE_BITS) - 1;
  private static final int LEAST_ROOM = 5;

  private final StateHeap heap;
  private final Cell cell;
  private final byte[] merged = new byte[REGISTERS];
  private final int[] counts = new int[MOST_RANK + 1];

  DistinctSketch(StateHeap heap, Cell cell) {
    this.heap = heap;
    this.cell = cell;
  }

  @Override
  public int add(int handle, Argument value) {
    long hash =
        cell == Cell.BYTES
            ? Bytes.hash(value.bytes(), value.from(), value.length())
            : mix(value.word());
    int register = (int) (hash >>> 64 - BITS);
    int rank = Math.min(MOST_RANK, Long.numberOfLeadingZeros(hash << BITS) + 1);
    return set(handle, register, rank);
  }

  /** MurmurHash3's finalizer. */
  private static long mix(long word) {
    long h = word ^ 0x9E37_79B9_7F4A_7C15L;
    h ^= h >>> 33;
    h *= 0xFF51_AFD7_ED55_8CCDL;
    h ^= h >>> 33;
    h *= 0xC4CE_B9FE_1A85_EC53L;
    return h ^ h >>> 33;
  }

  private int set(int handle, int register, int rank) {
    if (handle == StateHeap.NONE) {
      int made = heap.allocate(HEAD + 4 * LEAST_ROOM);
      Bytes.putInt(heap.page(made), heap.offset(made), 0);
      return append(made, 0, register, rank);
    }
    byte[] page = heap.page(handle);
    int base = heap.offset(handle);
    int listed = Bytes.getInt(page, base);
    if (listed == ALL) {
      int at = base + HEAD + register;
      page[at] = (byte) Math.max(page[at], rank);
      return handle;
    }
    for (int at = base + HEAD; at < base + HEAD + 4 * listed; at += 4) {
      int entry = Bytes.getInt(page, at);
      if (entry >>> VALUE_BITS == register) {
        if ((entry & VALUE_MASK) < rank) {
          Bytes.putInt(page, at, register << VALUE_BITS | rank);
        }
        return handle;
      }
    }
    return listed == MOST_LISTED
        ? set(withAll(handle), register, rank)
        : append(handle, listed, register, rank);
  }

  private int append(int handle, int listed, int register, int rank) {
    int needed = HEAD + 4 * (listed + 1);
    int grown = handle;
    if (needed > heap.capacity(handle)) {
      grown = heap.resize(handle, needed + 2 * listed, HEAD + 4 * listed);
    }
    int base = heap.offset(grown);
    Bytes.putInt(heap.page(grown), base + HEAD + 4 * listed, register << VALUE_BITS | rank);
    Bytes.putInt(heap.page(grown), base, listed + 1);
    return grown;
  }

  private int withAll(int handle) {
    int made = heap.allocate(HEAD + REGISTERS);
    byte[] to = heap.page(made);
    int at = heap.offset(made);
    Arrays.fill(to, at + HEAD, at + HEAD + REGISTERS, (byte) 0);
    Bytes.putInt(to, at, ALL);
    byte[] page = heap.page(handle);
    int base = heap.offset(handle);
    for (int i = 0; i < MOST_LISTED; i++) {
      int entry = Bytes.getInt(page, base + HEAD + 4 * i);
      to[at + HEAD + (entry >>> VALUE_BITS)] = (byte) (entry & VALUE_MASK);
    }
    heap.free(handle);
    return made;
  }

  @Override
  public void clear() {
    Arrays.fill(merged, (byte) 0);
  }

  @Override
  public void merge(int handle) {
    if (handle == StateHeap.NONE) {
      return;
    }
    byte[] page = heap.page(handle);
    int base = heap.offset(handle) + HEAD;
    int listed = Bytes.getInt(page, base - HEAD);
    if (listed == ALL) {
      for (int i = 0; i < REGISTERS; i++) {
        merged[i] = (byte) Math.max(merged[i], page[base + i]);
      }
      return;
    }
    for (int i = 0; i < listed; i++) {
      int entry = Bytes.getInt(page, base + 4 * i);
      int register = entry >>> VALUE_BITS;
      merged[register] = (byte) Math.max(merged[register], entry & VALUE_MASK);
    }
  }

  @Override
  public void tell(Plan plan, Answer answer) {
    Arrays.fill(counts, 0);
    for (byte rank : merged) {
      counts[rank]++;
    }
    answer.number(Math.round(estimate()));
  }

  /** Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", algorithm 6. */
  private double estimate() {
    double m = REGISTERS;
    double z = m * tau(1 - counts[MOST_RANK] / m);
    for (int k = MOST_RANK - 1; k >= 1; k--) {
      z = 0.5 * (z + counts[k]);
    }
    z += m * sigma(counts[0] / m);
    return m * m / (2 * LN_2 * z);
  }

  private static final double LN_2 = 0.6931471805599453;

  private static double sigma(double of) {
    if (of == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = of;
    double y = 1;
    double z = x;
    double before;
    do {
      x *= x;
      before = z;
      z += x * y;
      y += y;
    } while (z != before);
    return z;
  }

  private static double tau(double of) {
    if (of == 0 || of == 1) {
      return 0;
    }
    double x = of;
    double y = 1;
    double z = 1 - x;
    double before;
    do {
      x = Math.sqrt(x);
      before = z;
      y *= 0.5;
      z -= (1 - x) * (1 - x) * y;
    } while (z != before);
    return z / 3;
  }

  @Override
  public void write(int handle, ByteBuilder out) {
    if (handle == StateHeap.NONE) {
      out.putNumber(0);
      return;
    }
    byte[] page = heap.page(handle);
    int base = heap.offset(handle);
    int listed = Bytes.getInt(page, base);
    out.putNumber(listed == ALL ? REGISTERS : listed);
    out.put(page, base + HEAD, listed == ALL ? REGISTERS : 4 * listed);
  }

  @Override
  public int read(StateInput in) {
    long listed = in.takeNumber();
    if (listed == 0) {
      return StateHeap.NONE;
    }
    if (listed < 0 || listed > MOST_LISTED && listed != REGISTERS) {
      throw StateInput.damaged("a summary has too many registers");
    }
    boolean isAll = listed == REGISTERS;
    int from = in.take(isAll ? REGISTERS : 4 * listed);
    for (int i = 0; i < listed; i++) {
      int entry = isAll ? in.bytes()[from + i] : Bytes.getInt(in.bytes(), from + 4 * i);
      int rank = isAll ? entry : entry & VALUE_MASK;
      if (rank < 0 || rank > MOST_RANK || !isAll && entry >>> VALUE_BITS >= REGISTERS) {
        throw StateInput.damaged("a register cannot have that value");
      }
    }
    int bytes = isAll ? REGISTERS : (int) (4 * listed);
    int made = heap.allocate(HEAD + bytes);
    Bytes.putInt(heap.page(made), heap.offset(made), isAll ? ALL : (int) listed);
    System.arraycopy(in.bytes(), from, heap.page(made), heap.offset(made) + HEAD, bytes);
    return made;
  }
}
