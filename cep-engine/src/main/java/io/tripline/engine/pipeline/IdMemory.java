package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ids of one event type that were seen in the last while of event time, exactly.
 *
 * <p>They stand one after another, in the order in which they came, in chunks: the oldest are
 * forgotten at the front, new ones are added at the end, and a table leads from an id's hash to its
 * place. As nothing in a chunk ever changes, a checkpoint stores the chunks that are new, and
 * deletes those of which every id is forgotten. An id takes some 40 bytes and its own length.
 *
 * <p>Belongs to the intake; the figures may be read by any thread.
 */
final class IdMemory {
  private static final int CHUNK_BYTES = 1 << 16;

  /** Before each id: the clock at which it was seen, and its length. */
  private static final int HEADER = Long.BYTES + Integer.BYTES;

  private static final int OFFSET_BITS = 28;
  private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
  private static final long NOWHERE = 0;

  /** Bytes of ids; trimmed and never changed once it is closed. */
  private static final class Chunk {
    private byte[] bytes;
    private int length;

    Chunk(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }

    boolean hasRoom(int more) {
      return bytes.length - length >= more;
    }

    void close() {
      bytes = Arrays.copyOf(bytes, length);
    }
  }

  private static final Chunk NO_CHUNK = new Chunk(new byte[0], 0);

  private final String type;
  private final int most;
  private long horizon;

  // Chunk n is at n mod the length, from 1 on: a place of 0 is none.
  private Chunk[] chunks = new Chunk[16];
  private long firstChunk = 1;
  private long nextChunk = 1;
  private long firstUnsaved = 1;
  private int front; // of the first chunk, what is forgotten

  // Open addressing; of an entry its place and its hash.
  private long[] places = new long[64];
  private int[] hashes = new int[64];

  private final List<Long> deleted = new ArrayList<>();
  private final NavigableMap<Long, byte[]> restored = new TreeMap<>();

  private final AtomicLong size = new AtomicLong();
  private final AtomicLong forgottenEarly = new AtomicLong();

  /**
   * @param horizon for how long an id is remembered, ms of event time, this included
   * @param most the most ids; past it the oldest are forgotten early, and counted
   */
  IdMemory(String type, long horizon, int most) {
    this.type = type;
    this.horizon = horizon;
    this.most = most;
    Arrays.fill(chunks, NO_CHUNK);
  }

  /** Ids remembered. Any thread. */
  long size() {
    return size.getOpaque();
  }

  /** Ids that made room for others before their time. Any thread. */
  long forgottenEarly() {
    return forgottenEarly.getOpaque();
  }

  /** From now on ids are remembered for that long; what is forgotten stays so. */
  void remember(long newHorizon) {
    horizon = newHorizon;
  }

  /**
   * Whether the id was seen within the horizon; if not, it is from now on.
   *
   * @param now the greatest event time so far, the event's own included, ms
   */
  boolean seen(byte[] source, int from, int length, long now) {
    int hash = hash(source, from, length);
    long place = find(source, from, length, hash);
    if (place != NOWHERE && clockAt(place) >= oldest(now)) {
      return true;
    }
    forget(now);
    while (size.getPlain() >= most) {
      removeFirst();
      forgottenEarly.setOpaque(forgottenEarly.getPlain() + 1);
    }
    insert(hash, append(source, from, length, now));
    return false;
  }

  /** The bound is inclusive, like every bound of time. */
  private long oldest(long now) {
    long oldest = now - horizon;
    return oldest > now ? Long.MIN_VALUE : oldest;
  }

  /** Forgets the ids whose time is over. */
  void forget(long now) {
    long oldest = oldest(now);
    while (size.getPlain() > 0 && clockAt(place(firstChunk, front)) < oldest) {
      removeFirst();
    }
  }

  // ---- chunks

  private static long place(long chunk, int offset) {
    return (chunk << OFFSET_BITS) | offset;
  }

  private Chunk chunkAt(long place) {
    return chunk(place >>> OFFSET_BITS);
  }

  private static int offset(long place) {
    return (int) (place & OFFSET_MASK);
  }

  private Chunk chunk(long number) {
    return chunks[index(number)];
  }

  private int index(long chunk) {
    return (int) chunk & (chunks.length - 1);
  }

  private long clockAt(long place) {
    return Bytes.getLong(chunkAt(place).bytes, offset(place));
  }

  private long append(byte[] source, int from, int length, long now) {
    int needed = HEADER + length;
    if (firstChunk == nextChunk
        || nextChunk == firstUnsaved // the last one is stored
        || !chunk(nextChunk - 1).hasRoom(needed)) {
      if (nextChunk > firstUnsaved) {
        chunk(nextChunk - 1).close();
      }
      addChunk(new Chunk(new byte[Math.max(CHUNK_BYTES, needed)], 0));
    }
    Chunk last = chunk(nextChunk - 1);
    int at = last.length;
    Bytes.putLong(last.bytes, at, now);
    Bytes.putInt(last.bytes, at + Long.BYTES, length);
    System.arraycopy(source, from, last.bytes, at + HEADER, length);
    last.length += needed;
    return place(nextChunk - 1, at);
  }

  private void addChunk(Chunk chunk) {
    if (nextChunk - firstChunk == chunks.length) {
      Chunk[] more = new Chunk[2 * chunks.length];
      Arrays.fill(more, NO_CHUNK);
      for (long n = firstChunk; n < nextChunk; n++) {
        more[(int) n & (more.length - 1)] = chunk(n);
      }
      chunks = more;
    }
    chunks[index(nextChunk)] = chunk;
    nextChunk++;
  }

  private void removeFirst() {
    Chunk first = chunk(firstChunk);
    int length = Bytes.getInt(first.bytes, front + Long.BYTES);
    delete(hash(first.bytes, front + HEADER, length), place(firstChunk, front));
    front += HEADER + length;
    if (front == first.length) {
      front = 0;
      if (firstChunk == nextChunk - 1 && firstChunk >= firstUnsaved) {
        first.length = 0; // still open: it is used again
        return;
      }
      if (firstChunk < firstUnsaved) {
        deleted.add(firstChunk);
      } else {
        firstUnsaved = firstChunk + 1;
      }
      chunks[index(firstChunk)] = NO_CHUNK;
      firstChunk++;
    }
  }

  // ---- table

  private static int hash(byte[] bytes, int from, int length) {
    return Long.hashCode(Bytes.hash(bytes, from, length));
  }

  private long find(byte[] source, int from, int length, int hash) {
    int mask = places.length - 1;
    for (int i = hash & mask; places[i] != NOWHERE; i = (i + 1) & mask) {
      if (hashes[i] == hash && equals(places[i], source, from, length)) {
        return places[i];
      }
    }
    return NOWHERE;
  }

  private boolean equals(long place, byte[] source, int from, int length) {
    byte[] bytes = chunkAt(place).bytes;
    int at = offset(place);
    return Bytes.getInt(bytes, at + Long.BYTES) == length
        && Arrays.equals(bytes, at + HEADER, at + HEADER + length, source, from, from + length);
  }

  private void insert(int hash, long place) {
    long count = size.getPlain() + 1;
    if (4 * count > 3L * places.length) {
      resize(2 * places.length);
    }
    put(hash, place);
    size.setOpaque(count);
  }

  private void put(int hash, long place) {
    int mask = places.length - 1;
    int i = hash & mask;
    while (places[i] != NOWHERE) {
      i = (i + 1) & mask;
    }
    places[i] = place;
    hashes[i] = hash;
  }

  private void resize(int slots) {
    long[] oldPlaces = places;
    int[] oldHashes = hashes;
    places = new long[slots];
    hashes = new int[slots];
    for (int i = 0; i < oldPlaces.length; i++) {
      if (oldPlaces[i] != NOWHERE) {
        put(oldHashes[i], oldPlaces[i]);
      }
    }
  }

  private void delete(int hash, long place) {
    int mask = places.length - 1;
    int hole = hash & mask;
    while (places[hole] != place) {
      hole = (hole + 1) & mask;
    }
    // Those behind move up, unless they would stand before where they belong.
    for (int i = (hole + 1) & mask; places[i] != NOWHERE; i = (i + 1) & mask) {
      int home = hashes[i] & mask;
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        places[hole] = places[i];
        hashes[hole] = hashes[i];
        hole = i;
      }
    }
    places[hole] = NOWHERE;
    long count = size.getPlain() - 1;
    size.setOpaque(count);
    if (places.length > 64 && 8 * count < places.length) {
      resize(places.length / 2); // after a burst the memory comes back
    }
  }

  // ---- checkpoints

  private byte[] key(long chunk) {
    return new ByteSink().putText(type).putLong(chunk).copy();
  }

  /** At a barrier: gives what has changed since the one before. */
  void handOver(List<StateChange> changes) {
    for (long chunk : deleted) {
      changes.add(new StateChange(StateIds.SEEN_IDS, key(chunk), null, true));
    }
    deleted.clear();
    for (long n = Math.max(firstUnsaved, firstChunk); n < nextChunk; n++) {
      Chunk unsaved = chunk(n);
      if (unsaved.length == 0) {
        return; // the open one, with nothing in it
      }
      unsaved.close();
      changes.add(new StateChange(StateIds.SEEN_IDS, key(n), unsaved.bytes, false));
      firstUnsaved = n + 1;
    }
  }

  /** Deletes all that is stored; nothing else may be asked after that. */
  void drop(List<StateChange> changes) {
    for (long n = firstChunk; n < Math.min(firstUnsaved, nextChunk); n++) {
      deleted.add(n);
    }
    firstUnsaved = nextChunk;
    handOver(changes);
  }

  /** Takes in a stored chunk, before {@link #restored}; in any order. */
  void restore(long chunk, byte[] bytes) {
    restored.put(chunk, bytes);
  }

  /**
   * All stored chunks are here.
   *
   * @param now the greatest event time so far, ms
   */
  void restored(long now) {
    if (restored.isEmpty()) {
      return;
    }
    firstChunk = restored.firstKey();
    nextChunk = firstChunk;
    restored.forEach(this::take);
    restored.clear();
    firstUnsaved = nextChunk;
    // A chunk may begin with ids that were forgotten, for their time or for room, before it was
    // stored or since; neither comes back.
    forget(now);
    while (size.getPlain() > most) {
      removeFirst();
    }
  }

  private void take(long number, byte[] bytes) {
    if (number != nextChunk) {
      throw damaged(type);
    }
    addChunk(new Chunk(bytes, bytes.length));
    forEach(
        type, bytes, (at, length) -> insert(hash(bytes, at + HEADER, length), place(number, at)));
  }

  /** Takes ids of a chunk. */
  private interface IdVisitor {
    /**
     * @param at where its header begins
     * @param length of the id
     */
    void id(int at, int length);
  }

  private static void forEach(String type, byte[] bytes, IdVisitor visitor) {
    int at = 0;
    while (at < bytes.length) {
      int length = bytes.length - at < HEADER ? -1 : Bytes.getInt(bytes, at + Long.BYTES);
      if (length < 0 || length > bytes.length - at - HEADER) {
        throw damaged(type);
      }
      visitor.id(at, length);
      at += HEADER + length;
    }
  }

  /**
   * How many ids there are in a stored chunk.
   *
   * @throws StorageException if it is damaged
   */
  static long count(String type, byte[] chunk) {
    long[] count = {0};
    forEach(type, chunk, (at, length) -> count[0]++);
    return count[0];
  }

  private static StorageException damaged(String type) {
    return new StorageException(
        "What the store remembers of the ids of "
            + type
            + " is damaged. Restore the store from a copy; it cannot be used as it is.");
  }
}
