package io.tripline.engine.window;

import io.tripline.dsl.ir.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log holds and is asked. Not to be changed.
 *
 * @param kind one of those of logs
 * @param plans what it is asked
 * @param lengths of the windows; see {@link Series#lengths}
 * @param delay how far before now windows end
 * @param anew the unit or session with which it begins anew; null for one that never does so
 */
record LogPlan(
    Series.Kind kind,
    Cell cell,
    List<Plan> plans,
    long[] lengths,
    long delay,
    @Nullable Window anew) {

  /** Of a series whose rows are its values. */
  static LogPlan of(Series series) {
    return new LogPlan(
        series.kind(),
        series.cell(),
        series.plans(),
        series.lengths(),
        series.delay(),
        series.kind().isAnew() ? series.window() : null);
  }

  /** How far the longest window reaches. */
  long longest() {
    long most = 0;
    for (long length : lengths) {
      most = Math.max(most, length);
    }
    return most;
  }
}
