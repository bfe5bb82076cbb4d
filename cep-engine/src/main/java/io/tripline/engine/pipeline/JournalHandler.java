package io.tripline.engine.pipeline;

import io.tripline.engine.port.Journal;

/** Writes each batch of the ring to the journal as one record. */
final class JournalHandler implements Stage {
  /** A block is ended at this size even within a batch. */
  private static final int BLOCK_BYTES = 1 << 22;

  private final Journal journal;
  private final long stored;
  private final JournalBlock block = new JournalBlock();
  private long blockFirst;
  private long next;
  private long events;

  /**
   * @param next sequence of the first entry that will come; those that the journal holds already
   *     come again in a replay, and are passed over
   * @param events number of events before that
   */
  JournalHandler(Journal journal, long next, long events) {
    this.journal = journal;
    this.stored = journal.lastSequence();
    this.next = next;
    this.events = events;
  }

  @Override
  public void onSlot(Slot slot, boolean endOfBatch) {
    if (slot.kind() != EntryKind.BARRIER && next > stored) {
      if (block.isEmpty()) {
        blockFirst = next;
        block.begin(events);
      }
      block.add(slot.kind(), slot.data(), slot.start(), slot.length());
    }
    next += slot.count();
    if (slot.kind() == EntryKind.EVENTS) {
      events += slot.count();
    }
    if (endOfBatch || block.length() >= BLOCK_BYTES) {
      flush();
    }
  }

  private void flush() {
    if (!block.isEmpty()) {
      byte[] bytes = block.finish();
      journal.append(blockFirst, next - 1, bytes, block.length());
      block.begin(events);
    }
  }
}
