package io.tripline.engine.pipeline;

import io.tripline.engine.port.StorageException;

/**
 * What a ring slot holds, and a journal block tells by a code that never changes. All but the
 * barrier are entries: they have sequence numbers and stand in the journal. A barrier is none, so
 * that no outcome can depend on when a checkpoint was taken.
 */
enum EntryKind {
  /** One or more events, one after another; each is an entry of its own. */
  EVENTS(1),
  /** A rule set takes effect. */
  DEPLOY(2),
  /** A rule set is taken away. */
  UNDEPLOY(3),
  /** The end of a finite input. */
  END(4),
  /** A source has a name. */
  SOURCE(5),
  /** A source has come to a time without bringing an event. */
  TIME(6),
  /** A source has been silent for so long that nobody waits for it. */
  IDLE(7),
  /** Entries of a list or a table are added, replaced or removed. */
  CONTENTS(8),
  /** Rules of a set have another mode, are paused, or go on. */
  MODES(9),
  /** A checkpoint. */
  BARRIER(0);

  private static final int NEVER_JOURNALED = 0;

  private final int code;

  EntryKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Whether rules come, change or go with it. */
  boolean changesRules() {
    return switch (this) {
      case DEPLOY, UNDEPLOY, MODES -> true;
      case EVENTS, END, SOURCE, TIME, IDLE, CONTENTS, BARRIER -> false;
    };
  }

  static EntryKind of(int code) {
    for (EntryKind kind : values()) {
      if (kind.code == code && code != NEVER_JOURNALED) {
        return kind;
      }
    }
    throw new StorageException(
        "The journal holds an entry of kind "
            + code
            + ", which this version of Tripline does not know.");
  }
}
