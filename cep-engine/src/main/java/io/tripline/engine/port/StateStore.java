package io.tripline.engine.port;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keyed state as of the last checkpoint, and that checkpoint. {@link #load} may be called by any
 * thread; {@link #commit} by one.
 */
public interface StateStore {

  /** The last checkpoint, without its changes. */
  Optional<Checkpoint> lastCheckpoint();

  /**
   * The states stored for keys, in one go.
   *
   * @return for each name its state, or null
   */
  byte[] @Nullable [] load(List<StateName> names);

  /** The state stored for a key, or null. */
  default byte @Nullable [] load(long stateId, byte[] key) {
    return load(List.of(new StateName(stateId, key)))[0];
  }

  /** Number of stored states. */
  long count();

  /** Calls the visitor for every stored state. */
  void forEach(StateVisitor visitor);

  /**
   * Commits changes and meta; there is never half a checkpoint. Other threads may use the storage
   * meanwhile, and do not wait long. Until it returns, {@link #load} and {@link #forEach} may find
   * some of the changes.
   */
  default void commit(Checkpoint checkpoint) {
    commit(checkpoint, Pace.FULL);
  }

  /** The same, with breaks. */
  void commit(Checkpoint checkpoint, Pace pace);

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
   * Names one key's state.
   *
   * @param stateId see {@link StateChange}
   */
  record StateName(long stateId, byte[] key) {}

  /**
   * What is true up to and with an entry.
   *
   * @param sequence of the last entry before the barrier
   * @param meta the engine's own state, in the engine's own format
   * @param changes of keyed state since the last checkpoint
   * @param droppedStateIds states of rules that are gone, all keys
   */
  record Checkpoint(
      long sequence, byte[] meta, List<StateChange> changes, List<Long> droppedStateIds) {}

  /**
   * One key's new state.
   *
   * @param stateId whose state: a number that a rule gets when it is deployed, and keeps over
   *     versions as long as its state stays usable
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
}
