package io.tripline.engine.window;

import io.tripline.dsl.ir.Window;
import org.jspecify.annotations.Nullable;

/** Until when what began anew goes on: a unit of the calendar, or a session. Not thread-safe. */
final class Epochs {
  private final @Nullable CalendarUnits units;
  private final long gap;

  /**
   * @param window a {@link Window.Calendar} or a {@link Window.Session}
   */
  Epochs(Window window) {
    this.units = window instanceof Window.Calendar c ? new CalendarUnits(c) : null;
    this.gap = window instanceof Window.Session s ? s.gapMillis() : 0;
  }

  /** The last moment at which an event would belong to what one at this clock belongs to. */
  long until(long clock) {
    if (units != null) {
      return units.last(clock);
    }
    return clock > Long.MAX_VALUE - gap ? Long.MAX_VALUE : clock + gap;
  }
}
