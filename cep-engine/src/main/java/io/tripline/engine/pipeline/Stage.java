package io.tripline.engine.pipeline;

/** What a handler of the ring does with a slot. Called by one thread, in the ring's order. */
interface Stage {
  /**
   * Takes the next slot.
   *
   * @param endOfBatch whether the handler has to wait after this slot; what was put off is done now
   */
  void onSlot(Slot slot, boolean endOfBatch);

  /** This one and then another, slot by slot, in one thread. */
  default Stage then(Stage next) {
    return (slot, endOfBatch) -> {
      onSlot(slot, endOfBatch);
      next.onSlot(slot, endOfBatch);
    };
  }
}
