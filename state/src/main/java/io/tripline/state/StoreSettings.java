package io.tripline.state;

/**
 * Bounds of a store. Bytes are bytes of memory or disk as named.
 *
 * @param cacheBytes memory for RocksDB's block cache, with indexes, filters and write buffers in it
 * @param writeBufferBytes of {@code cacheBytes}, the most for write buffers, all families together
 * @param maxOpenFiles table files held open at a time
 * @param maxWalBytes disk for the write-ahead log before RocksDB flushes write buffers to shorten
 *     it
 * @param journalRetentionBytes journal kept beyond what the last checkpoint still needs; up to two
 *     segments more may be there ({@link #journalSegmentBytes})
 * @param journalRetentionMillis the same by age, wall clock, to an eighth; 0 for no such bound.
 *     What either bound excludes is deleted
 * @param maxRejected rejected events kept; older ones are dropped, and counted
 * @param maxRejectedBytes the most bytes of a rejected event's raw record that are kept
 * @param maxLate late events kept, each with its whole record; older ones are dropped, and counted
 * @param maxDecisions answers kept for those who ask again; older ones are dropped, and counted
 * @param sync what a write waits for
 * @param syncMillis of {@link Sync#INTERVAL} the time between the beginnings of two syncs of the
 *     journal, at least, and from a write to its sync, at most; else 0
 */
public record StoreSettings(
    long cacheBytes,
    long writeBufferBytes,
    int maxOpenFiles,
    long maxWalBytes,
    long journalRetentionBytes,
    long journalRetentionMillis,
    long maxRejected,
    int maxRejectedBytes,
    long maxLate,
    long maxDecisions,
    Sync sync,
    long syncMillis) {
  /** How many answers are kept, usually. */
  public static final long USUAL_DECISIONS = 1_000_000;

  private static final long MB = 1L << 20;

  /**
   * @throws IllegalArgumentException if a bound makes no sense; the message says which
   */
  public StoreSettings {
    atLeast("writeBufferBytes", writeBufferBytes, MB);
    atLeast("cacheBytes", cacheBytes, 2 * writeBufferBytes);
    atLeast("maxOpenFiles", maxOpenFiles, 32);
    atLeast("maxWalBytes", maxWalBytes, MB);
    atLeast("journalRetentionBytes", journalRetentionBytes, 0);
    atLeast("journalRetentionMillis", journalRetentionMillis, 0);
    atLeast("maxRejected", maxRejected, 1);
    atLeast("maxRejectedBytes", maxRejectedBytes, 0);
    atLeast("maxLate", maxLate, 1);
    atLeast("maxDecisions", maxDecisions, 1);
    if ((sync == Sync.INTERVAL) != (syncMillis > 0) || syncMillis < 0) {
      throw new IllegalArgumentException("syncMillis is " + syncMillis + " with sync " + sync);
    }
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + least);
    }
  }

  /**
   * 256 MB of memory, 2 GB of journal beyond the checkpoint, a million rejected and a million late
   * events, and a million answers.
   */
  public static StoreSettings defaults() {
    return new StoreSettings(
        256 * MB,
        96 * MB,
        512,
        512 * MB,
        2048 * MB,
        0,
        1_000_000,
        16 * 1024,
        1_000_000,
        USUAL_DECISIONS,
        Sync.EVERY_BATCH,
        0);
  }

  /**
   * Bytes at which a file of the journal is ended, and the next one begun: an eighth of what is
   * kept, from 4 KB to 64 MB.
   */
  public long journalSegmentBytes() {
    return Math.clamp(journalRetentionBytes / 8, 4 * 1024, 64 * MB);
  }

  /** These settings with other bounds for the journal. */
  public StoreSettings withJournalRetention(long bytes, long millis) {
    return new StoreSettings(
        cacheBytes,
        writeBufferBytes,
        maxOpenFiles,
        maxWalBytes,
        bytes,
        millis,
        maxRejected,
        maxRejectedBytes,
        maxLate,
        maxDecisions,
        sync,
        syncMillis);
  }

  /** These settings with other bounds for rejected events. */
  public StoreSettings withRejected(long most, int mostBytes) {
    return new StoreSettings(
        cacheBytes,
        writeBufferBytes,
        maxOpenFiles,
        maxWalBytes,
        journalRetentionBytes,
        journalRetentionMillis,
        most,
        mostBytes,
        maxLate,
        maxDecisions,
        sync,
        syncMillis);
  }

  /** These settings with another bound for late events. */
  public StoreSettings withLate(long most) {
    return new StoreSettings(
        cacheBytes,
        writeBufferBytes,
        maxOpenFiles,
        maxWalBytes,
        journalRetentionBytes,
        journalRetentionMillis,
        maxRejected,
        maxRejectedBytes,
        most,
        maxDecisions,
        sync,
        syncMillis);
  }

  /** These settings with another bound for answers. */
  public StoreSettings withDecisions(long most) {
    return new StoreSettings(
        cacheBytes,
        writeBufferBytes,
        maxOpenFiles,
        maxWalBytes,
        journalRetentionBytes,
        journalRetentionMillis,
        maxRejected,
        maxRejectedBytes,
        maxLate,
        most,
        sync,
        syncMillis);
  }

  /** These settings with other bounds for memory. */
  public StoreSettings withMemory(long cache, long writeBuffers) {
    return new StoreSettings(
        cache,
        writeBuffers,
        maxOpenFiles,
        maxWalBytes,
        journalRetentionBytes,
        journalRetentionMillis,
        maxRejected,
        maxRejectedBytes,
        maxLate,
        maxDecisions,
        sync,
        syncMillis);
  }

  /**
   * These settings, with writes that wait for something else.
   *
   * @param other not {@link Sync#INTERVAL}
   */
  public StoreSettings withSync(Sync other) {
    return withSync(other, 0);
  }

  /** These settings, with a journal that is synced once in that time. */
  public StoreSettings withSyncEvery(long millis) {
    return withSync(Sync.INTERVAL, millis);
  }

  private StoreSettings withSync(Sync other, long otherMillis) {
    return new StoreSettings(
        cacheBytes,
        writeBufferBytes,
        maxOpenFiles,
        maxWalBytes,
        journalRetentionBytes,
        journalRetentionMillis,
        maxRejected,
        maxRejectedBytes,
        maxLate,
        maxDecisions,
        other,
        otherMillis);
  }
}
