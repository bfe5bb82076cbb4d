package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Events that are to be published together, checked, and cut into slots: all in one walk over them.
 * Valid until their writer is used again.
 */
final class Publication {
  private static final int NO_SOURCE = -1;

  private final byte[] bytes;
  private final @Nullable Question question;
  private final BitSet sources = new BitSet();
  private int slots;

  // Events of one source after another, mostly one run: whose, and how many.
  private int[] runSources = new int[1];
  private int[] runLengths = new int[1];
  private int runs;

  /** Where each slot starts, and where the last one ends. */
  private int[] starts = new int[16];

  /** How many events each has. */
  private int[] counts = new int[16];

  /** What is known of the times of each. */
  private @Nullable InOrder[] orders = new @Nullable InOrder[16];

  /**
   * @param events one at least
   * @param maxEventBytes what an event may have
   * @param sourceCount how many sources are known
   * @param question of the only event, if somebody waits for an answer on it
   * @throws IllegalArgumentException if an event is larger, of another schema, or of no source
   */
  Publication(
      EventWriter events,
      int schemaId,
      int maxEventBytes,
      int sourceCount,
      @Nullable Question question) {
    this.question = question;
    bytes = events.bytes();
    EventView event = new EventView().wrap(bytes, 0);
    if (event.schemaId() != schemaId) {
      throw new IllegalArgumentException(
          "events of schema " + event.schemaId() + " given as of schema " + schemaId);
    }
    int end = events.length();
    int start = 0;
    int count = 0;
    int source = NO_SOURCE;
    // Of the slot so far.
    int firstSource = NO_SOURCE;
    long first = 0;
    long last = 0;
    boolean inOrder = false;
    for (int at = 0; at < end; count++) {
      event.wrap(bytes, at);
      int length = event.length();
      if (length > maxEventBytes) {
        throw new IllegalArgumentException(
            "an event of " + length + " bytes; the most is " + maxEventBytes);
      }
      if (event.source() != source) {
        source = event.source();
        SourceRegistry.check(source, sourceCount);
        sources.set(source);
        beginRun(source);
      }
      runLengths[runs - 1]++;
      if (count > 0 && at + length - start > Slot.BYTES) {
        add(start, count, inOrder ? new InOrder(firstSource, first, last) : null);
        start = at;
        count = 0;
      }
      long time = event.time();
      if (count == 0) {
        firstSource = source;
        first = time;
        inOrder = true;
      } else {
        inOrder &= time >= last && source == firstSource;
      }
      last = time;
      at += length;
    }
    add(start, count, inOrder ? new InOrder(firstSource, first, last) : null);
    starts[slots] = end;
  }

  private void beginRun(int source) {
    if (runs == runSources.length) {
      runSources = Arrays.copyOf(runSources, 2 * runs);
      runLengths = Arrays.copyOf(runLengths, 2 * runs);
    }
    runSources[runs++] = source;
  }

  private void add(int start, int count, @Nullable InOrder order) {
    if (slots + 1 == starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
      counts = Arrays.copyOf(counts, 2 * counts.length);
      orders = Arrays.copyOf(orders, 2 * orders.length);
    }
    starts[slots] = start;
    counts[slots] = count;
    orders[slots] = order;
    slots++;
  }

  /** How many slots the events take. */
  int slots() {
    return slots;
  }

  /** Puts the events of a slot into the ring, if there is room; its sequence, or −1. */
  long offer(int slot, Ring ring, long arrivedAt) {
    int length = starts[slot + 1] - starts[slot];
    return ring.offer(
        EntryKind.EVENTS, bytes, starts[slot], length, counts[slot], payload(slot), arrivedAt);
  }

  /** Puts the events of a slot into the ring, waiting for room as long as it takes. */
  void put(int slot, Ring ring, long arrivedAt) {
    int length = starts[slot + 1] - starts[slot];
    ring.put(EntryKind.EVENTS, bytes, starts[slot], length, counts[slot], payload(slot), arrivedAt);
  }

  private @Nullable Object payload(int slot) {
    if (question == null) {
      return orders[slot];
    }
    question.inOrder(orders[slot]);
    return question;
  }

  /** Counts the events with their sources. */
  void countInto(SourceRegistry registry) {
    for (int i = 0; i < runs; i++) {
      registry.count(runSources[i], runLengths[i]);
    }
  }

  /** The sources of the events. */
  IntStream sources() {
    return sources.stream();
  }
}
