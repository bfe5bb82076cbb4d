package io.tripline.benchmarks.workload;

/** An event of the window series: one of three kinds, all under one key. Immutable. */
public final class Signal {
  public static final int A = 0;
  public static final int B = 1;
  public static final int C = 2;

  private final long number;
  private final long time;
  private final int kind;

  /**
   * @param number its place in the stream, from 1
   * @param time ms
   */
  Signal(long number, long time, int kind) {
    this.number = number;
    this.time = time;
    this.kind = kind;
  }

  public long getNumber() {
    return number;
  }

  public long getTime() {
    return time;
  }

  /** The same signal at another time. */
  Signal later(long millis) {
    return new Signal(number, time + millis, kind);
  }

  public int getKind() {
    return kind;
  }
}
