package io.tripline.engine.pipeline;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Events in the order (time, arrival): a binary heap. */
final class HeldQueue {
  private static final int LEAST = 16;

  private @Nullable HeldEvent[] events = new HeldEvent[LEAST];
  private int size;

  int size() {
    return size;
  }

  /** The time of the first event; {@code Long.MAX_VALUE} if there is none. */
  long firstTime() {
    return size == 0 ? Long.MAX_VALUE : at(0).time;
  }

  /** Of all that wait, the greatest time; {@code Long.MIN_VALUE} if nothing waits. */
  long lastTime() {
    long last = Long.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      last = Math.max(last, at(i).time);
    }
    return last;
  }

  void add(HeldEvent event) {
    if (size == events.length) {
      events = Arrays.copyOf(events, 2 * size);
    }
    int i = size++;
    while (i > 0) {
      int parent = (i - 1) / 2;
      if (at(parent).isBefore(event)) {
        break;
      }
      events[i] = events[parent];
      i = parent;
    }
    events[i] = event;
  }

  /** Takes the first event out. There must be one. */
  HeldEvent remove() {
    HeldEvent first = at(0);
    HeldEvent last = at(--size);
    events[size] = null;
    int i = 0;
    while (2 * i + 1 < size) {
      int child = 2 * i + 1;
      if (child + 1 < size && at(child + 1).isBefore(at(child))) {
        child++;
      }
      if (last.isBefore(at(child))) {
        break;
      }
      events[i] = events[child];
      i = child;
    }
    if (size > 0) {
      events[i] = last;
    }
    if (events.length > LEAST && 4 * size < events.length) {
      events = Arrays.copyOf(events, events.length / 2);
    }
    return first;
  }

  /** In no order. */
  void forEach(Consumer<HeldEvent> visitor) {
    for (int i = 0; i < size; i++) {
      visitor.accept(at(i));
    }
  }

  private HeldEvent at(int i) {
    HeldEvent event = events[i];
    if (event == null) {
      throw new IllegalStateException("no event " + i + " of " + size);
    }
    return event;
  }
}
