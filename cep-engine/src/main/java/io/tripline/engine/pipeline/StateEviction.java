package io.tripline.engine.pipeline;

/**
 * Puts keys of a group away that the store has as they are, and spares those that were used since
 * it came by (the clock algorithm: Corbató, 1968). Not thread-safe.
 */
final class StateEviction {
  // Of a table at a time: a piece of work that no event waits long for.
  private static final int SEGMENTS = 4;

  private final KeyTable table;
  private final KeyStates states;
  private long cameTo;

  StateEviction(KeyTable table, KeyStates states) {
    this.table = table;
    this.states = states;
  }

  /**
   * Goes on where it stopped last.
   *
   * @param wanted it stops once the worker's states take no more bytes than this
   * @param committed number of the last barrier that is in the store
   * @return whether it has come to the end of the table, and would begin again
   */
  boolean putAway(long wanted, int committed) {
    for (int segments = 0; segments < SEGMENTS && states.heapBytes() > wanted; segments++) {
      cameTo =
          table.visit(
              cameTo,
              record -> {
                if (states.heapBytes() > wanted) {
                  states.putAway(record, committed);
                }
              });
      if (cameTo == KeyTable.END) {
        cameTo = 0;
        return true;
      }
    }
    return false;
  }
}
