package io.tripline.engine.port;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The engine's state as of the last checkpoint, and that checkpoint. There are states under names,
 * few kinds that are read as a whole; and states of keys, which lie together key by key, so that
 * all of a key are found in one place, whosever they are. What loads may be called by any thread;
 * {@link #draft}, its checkpoint and {@link #sweep} by one.
 */
public interface StateStore {

  /** The last checkpoint, without its changes. */
  Optional<Checkpoint> lastCheckpoint();

  /** Number of stored states, those of keys among them. */
  long count();

  /** Calls the visitor for every state stored under a name. */
  void forEach(StateVisitor visitor);

  /**
   * Finds all states of some keys, in one go.
   *
   * @param keys by rising hash, for the sake of the disk
   * @param finder is told of each state, key by key
   */
  void loadKeys(List<KeyName> keys, KeyFinder finder);

  /** Calls the visitor for every state of a key, key by key. */
  default void forEachKey(KeyVisitor visitor) {
    forEachKey(0, 1, visitor);
  }

  /**
   * The same for a part of the keys, about as many as in each other part: so several threads can
   * share them.
   *
   * @param part which one, from 0
   * @param parts how many there are
   */
  void forEachKey(int part, int parts, KeyVisitor visitor);

  /**
   * Looks at some states of keys, from where the last call stopped, and removes those that are
   * garbage: states that nobody will load any more.
   *
   * @param most how many, at most
   * @return how many there were; fewer than {@code most} at the end, and then the next call begins
   *     anew
   */
  int sweep(int most, GarbageTest test);

  /**
   * Begins a checkpoint, which is written as its changes come, so that they need not be in memory
   * together. One that is never committed leaves nothing behind.
   */
  Draft draft(Pace pace);

  /** Commits a checkpoint at once. */
  default void commit(Checkpoint checkpoint) {
    Draft draft = draft(Pace.FULL);
    draft.add(checkpoint.keyChanges());
    draft.commit(
        checkpoint.sequence(),
        checkpoint.meta(),
        checkpoint.changes(),
        checkpoint.droppedStateIds());
  }

  /** A checkpoint that is not true yet. */
  interface Draft {

    /** More of its changes; of several for one state the last counts. */
    void add(List<KeyChange> changes);

    /**
     * Makes it true, with all its changes and the rest of it; see {@link Checkpoint}. There is
     * never half a checkpoint. Other threads may use the storage meanwhile, and do not wait long.
     * Until it returns, what loads or visits may find some of the changes.
     *
     * @return bytes of all that changed, with its keys
     */
    long commit(long sequence, byte[] meta, List<StateChange> changes, List<Long> droppedStateIds);
  }

  /** Spreads work over some time, for the sake of those who share the machine. */
  @FunctionalInterface
  interface Pace {
    /** Without breaks. */
    Pace FULL = (nanos, left) -> {};

    /**
     * Takes a break, if there has to be one.
     *
     * @param nanos that the part before it took
     * @param left parts that are still to be done
     */
    void rest(long nanos, int left);
  }

  /**
   * What is true up to and with an entry.
   *
   * @param sequence of the last entry before the barrier
   * @param meta the engine's own state, in the engine's own format
   * @param changes of states under names since the last checkpoint
   * @param keyChanges of states of keys since then; of several for one state the last counts
   * @param droppedStateIds under which nothing is stored any more, of names
   */
  record Checkpoint(
      long sequence,
      byte[] meta,
      List<StateChange> changes,
      List<KeyChange> keyChanges,
      List<Long> droppedStateIds) {}

  /**
   * The new state under a name.
   *
   * @param stateId which kind of state
   * @param value null if nothing is left
   * @param replaces whether there is a state of that name, in the store or by a change before this
   *     one: so the store can count its states without looking for them
   */
  record StateChange(long stateId, byte[] key, byte @Nullable [] value, boolean replaces) {}

  /** Takes stored states. */
  @FunctionalInterface
  interface StateVisitor {
    void state(long stateId, byte[] key, byte[] value);
  }

  // ---- states of keys

  /**
   * Names a key.
   *
   * @param hash of its bytes, by which keys are ordered
   */
  record KeyName(long hash, byte[] key) {}

  /**
   * A state of a key.
   *
   * @param deadline after which it is over, event time, ms
   * @param runs its partial matches
   */
  record KeyState(long deadline, int runs, byte[] value) {}

  /**
   * The new state that somebody keeps for a key.
   *
   * @param stateId whose: a number that a rule or a window gets when it is deployed, and keeps over
   *     versions as long as its states stay usable; never given twice
   * @param state null if nothing is left
   * @param replaces whether there is one, in the store or by a change before this one
   */
  record KeyChange(long stateId, KeyName key, @Nullable KeyState state, boolean replaces) {}

  /** Is told what was found of keys that were looked for. */
  @FunctionalInterface
  interface KeyFinder {
    /**
     * @param index of the key among those
     */
    void found(int index, long stateId, KeyState state);
  }

  /** Takes stored states of keys. */
  @FunctionalInterface
  interface KeyVisitor {
    void state(KeyName key, long stateId, KeyState state);
  }

  /** Tells what is garbage. */
  @FunctionalInterface
  interface GarbageTest {
    boolean isGarbage(KeyName key, long stateId, long deadline);
  }
}
