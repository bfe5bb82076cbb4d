package io.tripline.benchmarks.workload;

/** An engine, or a program, that finds alerts. */
public interface Contender {
  /**
   * Makes ready for a part: makes its events in the form that suits the contender best, compiles
   * what is compiled once.
   *
   * @param part {@code R1}, {@code R5}, {@code R100}, {@code R1000}, or that of a {@link
   *     Workload.Window}
   * @param events the most that will be asked for
   * @throws UnsupportedOperationException if the contender cannot express the part; the message
   *     says why, in a few words
   */
  Prepared prepare(String part, int events) throws Exception;

  /** A contender that is ready. */
  interface Prepared {
    /** A pass over the events, from nothing: whatever is made before it is not timed. */
    Pass begin(Tally tally) throws Exception;
  }

  /** One pass. */
  interface Pass extends AutoCloseable {
    /** Takes the first so many events; when it returns, their alerts are in the tally. Timed. */
    void run(int events) throws Exception;

    /** The time that counts where it is not that of all of {@link #run}; else negative. */
    default long nanos() {
      return -1;
    }

    /** Clears up. Not timed. */
    @Override
    default void close() throws Exception {}
  }
}
