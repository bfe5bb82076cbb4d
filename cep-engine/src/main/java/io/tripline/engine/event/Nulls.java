package io.tripline.engine.event;

/** How null looks in each primitive form, in event slots and in evaluation alike. */
public final class Nulls {
  /** Null among longs: int, decimal, timestamp, duration, and the index of an enum symbol. */
  public static final long LONG = Long.MIN_VALUE;

  /** Null among doubles; every NaN counts as null. */
  public static final double DOUBLE = Double.NaN;

  /**
   * Unknown, in three-valued logic; 0 is false and 1 true. In a bool slot null is {@link #LONG}.
   */
  public static final int UNKNOWN = -1;

  /** A string slot without a string, in events and in registers. */
  public static final long NO_STRING = -1;

  private Nulls() {}
}
