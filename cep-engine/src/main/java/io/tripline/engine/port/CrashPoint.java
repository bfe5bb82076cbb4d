package io.tripline.engine.port;

/**
 * A place at which a process can die so that it matters to the next one: before and after each
 * write, and in between where several belong together. Tests end a process at each of them; see
 * {@link CrashPoints}. What holds after a death at a place is what is said of it.
 */
public enum CrashPoint {
  /** Entries are about to be written to the journal: nobody was told of them. */
  JOURNAL_APPEND_BEFORE,
  /** They are written; where blocks are synced one by one, they are on disk. */
  JOURNAL_APPEND_AFTER,
  /** Several blocks are about to be synced together; nobody was told of them. */
  JOURNAL_SYNC_BEFORE,
  /** They are on disk, and nobody was told yet. */
  JOURNAL_SYNC_AFTER,
  /** A new file of the journal is there, and nothing is in it; the one before it is closed. */
  JOURNAL_FILE_BEGUN,
  /** The first files of the journal are about to go, as the checkpoint lets them. */
  JOURNAL_CUT_BEFORE,
  /** One of them has lost its name, and no other, nor any of its bytes. */
  JOURNAL_CUT_AFTER,

  /** The alert handler has met a barrier: nothing of the checkpoint is stored. */
  BARRIER_MET,
  /** A part of a checkpoint is about to be logged; the one before it is the last that is true. */
  CHECKPOINT_PART_BEFORE,
  /** A part of it is logged, which the next start forgets. */
  CHECKPOINT_PART_AFTER,
  /** All parts are logged. */
  CHECKPOINT_COMMIT_BEFORE,
  /** It is true, and its parts are not applied: the next start does that. */
  CHECKPOINT_COMMIT_AFTER,
  /** Some of its parts are applied, this one not. */
  CHECKPOINT_APPLY_BEFORE,
  /** This one, too. */
  CHECKPOINT_APPLY_AFTER,
  /** All are applied, and still logged: applied again, they change nothing. */
  CHECKPOINT_FORGET_BEFORE,
  /** The checkpoint is through, and the journal behind it not cut yet. */
  CHECKPOINT_FORGET_AFTER,

  /** Alerts, with what is to be delivered of them, are about to be written, in one write. */
  ALERTS_BEFORE,
  /** They are written, and no dispatcher knows. */
  ALERTS_AFTER,
  /** A receiver has acknowledged an alert, which is not noted: it hears of it again. */
  DELIVERY_NOTED_BEFORE,
  /** It is noted. */
  DELIVERY_NOTED_AFTER,
  /** Answers are about to be stored, of events that are in the journal. */
  ANSWERS_BEFORE,
  /** They are stored, and nobody was told. */
  ANSWERS_AFTER,
  /** Events that came too late are about to be stored in the late log; the journal has them. */
  LATE_BEFORE,
  /** They are stored: a replay that comes to them again stores them no second time. */
  LATE_AFTER,
  /** Rejected events are about to be stored, which are nowhere else. */
  REJECTED_BEFORE,
  /** They are stored, and who gave them was not told: given again, they are stored again. */
  REJECTED_AFTER,

  /** A deployment is planned, and not in the ring: nothing has happened. */
  DEPLOYMENT_ENTRY_BEFORE,
  /** It is in the ring, and perhaps in the journal. */
  DEPLOYMENT_ENTRY_AFTER,
  /** It is in the journal, and its version is not stored. */
  RULE_VERSION_BEFORE,
  /** Its version is stored, and who asked for it was not told. */
  RULE_VERSION_AFTER,

  /** The folder of a savepoint is there, under another name, and empty. */
  SAVEPOINT_BEGUN,
  /** The database is copied into it, and the journal is not. */
  SAVEPOINT_DATABASE_COPIED,
  /** All is copied, and not described: it is no savepoint, and the next start removes it. */
  SAVEPOINT_DESCRIBED_BEFORE,
  /** It is complete but for its name; likewise. */
  SAVEPOINT_NAMED_BEFORE,
  /** It has its name, and who asked for it was not told. */
  SAVEPOINT_NAMED_AFTER,
  /** A folder is marked as one that a savepoint is being restored into: it is no store. */
  RESTORE_BEGUN,
  /** All is copied into it, and it is still marked so: restoring begins anew. */
  RESTORE_COPIED,
  /** It is a store, and who asked for it was not told. */
  RESTORE_AFTER,

  /** The store is open, and nothing was read. */
  RECOVERY_BEFORE,
  /** Stored states are in memory, and nothing of the journal is. */
  RECOVERY_STATES_READ,
  /** A block of the journal has been put into the ring again. */
  RECOVERY_BLOCK_REPLAYED,
  /** All of them have, and are worked off. */
  RECOVERY_REPLAYED
}
