package io.tripline.ingest;

import org.jspecify.annotations.Nullable;

/** Walks over the records of a body. */
interface BodyRecords {
  /** Goes to the next record; false if there is none. */
  boolean next();

  /** Where the record starts. */
  int start();

  /** Where it ends: the place after its last byte. */
  int end();

  /**
   * Null for a record. Else this is no record but the rest of a body whose form is broken, and a
   * sentence that says how; nothing comes after it.
   */
  @Nullable String broken();

  /** The records of {@code body[0]} to {@code body[length - 1]}. */
  static BodyRecords of(byte[] body, int length, BodyFormat format) {
    return switch (format) {
      case JSON -> new JsonBodyRecords(body, length);
      case NDJSON -> new LineRecords(body, length);
    };
  }
}
