package io.tripline.engine.memory;

import io.tripline.engine.port.RejectedLog;
import java.util.ArrayList;
import java.util.List;

final class MemoryRejected implements RejectedLog {
  private final Object lock;
  private final List<Numbered> events = new ArrayList<>();

  MemoryRejected(Object lock) {
    this.lock = lock;
  }

  @Override
  public void append(List<Rejected> rejected) {
    synchronized (lock) {
      for (Rejected event : rejected) {
        events.add(new Numbered(events.size() + 1, event));
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

  void copyTo(MemoryRejected copy) {
    copy.events.addAll(events);
  }
}
