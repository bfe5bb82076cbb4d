package io.tripline.engine.pipeline;

/**
 * Puts states of a group away that the store has as they are, and spares those that were used since
 * it came by (the clock algorithm: Corbató, 1968). Not thread-safe.
 */
final class StateEviction {
  // Of a table at a time: a piece of work that no event waits long for.
  private static final int SEGMENTS = 4;

  private final KeyRecords records;
  private final KeyTable table;
  private final Seats seats;
  private final MemoryCount memory;
  private long cameTo;

  StateEviction(KeyRecords records, KeyTable table, Seats seats, MemoryCount memory) {
    this.records = records;
    this.table = table;
    this.seats = seats;
    this.memory = memory;
  }

  /**
   * Goes on where it stopped last.
   *
   * @param wanted it stops once the worker has no more states in memory than this
   * @param committed number of the last barrier that is in the store
   * @return whether it has come to the end of the table, and would begin again
   */
  boolean putAway(long wanted, int committed) {
    for (int segments = 0; segments < SEGMENTS && memory.states > wanted; segments++) {
      cameTo =
          table.visit(
              cameTo,
              record -> {
                for (int slot = 0; slot < records.count(record); slot++) {
                  if (memory.states > wanted) {
                    putAway(record, slot, committed);
                  }
                }
              });
      if (cameTo == KeyTable.END) {
        cameTo = 0;
        return true;
      }
    }
    return false;
  }

  private void putAway(int record, int slot, int committed) {
    int state = records.state(record, slot);
    int flags = records.flags(record, slot);
    if (state == KeyRecords.NONE || (flags & KeyRecords.DIRTY) != 0) {
      return;
    }
    if ((flags & KeyRecords.USED) != 0) {
      records.flags(record, slot, flags & ~KeyRecords.USED);
    } else if (records.savedIn(record, slot) <= committed) {
      seats.tenant(records.id(record, slot)).free(state);
      records.state(record, slot, KeyRecords.NONE);
      memory.states--;
      memory.away++;
    }
  }
}
