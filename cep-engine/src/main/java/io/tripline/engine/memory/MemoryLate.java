package io.tripline.engine.memory;

import io.tripline.engine.port.LateLog;
import java.util.ArrayList;
import java.util.List;

final class MemoryLate implements LateLog {
  private final Object lock;
  private final boolean keep;
  private final List<Numbered> events = new ArrayList<>();

  MemoryLate(Object lock, boolean keep) {
    this.lock = lock;
    this.keep = keep;
  }

  @Override
  public long lastEvent() {
    synchronized (lock) {
      return events.isEmpty() ? 0 : events.getLast().event().event();
    }
  }

  @Override
  public void append(List<Late> late) {
    synchronized (lock) {
      if (keep) {
        late.forEach(event -> events.add(new Numbered(events.size() + 1L, event)));
      }
    }
  }

  @Override
  public long count() {
    synchronized (lock) {
      return events.size();
    }
  }

  @Override
  public List<Numbered> latest(int limit, long before) {
    synchronized (lock) {
      return events.reversed().stream()
          .filter(event -> event.number() < before)
          .limit(limit)
          .toList();
    }
  }

  @Override
  public void forgetAfter(long event) {
    synchronized (lock) {
      events.removeIf(late -> late.event().event() > event);
    }
  }

  void copyTo(MemoryLate copy) {
    copy.events.addAll(events);
  }
}
