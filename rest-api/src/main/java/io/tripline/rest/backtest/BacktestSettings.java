package io.tripline.rest.backtest;

/**
 * What backtests may take of the machine.
 *
 * @param maxStateBytes of memory that the rules of one may remember things in; one runs at a time
 * @param maxUploadBytes of the events that are uploaded for one, unpacked
 * @param maxAlerts of one that are kept to be read; more are counted
 * @param maxJobs that are there at a time, those included that have ended
 */
public record BacktestSettings(
    long maxStateBytes, long maxUploadBytes, int maxAlerts, int maxJobs) {

  /**
   * @throws IllegalArgumentException if a bound makes no sense
   */
  public BacktestSettings {
    if (maxStateBytes < 1 || maxUploadBytes < 1 || maxAlerts < 1 || maxJobs < 1) {
      throw new IllegalArgumentException("backtest settings out of range");
    }
  }

  /** 256 MB of memory, uploads of 4 GB, 100,000 alerts of one, 20 jobs. */
  public static BacktestSettings defaults() {
    return new BacktestSettings(256L << 20, 4L << 30, 100_000, 20);
  }
}
