package io.tripline.state;

import io.tripline.engine.pipeline.CheckpointOutline;
import io.tripline.engine.pipeline.JournalEntry;
import io.tripline.engine.pipeline.StoredState;
import io.tripline.engine.port.RuleVersions.RuleFailure;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import org.jspecify.annotations.Nullable;

/** One thing that is in a store, as a {@link StoreDump} tells it. */
public sealed interface StoreRecord {
  /**
   * The last checkpoint.
   *
   * @param entry the last that it holds, −1 if there is no checkpoint
   * @param position of the last entry of the journal
   */
  record Checkpoint(long entry, long position, CheckpointOutline outline) implements StoreRecord {}

  /** A version of a rule set. */
  record Version(RuleSetVersion version) implements StoreRecord {}

  /** Where a rule has failed. */
  record Failure(RuleFailure failure) implements StoreRecord {}

  /**
   * A state.
   *
   * @param key a number that states of the same key share, from 1, in one dump; 0 where they are
   *     not kept key by key
   */
  record State(long key, StoredState state) implements StoreRecord {}

  /** An alert. */
  record OfAlert(StoredAlert alert) implements StoreRecord {}

  /**
   * An alert that waits for a webhook, or that was given up.
   *
   * @param alertId null if there is no such alert
   */
  record Delivery(Outbox.Entry entry, boolean givenUp, @Nullable String alertId)
      implements StoreRecord {}

  /** An entry of the journal. */
  record Entry(JournalEntry entry) implements StoreRecord {}

  /**
   * Something that cannot be read; what is behind it is told all the same.
   *
   * @param where file, part, or record
   */
  record Damage(String where, String what) implements StoreRecord {}

  /** Something that has to be known to read the rest. */
  record Note(String where, String what) implements StoreRecord {}
}
