package io.tripline.state;

/** What a write waits for before it counts as made. */
public enum Sync {
  /**
   * For the disk. What was acknowledged survives a loss of power. Writes that come while the disk
   * is at work go together to the next one, so that a slow disk costs time, not throughput.
   */
  EVERY_BATCH,
  /**
   * For the disk, too, but the journal is synced once in a while ({@link
   * StoreSettings#syncMillis}), for all that was written to it by then: the same survives, and
   * whoever waits for an acknowledgement waits that much longer.
   */
  INTERVAL,
  /**
   * For the operating system, which writes to disk when it likes. What was acknowledged survives
   * any end of the process; a loss of power may take the last seconds, events and what came of them
   * alike: what is left is what was there at some moment before.
   */
  OS
}
