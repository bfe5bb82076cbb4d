package io.tripline.engine.expression;

import io.tripline.dsl.ir.Place;
import io.tripline.engine.event.EventView;
import org.jspecify.annotations.Nullable;

/**
 * What an expression is evaluated in: the event that is tested, and the registers of one partial
 * match. One a matcher, reused; not thread-safe.
 */
public final class Frame {
  private static final long[] NO_LONGS = {};
  private static final @Nullable Object[] NO_OBJECTS = {};

  final EventView event = new EventView();
  long[] longs = NO_LONGS;
  @Nullable Object[] objects = NO_OBJECTS;
  private @Nullable Place failedAt;
  private String failure = "";

  /** Looks at an event. */
  public Frame event(EventView view) {
    event.wrap(view.bytes(), view.base());
    return this;
  }

  /** The type of the event looked at: its index in the schema. */
  public int typeId() {
    return event.typeId();
  }

  /** Looks at the registers of a partial match. */
  public Frame registers(RegisterValues values) {
    longs = values.longs();
    objects = values.objects();
    return this;
  }

  /** Notes a run-time error; the first one since {@link #reset} stays. */
  void fail(Place place, String what) {
    if (failedAt == null) {
      failedAt = place;
      failure = what;
    }
  }

  /** Forgets a noted error. */
  public void reset() {
    failedAt = null;
  }

  /** Where a run-time error was met since {@link #reset}, or null. */
  public @Nullable Place failedAt() {
    return failedAt;
  }

  /** What it was. */
  public String failure() {
    return failure;
  }
}
