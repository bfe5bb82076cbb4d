package io.tripline.state;

import java.time.Duration;
import java.util.function.Consumer;

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
 *     What either bound excludes is deleted, unless rules or alerts need it
 * @param journalHeldBytes journal kept beyond what the last checkpoint needs where running rules
 *     look back to it, or alerts rest on it; what is larger is deleted all the same
 * @param evidenceMillis for how long after an alert its events are held in the journal, wall clock;
 *     0 for not at all
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
    long journalHeldBytes,
    long evidenceMillis,
    long maxRejected,
    int maxRejectedBytes,
    long maxLate,
    long maxDecisions,
    Sync sync,
    long syncMillis) {
  /** How many answers are kept, usually. */
  public static final long USUAL_DECISIONS = 1_000_000;

  private static final long MB = 1L << 20;
  private static final long USUAL_HELD_BYTES = 20 * 1024 * MB;
  private static final Duration USUAL_EVIDENCE = Duration.ofDays(30);

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
    atLeast("journalHeldBytes", journalHeldBytes, 0);
    atLeast("evidenceMillis", evidenceMillis, 0);
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
   * 256 MB of memory, 2 GB of journal beyond the checkpoint, 20 GB where rules or alerts of the
   * last 30 days need it, a million rejected and a million late events, and a million answers.
   */
  public static StoreSettings defaults() {
    return new StoreSettings(
        256 * MB,
        96 * MB,
        512,
        512 * MB,
        2048 * MB,
        0,
        USUAL_HELD_BYTES,
        USUAL_EVIDENCE.toMillis(),
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
    return with(
        draft -> {
          draft.journalRetentionBytes = bytes;
          draft.journalRetentionMillis = millis;
        });
  }

  /** These settings with other bounds for what rules and alerts need of the journal. */
  public StoreSettings withJournalHeld(long bytes, long ofAlertsMillis) {
    return with(
        draft -> {
          draft.journalHeldBytes = bytes;
          draft.evidenceMillis = ofAlertsMillis;
        });
  }

  /** These settings with other bounds for rejected events. */
  public StoreSettings withRejected(long most, int mostBytes) {
    return with(
        draft -> {
          draft.maxRejected = most;
          draft.maxRejectedBytes = mostBytes;
        });
  }

  /** These settings with another bound for late events. */
  public StoreSettings withLate(long most) {
    return with(draft -> draft.maxLate = most);
  }

  /** These settings with another bound for answers. */
  public StoreSettings withDecisions(long most) {
    return with(draft -> draft.maxDecisions = most);
  }

  /** These settings with other bounds for memory. */
  public StoreSettings withMemory(long cache, long writeBuffers) {
    return with(
        draft -> {
          draft.cacheBytes = cache;
          draft.writeBufferBytes = writeBuffers;
        });
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
    return with(
        draft -> {
          draft.sync = other;
          draft.syncMillis = otherMillis;
        });
  }

  private StoreSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** Settings in the making. */
  private static final class Draft {
    private long cacheBytes;
    private long writeBufferBytes;
    private final int maxOpenFiles;
    private final long maxWalBytes;
    private long journalRetentionBytes;
    private long journalRetentionMillis;
    private long journalHeldBytes;
    private long evidenceMillis;
    private long maxRejected;
    private int maxRejectedBytes;
    private long maxLate;
    private long maxDecisions;
    private Sync sync;
    private long syncMillis;

    Draft(StoreSettings of) {
      cacheBytes = of.cacheBytes;
      writeBufferBytes = of.writeBufferBytes;
      maxOpenFiles = of.maxOpenFiles;
      maxWalBytes = of.maxWalBytes;
      journalRetentionBytes = of.journalRetentionBytes;
      journalRetentionMillis = of.journalRetentionMillis;
      journalHeldBytes = of.journalHeldBytes;
      evidenceMillis = of.evidenceMillis;
      maxRejected = of.maxRejected;
      maxRejectedBytes = of.maxRejectedBytes;
      maxLate = of.maxLate;
      maxDecisions = of.maxDecisions;
      sync = of.sync;
      syncMillis = of.syncMillis;
    }

    StoreSettings settings() {
      return new StoreSettings(
          cacheBytes,
          writeBufferBytes,
          maxOpenFiles,
          maxWalBytes,
          journalRetentionBytes,
          journalRetentionMillis,
          journalHeldBytes,
          evidenceMillis,
          maxRejected,
          maxRejectedBytes,
          maxLate,
          maxDecisions,
          sync,
          syncMillis);
    }
  }
}
