package io.tripline.ingest;

import org.jspecify.annotations.Nullable;

/** Walks over the records of a body. Not thread-safe. */
public interface BodyRecords {
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

  /** One record, which is the whole body. */
  static BodyRecords whole(int length) {
    return single(length, null);
  }

  /**
   * One record, which is the whole body.
   *
   * @param broken see {@link #broken}
   */
  static BodyRecords single(int length, @Nullable String broken) {
    return new BodyRecords() {
      private boolean given;

      @Override
      public boolean next() {
        boolean first = !given;
        given = true;
        return first;
      }

      @Override
      public int start() {
        return 0;
      }

      @Override
      public int end() {
        return length;
      }

      @Override
      public @Nullable String broken() {
        return broken;
      }
    };
  }
}
