package io.tripline.app.serve;

import io.tripline.engine.pipeline.EngineStats.TimeStats;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tells of events that were matched before their turn because too many waited: at once the first
 * time, then once a minute at most, with a count. Looks at figures from time to time, like {@link
 * LimitLog}. Not thread-safe.
 */
final class HeldLog {
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final Consumer<String> log;
  private long told;
  private long toldAt;
  private boolean hasTold;

  /**
   * @param start what is no news
   */
  HeldLog(TimeStats start, Consumer<String> log) {
    this.told = start.releasedEarly();
    this.log = log;
  }

  /**
   * Looks once.
   *
   * @param nanos of a clock that never goes back
   */
  void look(TimeStats time, long nanos) {
    long early = time.releasedEarly();
    if (early == told || hasTold && nanos - toldAt < QUIET_NANOS) {
      return;
    }
    log.accept(
        String.format(
            Locale.ROOT,
            "%,d events were matched before their turn: more wait than --max-held-events allows."
                + " One source may be far behind the others; see GET /v1/status.",
            early - told));
    told = early;
    toldAt = nanos;
    hasTold = true;
  }
}
