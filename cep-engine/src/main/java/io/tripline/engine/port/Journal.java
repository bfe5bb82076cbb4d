package io.tripline.engine.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The durable log of the ring's entries, in blocks whose inside is the engine's business. Written
 * by one thread.
 */
public interface Journal {

  /** The sequence of the last entry, or −1. */
  long lastSequence();

  /**
   * Whether its last entries may be gone though something was stored of them, since the store is
   * used without syncs, and power failed. Then what was stored of them has to be forgotten.
   */
  default boolean mayLackItsEnd() {
    return false;
  }

  /**
   * Whether nothing is kept, so that there is no need to make blocks: for backtests. Then nothing
   * can be recovered either.
   */
  default boolean discards() {
    return false;
  }

  /**
   * Appends one block as one record; durable on return, or, where {@link #syncMillis} is not 0,
   * once {@link #sync} was called.
   *
   * @param firstSequence of the block's first entry: one more than {@link #lastSequence}
   * @param lastSequence of the block's last entry
   * @param block not kept
   * @param length bytes of the block that count
   */
  void append(long firstSequence, long lastSequence, byte[] block, int length);

  /**
   * How long what is appended may wait to be made durable, together with what is appended
   * meanwhile, ms; 0 if each block is made durable by itself. Between the beginnings of two syncs
   * there must be as long.
   */
  default long syncMillis() {
    return 0;
  }

  /** Whether all that was appended is durable. Any thread. */
  default boolean isSynced() {
    return true;
  }

  /** Makes durable what was appended by now. One thread, which may be another than the writer. */
  default void sync() {}

  /** Calls the visitor for every block that holds an entry at or after {@code from}, in order. */
  default void read(long from, BlockVisitor visitor) {
    readWhile(
        from,
        (first, block) -> {
          visitor.block(first, block);
          return true;
        });
  }

  /** The same, for as long as the walker wants more. Any thread. */
  void readWhile(long from, BlockWalker walker);

  /**
   * The block that holds an entry, or the oldest one where the entry is not kept any more: for
   * looking up what is past. Any thread; reads that block alone.
   *
   * @return null if the entry is not there yet
   */
  @Nullable Block blockAt(long sequence);

  /**
   * Drops no entry, whatever the settings say, until the hold is closed; several may be held at a
   * time. A journal that drops none has nothing to do. Any thread; not remembered over a restart.
   */
  default Hold hold() {
    return () -> {};
  }

  /** Somebody who reads what is past. */
  interface Hold extends AutoCloseable {
    /** Lets go; once. */
    @Override
    void close();
  }

  /**
   * Tells which entries are needed though the last checkpoint has all of them, as far as the
   * settings let a journal keep them; one that drops none has nothing to do. The thread that
   * commits checkpoints, before it does; not remembered over a restart.
   */
  default void need(Needs needs) {}

  /**
   * Entries that are needed.
   *
   * @param rulesFrom the first that running rules look back to, as a warm start would
   * @param alerts how far back the events of alerts are
   */
  record Needs(long rulesFrom, List<AlertReach> alerts) {
    /** None. */
    public static final Needs NONE = new Needs(Long.MAX_VALUE, List.of());

    public Needs {
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * How far back the events of some alerts are.
   *
   * @param raisedBy the last entry at which one of them was raised, at most
   * @param from the first entry that is an event of one of them, at least
   */
  record AlertReach(long raisedBy, long from) {}

  /** A block, and the sequence of its first entry. */
  record Block(long firstSequence, byte[] bytes) {}

  /** Takes blocks. */
  @FunctionalInterface
  interface BlockVisitor {
    void block(long firstSequence, byte[] block);
  }

  /** Takes blocks while it wants more. */
  @FunctionalInterface
  interface BlockWalker {
    /** Takes a block; whether the next one is wanted. */
    boolean block(long firstSequence, byte[] block);
  }
}
