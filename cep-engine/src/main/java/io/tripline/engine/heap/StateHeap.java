package io.tripline.engine.heap;

import io.tripline.engine.event.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of bytes, found by handles. A page holds blocks of one size, as in a slab allocator
 * (Bonwick, "The Slab Allocator", USENIX 1994), so that freed blocks fit the next ones exactly and
 * a page without blocks goes back to the pool, whatever lies in the others. Blocks too large for
 * that have a page of their own.
 *
 * <p>A block of {@code n} bytes lies in {@code page(handle)} from {@code offset(handle)} on, at a
 * multiple of eight bytes. It holds what it held before: whoever allocates it writes all that will
 * be read. Pages never move, so that a page may be kept at hand until its block is freed.
 *
 * <p>Not thread-safe: each worker has its own.
 */
public final class StateHeap {
  /** The handle of no block. */
  public static final int NONE = 0;

  /** The most bytes that one heap holds. */
  public static final long MAX_BYTES = 16L << 30;

  private static final int UNIT = 8;
  // A page has 64 KB: 8,192 units. A handle is the page's index and the unit within it.
  private static final int PAGE_BITS = 13;
  private static final int PAGE_BYTES = UNIT << PAGE_BITS;
  private static final int UNIT_MASK = (1 << PAGE_BITS) - 1;
  private static final int MAX_PAGES = (int) (MAX_BYTES / PAGE_BYTES);
  // With eight blocks in a page at least, what is left over at its end is an eighth at most.
  private static final int LARGEST_SHARED = PAGE_BYTES / 8;
  private static final int[] SIZES = sizes();
  private static final int SINGLE = -1;
  private static final int FREE = -2;
  // Pages that are kept for the next need, rather than made anew.
  private static final int SPARE_PAGES = 16;

  private byte[] @Nullable [] pages = new byte[16][];
  // Of each page: class of its blocks (or SINGLE, FREE), blocks in use, first free unit, blocks
  // never used.
  private int[] classes = new int[16];
  private int[] live = new int[16];
  private int[] firstFree = new int[16];
  private int[] untouched = new int[16];
  // Pages of each class that have room, linked both ways; −1 ends.
  private int[] next = new int[16];
  private int[] previous = new int[16];
  private final int[] roomy = new int[SIZES.length];
  // Page 0 is never made, so that no block has handle 0.
  private int pageCount = 1;
  private int[] freeIndexes = new int[16];
  private int freeIndexCount;
  private final byte[][] spares = new byte[SPARE_PAGES][];
  private int spareCount;
  private long usedBytes;
  private long heldBytes;
  private long blocks;

  public StateHeap() {
    Arrays.fill(roomy, -1);
  }

  /** 8, 16, … 128 bytes, then eight steps to each doubling. */
  private static int[] sizes() {
    int[] all = new int[256];
    int count = 0;
    for (int size = UNIT; size <= LARGEST_SHARED; size += step(size)) {
      all[count++] = size;
    }
    return Arrays.copyOf(all, count);
  }

  private static int step(int size) {
    return Math.max(UNIT, Integer.highestOneBit(size) / 8);
  }

  /** The class of the smallest blocks that hold so many bytes. */
  private static int classOf(int bytes) {
    if (bytes <= 128) {
      return Math.max(0, (bytes - 1) >> 3);
    }
    int step = Integer.highestOneBit(bytes - 1) / 8;
    int doublings = Integer.numberOfTrailingZeros(step) - 4;
    return 15 + 8 * doublings + (bytes - 1 - 8 * step) / step + 1;
  }

  /**
   * A block of at least so many bytes, from 1 on. What it holds is undefined.
   *
   * @throws OutOfMemoryError if the heap is full, or the JVM's memory is; nothing has changed then
   */
  public int allocate(int bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("a block of " + bytes + " bytes");
    }
    if (bytes > LARGEST_SHARED) {
      return allocateSingle(bytes);
    }
    int sizeClass = classOf(bytes);
    int size = SIZES[sizeClass];
    int page = roomy[sizeClass];
    if (page < 0) {
      page = addPage(sizeClass, size);
    }
    int unit = firstFree[page];
    if (unit >= 0) {
      firstFree[page] = Bytes.getInt(pageAt(page), unit * UNIT);
    } else {
      int fresh = --untouched[page];
      unit = fresh * (size / UNIT);
    }
    live[page]++;
    if (firstFree[page] < 0 && untouched[page] == 0) {
      unlink(page, sizeClass);
    }
    usedBytes += size;
    blocks++;
    return page << PAGE_BITS | unit;
  }

  private int allocateSingle(int bytes) {
    int size = (bytes + UNIT - 1) & -UNIT;
    byte[] memory = new byte[size];
    int page = newIndex();
    pages[page] = memory;
    classes[page] = SINGLE;
    live[page] = 1;
    usedBytes += size;
    heldBytes += size;
    blocks++;
    return page << PAGE_BITS;
  }

  /** Gives a block back. Its handle must not be used any more. {@link #NONE} is let pass. */
  public void free(int handle) {
    if (handle == NONE) {
      return;
    }
    int page = handle >>> PAGE_BITS;
    int sizeClass = classes[page];
    if (sizeClass == FREE) {
      throw new IllegalStateException("a block that is not in use is freed");
    }
    blocks--;
    if (sizeClass == SINGLE) {
      int size = pageAt(page).length;
      usedBytes -= size;
      heldBytes -= size;
      dropIndex(page);
      return;
    }
    usedBytes -= SIZES[sizeClass];
    boolean wasFull = firstFree[page] < 0 && untouched[page] == 0;
    int unit = handle & UNIT_MASK;
    Bytes.putInt(pageAt(page), unit * UNIT, firstFree[page]);
    firstFree[page] = unit;
    live[page]--;
    if (live[page] == 0) {
      if (!wasFull) {
        unlink(page, sizeClass);
      }
      release(page);
    } else if (wasFull) {
      link(page, sizeClass);
    }
  }

  /**
   * A block of at least so many bytes that holds the first {@code keep} bytes of another, which is
   * given back; the same one if it is large enough and not much too large.
   */
  public int resize(int handle, int bytes, int keep) {
    if (handle != NONE && bytes <= capacity(handle) && bytes > capacity(handle) / 2) {
      return handle;
    }
    int resized = allocate(bytes);
    if (handle != NONE) {
      System.arraycopy(page(handle), offset(handle), page(resized), offset(resized), keep);
      free(handle);
    }
    return resized;
  }

  /** The array that the block lies in. */
  public byte[] page(int handle) {
    return pageAt(handle >>> PAGE_BITS);
  }

  /** Where it begins in its page. */
  public int offset(int handle) {
    return (handle & UNIT_MASK) * UNIT;
  }

  /** Its bytes; no fewer than were asked for. */
  public int capacity(int handle) {
    int page = handle >>> PAGE_BITS;
    int sizeClass = classes[page];
    return sizeClass == SINGLE ? pageAt(page).length : SIZES[sizeClass];
  }

  /** Bytes of all blocks in use. */
  public long usedBytes() {
    return usedBytes;
  }

  /** Bytes of all pages, in use or not. */
  public long heldBytes() {
    return heldBytes + (long) spareCount * PAGE_BYTES;
  }

  /** Blocks in use. */
  public long blocks() {
    return blocks;
  }

  private byte[] pageAt(int page) {
    byte[] memory = pages[page];
    if (memory == null) {
      throw new IllegalStateException("a block that is not in use is asked for");
    }
    return memory;
  }

  private int addPage(int sizeClass, int size) {
    byte[] memory = spareCount > 0 ? spares[spareCount - 1] : new byte[PAGE_BYTES];
    int page = newIndex();
    spareCount = Math.max(0, spareCount - 1);
    pages[page] = memory;
    classes[page] = sizeClass;
    live[page] = 0;
    firstFree[page] = -1;
    untouched[page] = PAGE_BYTES / size;
    heldBytes += PAGE_BYTES;
    link(page, sizeClass);
    return page;
  }

  private void release(int page) {
    byte[] memory = pageAt(page);
    heldBytes -= PAGE_BYTES;
    if (spareCount < SPARE_PAGES) {
      spares[spareCount++] = memory;
    }
    dropIndex(page);
  }

  private int newIndex() {
    if (freeIndexCount > 0) {
      return freeIndexes[--freeIndexCount];
    }
    grow();
    return pageCount++;
  }

  private void grow() {
    if (pageCount >= MAX_PAGES) {
      throw new OutOfMemoryError("The state of one worker has reached 16 GB.");
    }
    if (pageCount == pages.length) {
      int more = 2 * pageCount;
      pages = Arrays.copyOf(pages, more);
      classes = Arrays.copyOf(classes, more);
      live = Arrays.copyOf(live, more);
      firstFree = Arrays.copyOf(firstFree, more);
      untouched = Arrays.copyOf(untouched, more);
      next = Arrays.copyOf(next, more);
      previous = Arrays.copyOf(previous, more);
    }
  }

  private void dropIndex(int page) {
    pages[page] = null;
    classes[page] = FREE;
    addFreeIndex(page);
  }

  private void addFreeIndex(int page) {
    if (freeIndexCount == freeIndexes.length) {
      freeIndexes = Arrays.copyOf(freeIndexes, 2 * freeIndexCount);
    }
    freeIndexes[freeIndexCount++] = page;
  }

  private void link(int page, int sizeClass) {
    int first = roomy[sizeClass];
    next[page] = first;
    previous[page] = -1;
    if (first >= 0) {
      previous[first] = page;
    }
    roomy[sizeClass] = page;
  }

  private void unlink(int page, int sizeClass) {
    int after = next[page];
    int before = previous[page];
    if (before >= 0) {
      next[before] = after;
    } else {
      roomy[sizeClass] = after;
    }
    if (after >= 0) {
      previous[after] = before;
    }
  }
}
