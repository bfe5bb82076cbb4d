package io.tripline.state;

import java.util.Map;

/**
 * Figures of a store, for metrics.
 *
 * @param partBytes the disk that each part takes, by its name: the journal's files, and RocksDB's
 *     estimate for each family, without what is still only in the write-ahead log
 * @param walBytes disk taken by the write-ahead log
 * @param cacheUsedBytes memory used of the block cache, write buffers included
 * @param cacheCapacityBytes its bound
 * @param writeBufferUsedBytes memory used by write buffers
 * @param journalFirstSequence of the oldest entry kept, −1 if there is none
 * @param journalOldestMillis when the oldest record kept was written, ms since 1970; −1 if there is
 *     none
 * @param journalLastSequence of the last entry, −1 if there is none
 * @param journalNeededSequence of the first entry that the last checkpoint, running rules or alerts
 *     need: less than the first that is kept where that had to be cut; −1 before the first
 *     checkpoint of this process
 * @param states keyed states stored
 * @param alerts stored
 * @param rejected rejected events kept
 * @param rejectedDropped rejected events dropped for the bound, since the store was made
 * @param late late events kept
 * @param lateDropped late events dropped for the bound, since the store was made
 * @param decisions answers kept for those who ask again
 * @param decisionsDropped answers dropped for the bound, since the store was made
 */
public record StoreStats(
    Map<String, Long> partBytes,
    long walBytes,
    long cacheUsedBytes,
    long cacheCapacityBytes,
    long writeBufferUsedBytes,
    long journalFirstSequence,
    long journalOldestMillis,
    long journalLastSequence,
    long journalNeededSequence,
    long states,
    long alerts,
    long rejected,
    long rejectedDropped,
    long late,
    long lateDropped,
    long decisions,
    long decisionsDropped) {
  public StoreStats {
    partBytes = Map.copyOf(partBytes);
  }

  /** Whether the journal had to be cut though rules or alerts need more of it. */
  public boolean journalLacksNeeded() {
    return journalNeededSequence >= 0 && journalNeededSequence < journalFirstSequence;
  }
}
