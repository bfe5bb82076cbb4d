package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.port.Journal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds past events by their numbers. Entries that are no events have sequences too, so an event's
 * sequence is its number and a little more; each block tells how many events are before it, from
 * which the next guess follows. As such entries are few, one or two blocks are read for an event,
 * and none for one that is in the block of the last one found.
 *
 * <p>Not thread-safe; make one for each use.
 */
public final class JournaledEvents {
  private final Journal journal;
  private @Nullable Index index;

  /** Of what store. */
  public JournaledEvents(Journal journal) {
    this.journal = journal;
  }

  /**
   * An event as it stands in the journal.
   *
   * @param number its place among all events, from 1
   * @param sequence its place among all entries, from 0
   * @param bytes the flat event, from its first byte on; its own
   */
  public record Event(long number, long sequence, byte[] bytes) {}

  /**
   * The event with that number, or null if the journal does not hold it any more, or not yet.
   *
   * @throws io.tripline.engine.port.StorageException if the block that should hold it is damaged
   */
  public @Nullable Event find(long number) {
    Index known = index;
    if (known != null && known.holds(number)) {
      return known.event(number);
    }
    // Every event before this one is an entry before it.
    long sequence = number - 1;
    if (known != null && number > known.eventsBefore) {
      sequence = Math.max(sequence, known.leastSequence(number));
    }
    while (true) {
      Journal.Block block = journal.blockAt(sequence);
      if (block == null) {
        return null;
      }
      Index read = new Index(block);
      if (number <= read.eventsBefore) {
        return null; // cut off
      }
      if (read.holds(number)) {
        index = read;
        return read.event(number);
      }
      sequence = read.leastSequence(number);
    }
  }

  /** Where the events of one block are. */
  private static final class Index implements JournalBlock.RunVisitor {
    private final byte[] block;
    private final long first;
    private final long next;
    private long eventsBefore;
    private int count;
    private int[] offsets = new int[64];
    private long[] sequences = new long[64];

    Index(Journal.Block block) {
      this.block = block.bytes();
      this.first = block.firstSequence();
      this.next = JournalBlock.read(block.firstSequence(), block.bytes(), this);
    }

    @Override
    public void eventsBefore(long events) {
      eventsBefore = events;
    }

    @Override
    public void run(long first, int many, EntryKind kind, byte[] bytes, int offset, int length) {
      if (kind != EntryKind.EVENTS) {
        return;
      }
      if (count + many > offsets.length) {
        int room = Math.max(2 * offsets.length, count + many);
        offsets = Arrays.copyOf(offsets, room);
        sequences = Arrays.copyOf(sequences, room);
      }
      int at = offset;
      for (int i = 0; i < many; i++) {
        offsets[count] = at;
        sequences[count++] = first + i;
        at += Bytes.getInt(bytes, at);
      }
    }

    boolean holds(long number) {
      return number > eventsBefore && number <= eventsBefore + count;
    }

    /** Of an event behind this block: an entry for each event that is still before it, at least. */
    long leastSequence(long number) {
      return Math.max(next, first + number - 1 - eventsBefore);
    }

    Event event(long number) {
      int i = (int) (number - eventsBefore - 1);
      int from = offsets[i];
      byte[] bytes = Arrays.copyOfRange(block, from, from + Bytes.getInt(block, from));
      return new Event(number, sequences[i], bytes);
    }
  }
}
