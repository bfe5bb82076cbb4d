package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventView;

/**
 * The stage before the match workers: decides for each event, once, what time it has and what
 * becomes of it. It writes that into the slot's side arrays ({@link Slot#set}) and never into the
 * event: the journal worker reads the event's bytes at the same time.
 *
 * <p>An event with a verdict other than {@link Verdict#MATCH} reaches no rule, and its time counts
 * for nothing; it keeps its number and its place in the journal. Verdicts are made in {@link
 * #judge}: what makes events late or duplicates belongs there. What has to be stored of such an
 * event is stored by the alert handler, which finds the verdict in the slot, and is gated on the
 * journal. State that a verdict depends on is part of the checkpoint: handed over at the barrier.
 */
final class Intake implements Stage {
  private final EventClock clock;
  private final EventView event = new EventView();
  // For those who read figures.
  private volatile EventClock.Reading reading;

  /**
   * @param start as of the last checkpoint
   */
  Intake(EventClock.Reading start) {
    clock = new EventClock(start);
    reading = start;
  }

  /** As of the last batch. Any thread. */
  EventClock.Reading reading() {
    return reading;
  }

  @Override
  public void onSlot(Slot slot, boolean endOfBatch) {
    switch (slot.kind()) {
      case EVENTS -> onEvents(slot);
      case DEPLOY, UNDEPLOY -> {}
      case BARRIER -> slot.ticket().clock(clock.reading());
      case END -> clock.onEnd();
    }
    slot.watermark(clock.watermark());
    if (endOfBatch) {
      reading = clock.reading();
    }
  }

  private void onEvents(Slot slot) {
    byte[] data = slot.data();
    int count = slot.count();
    slot.prepare(clock.number() + 1);
    int at = 0;
    for (int i = 0; i < count; i++) {
      event.wrap(data, at);
      Verdict verdict = judge(event);
      clock.onEvent(event.time(), verdict);
      slot.set(i, clock.watermark(), verdict);
      at += event.length();
    }
  }

  /** What becomes of an event: asked once of each, in their order. */
  private static Verdict judge(EventView event) {
    return Verdict.MATCH;
  }
}
