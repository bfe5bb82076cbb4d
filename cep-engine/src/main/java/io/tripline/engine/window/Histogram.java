package io.tripline.engine.window;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.heap.ByteBuilder;
import io.tripline.engine.heap.StateHeap;
import java.util.Arrays;
import java.util.Objects;

/**
 * Estimates percentiles: how many values are in each bucket, where a bucket spans values that have
 * the same sign, the same power of two and the same seven bits below it (as in HdrHistogram, and
 * the relative-error guarantee is that of DDSketch: Masson, Rim and Lee, 2019). A value is told as
 * the middle of its bucket, so it is off by 1 in 256 at most, 0.4 %; whole numbers below 256 are
 * exact. Nothing is left to chance.
 *
 * <pre>
 *   0  int  buckets
 *   4  for each, in order: its number (an int), how many values (a long)
 * </pre>
 */
final class Histogram implements Sketch {
  private static final int BITS = 7;
  private static final int HEAD = 4;
  private static final int ENTRY = 12;
  private static final int LEAST_ROOM = 5;
  private static final int DOUBLE_SHIFT = 52 - BITS;
  private static final int INFINITE = 0x7FF << BITS;
  // Of whole numbers: the one of the greatest.
  private static final int MOST = (62 - BITS << BITS) + 255;

  private final StateHeap heap;
  private final Cell cell;
  private int[] numbers = new int[256];
  private long[] counts = new long[256];
  private int[] otherNumbers = new int[256];
  private long[] otherCounts = new long[256];
  private int size;

  Histogram(StateHeap heap, Cell cell) {
    this.heap = heap;
    this.cell = cell;
  }

  /** The number of the bucket of a value; greater ones are of greater values. */
  private int bucket(long word) {
    if (cell == Cell.DOUBLE) {
      int bucket = (int) ((word & Long.MAX_VALUE) >>> DOUBLE_SHIFT);
      return word < 0 ? -bucket : bucket;
    }
    long magnitude = Math.abs(word);
    int shift = Math.max(0, 63 - BITS - Long.numberOfLeadingZeros(magnitude));
    int bucket = (shift << BITS) + (int) (magnitude >>> shift);
    return word < 0 ? -bucket : bucket;
  }

  /** {@link Order} of the middle of a bucket. */
  private long middle(int bucket) {
    int positive = Math.abs(bucket);
    long middle;
    if (cell == Cell.DOUBLE) {
      boolean isEnd = positive == 0 || positive == INFINITE;
      middle = (long) positive << DOUBLE_SHIFT | (isEnd ? 0 : 1L << DOUBLE_SHIFT - 1);
      return Order.of(cell, bucket < 0 ? middle | Long.MIN_VALUE : middle);
    }
    int shift = Math.max(0, (positive >> BITS) - 1);
    long first = (long) (positive - (shift << BITS)) << shift;
    middle = first + (1L << shift >> 1);
    return bucket < 0 ? -middle : middle;
  }

  @Override
  public int add(int handle, Argument value) {
    int bucket = bucket(value.word());
    int histogram = handle;
    if (handle == StateHeap.NONE) {
      histogram = heap.allocate(HEAD + LEAST_ROOM * ENTRY);
      Bytes.putInt(heap.page(histogram), heap.offset(histogram), 0);
    }
    byte[] page = heap.page(histogram);
    int base = heap.offset(histogram);
    int buckets = Bytes.getInt(page, base);
    int place = place(page, base, buckets, bucket);
    int at = base + HEAD + ENTRY * place;
    if (place < buckets && Bytes.getInt(page, at) == bucket) {
      Bytes.putLong(page, at + 4, Bytes.getLong(page, at + 4) + 1);
      return histogram;
    }
    int used = HEAD + ENTRY * buckets;
    if (used + ENTRY > heap.capacity(histogram)) {
      histogram = heap.resize(histogram, used + ENTRY + used / 2, used);
      page = heap.page(histogram);
      base = heap.offset(histogram);
      at = base + HEAD + ENTRY * place;
    }
    System.arraycopy(page, at, page, at + ENTRY, ENTRY * (buckets - place));
    Bytes.putInt(page, at, bucket);
    Bytes.putLong(page, at + 4, 1);
    Bytes.putInt(page, base, buckets + 1);
    return histogram;
  }

  private static int place(byte[] page, int base, int buckets, int bucket) {
    int low = 0;
    int high = buckets;
    while (low < high) {
      int middle = low + high >>> 1;
      if (Bytes.getInt(page, base + HEAD + ENTRY * middle) < bucket) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public void clear() {
    size = 0;
  }

  @Override
  public void merge(int handle) {
    if (handle == StateHeap.NONE) {
      return;
    }
    byte[] page = heap.page(handle);
    int at = heap.offset(handle) + HEAD;
    int end = at + ENTRY * Bytes.getInt(page, at - HEAD);
    reserve(size + (end - at) / ENTRY);
    int from = 0;
    int to = 0;
    while (from < size || at < end) {
      int left = from < size ? numbers[from] : Integer.MAX_VALUE;
      int right = at < end ? Bytes.getInt(page, at) : Integer.MAX_VALUE;
      otherNumbers[to] = Math.min(left, right);
      otherCounts[to] = left <= right ? counts[from++] : 0;
      if (right <= left) {
        otherCounts[to] += Bytes.getLong(page, at + 4);
        at += ENTRY;
      }
      to++;
    }
    int[] mergedNumbers = otherNumbers;
    long[] mergedCounts = otherCounts;
    otherNumbers = numbers;
    otherCounts = counts;
    numbers = mergedNumbers;
    counts = mergedCounts;
    size = to;
  }

  private void reserve(int room) {
    if (room > numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * room);
      counts = Arrays.copyOf(counts, 2 * room);
      otherNumbers = new int[2 * room];
      otherCounts = new long[2 * room];
    }
  }

  @Override
  public void tell(Plan plan, Answer answer) {
    long count = 0;
    for (int i = 0; i < size; i++) {
      count += counts[i];
    }
    if (count == 0) {
      answer.none();
      return;
    }
    long rank = Objects.requireNonNull(plan.percentile()).rank(count);
    long lower = middle(at(rank));
    answer.between(lower, rank + 1 < count ? middle(at(rank + 1)) : lower, count);
  }

  /** The bucket of the value at a rank. */
  private int at(long rank) {
    long before = 0;
    int i = 0;
    while (before + counts[i] <= rank) {
      before += counts[i++];
    }
    return numbers[i];
  }

  @Override
  public void write(int handle, ByteBuilder out) {
    int buckets =
        handle == StateHeap.NONE ? 0 : Bytes.getInt(heap.page(handle), heap.offset(handle));
    out.putNumber(buckets);
    int before = 0;
    for (int i = 0; i < buckets; i++) {
      int at = heap.offset(handle) + HEAD + ENTRY * i;
      int bucket = Bytes.getInt(heap.page(handle), at);
      out.putSigned(bucket - before);
      out.putNumber(Bytes.getLong(heap.page(handle), at + 4));
      before = bucket;
    }
  }

  @Override
  public int read(StateInput in) {
    int buckets = in.takeCount();
    if (buckets == 0) {
      return StateHeap.NONE;
    }
    int made = heap.allocate(HEAD + ENTRY * buckets);
    try {
      long bucket = 0;
      long all = 0;
      for (int i = 0; i < buckets; i++) {
        long step = in.takeSigned();
        bucket += step;
        long count = in.takeNumber();
        all += count;
        if (i > 0 && step <= 0
            || Math.abs(step) > 4 * INFINITE
            || Math.abs(bucket) > (cell == Cell.DOUBLE ? INFINITE : MOST)
            || count <= 0
            || all <= 0) {
          throw StateInput.damaged("a histogram cannot have such a bucket");
        }
        int at = heap.offset(made) + HEAD + ENTRY * i;
        Bytes.putInt(heap.page(made), at, (int) bucket);
        Bytes.putLong(heap.page(made), at + 4, count);
      }
    } catch (IllegalArgumentException e) {
      heap.free(made);
      throw e;
    }
    Bytes.putInt(heap.page(made), heap.offset(made), buckets);
    return made;
  }
}
