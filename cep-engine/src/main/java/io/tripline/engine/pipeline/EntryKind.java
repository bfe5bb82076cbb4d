package io.tripline.engine.pipeline;

import io.tripline.engine.port.StorageException;

/** What a ring slot holds, and a journal block tells by a code that never changes. */
enum EntryKind {
  /** One or more events, one after another; each is an entry of its own. */
  EVENTS(1),
  /** A rule set takes effect. */
  DEPLOY(2),
  /** A rule set is taken away. */
  UNDEPLOY(3),
  /** A checkpoint. */
  BARRIER(4),
  /** The end of a finite input. */
  END(5);

  private final int code;

  EntryKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static EntryKind of(int code) {
    for (EntryKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new StorageException(
        "The journal holds an entry of kind "
            + code
            + ", which this version of Tripline does not know.");
  }
}
