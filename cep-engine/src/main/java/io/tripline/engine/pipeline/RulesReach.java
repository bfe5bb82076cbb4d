package io.tripline.engine.pipeline;

/** How far back running rules look. Of one thread. */
final class RulesReach {
  private Running of = Running.NOTHING;
  private long millis;

  /**
   * The first entry that could make a difference to the rules, if they began just now.
   *
   * @param marks where the stream stood before
   * @param settled see {@link TimeReading#settled}
   * @return {@code Long.MAX_VALUE} if there is none, or if time does not bound it: what has no end
   *     cannot be kept
   */
  long from(Running running, TimeMarks marks, long settled) {
    if (running != of) {
      millis = new WarmPart(Running.NOTHING, running).reach();
      of = running;
    }
    if (millis == 0 || millis == WarmPart.ENDLESS || settled == Long.MIN_VALUE) {
      return Long.MAX_VALUE;
    }
    TimeMarks.Mark mark = marks.before(SourceClocks.before(settled, millis), 0);
    return mark == null ? Long.MAX_VALUE : mark.sequence();
  }
}
