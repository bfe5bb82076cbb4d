package io.tripline.engine.pipeline;

/** Counts events and keeps the watermark. Belongs to {@link Intake}. */
final class EventClock {
  /**
   * @param events so far; also the number of the last one
   * @param watermark the greatest event time so far; {@code Long.MIN_VALUE} before the first event
   * @param late events older than the watermark they met
   */
  record Reading(long events, long watermark, long late) {
    static final Reading START = new Reading(0, Long.MIN_VALUE, 0);
  }

  private long events;
  private long watermark;
  private long late;

  EventClock(Reading start) {
    events = start.events();
    watermark = start.watermark();
    late = start.late();
  }

  /** Counts an event; a late one is matched at the watermark, so that time never runs backwards. */
  void onEvent(long time, Verdict verdict) {
    events++;
    if (verdict != Verdict.MATCH) {
      return;
    }
    if (time < watermark) {
      late++;
    } else {
      watermark = time;
    }
  }

  void onEnd() {
    watermark = Long.MAX_VALUE;
  }

  /** The number of the last event. */
  long number() {
    return events;
  }

  long watermark() {
    return watermark;
  }

  Reading reading() {
    return new Reading(events, watermark, late);
  }
}
