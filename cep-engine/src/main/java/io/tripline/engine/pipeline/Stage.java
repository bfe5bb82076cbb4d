package io.tripline.engine.pipeline;

/** What a handler of the ring does with a slot. Called by one thread, in the ring's order. */
interface Stage {
  /**
   * Takes the next slot.
   *
   * @param endOfBatch whether the handler has to wait after this slot; what was put off is done now
   */
  void onSlot(Slot slot, boolean endOfBatch);

  /**
   * Called again and again while there is no slot to take: does a little of what can wait.
   *
   * @return whether there is more to do
   */
  default boolean onIdle() {
    return false;
  }

  /**
   * Whether the next slot cannot be taken yet. Asked again and again then, with {@link #onIdle}
   * between; those behind know of all slots before.
   */
  default boolean mustWaitFor(Slot next) {
    return false;
  }

  /** This one and then another, slot by slot, in one thread. */
  default Stage then(Stage next) {
    Stage first = this;
    return new Stage() {
      @Override
      public void onSlot(Slot slot, boolean endOfBatch) {
        first.onSlot(slot, endOfBatch);
        next.onSlot(slot, endOfBatch);
      }

      @Override
      public boolean onIdle() {
        return first.onIdle() | next.onIdle();
      }

      @Override
      public boolean mustWaitFor(Slot slot) {
        return first.mustWaitFor(slot) || next.mustWaitFor(slot);
      }
    };
  }
}
