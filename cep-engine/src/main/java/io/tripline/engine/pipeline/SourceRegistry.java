package io.tripline.engine.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;

/** The names of sources, and when each was last heard of. Thread-safe. */
final class SourceRegistry {
  /** Name of source 0, which brings what nobody else says to bring. */
  static final String DEFAULT = "default";

  /** The most sources of one store. */
  static final int MOST = 1_000;

  static final int LONGEST_NAME = 200;

  // The index is the number. Written under the publisher's lock.
  private final List<String> names = new CopyOnWriteArrayList<>(List.of(DEFAULT));
  private final AtomicLongArray heardAt = new AtomicLongArray(MOST);
  private final AtomicLongArray events = new AtomicLongArray(MOST);

  SourceRegistry(List<TimeReading.SourceReading> known) {
    for (int i = 1; i < known.size(); i++) {
      names.add(known.get(i).name());
    }
    long now = System.nanoTime();
    for (int i = 0; i < MOST; i++) {
      heardAt.setPlain(i, now);
    }
  }

  int count() {
    return names.size();
  }

  /** Throws {@code IllegalArgumentException} unless it is the number of one of so many sources. */
  static void check(int source, int count) {
    if (source < 0 || source >= count) {
      throw new IllegalArgumentException("no source has the number " + source);
    }
  }

  /** The number of a name, or −1. */
  int find(String name) {
    return names.indexOf(name);
  }

  String name(int source) {
    return names.get(source);
  }

  /** Adds a name that is not known; its number. */
  int add(String name) {
    heard(names.size());
    names.add(name);
    return names.size() - 1;
  }

  /** Takes a name from the journal. */
  void recovered(ByteSource entry) {
    int source = entry.getInt();
    if (source != count()) {
      throw entry.damaged();
    }
    add(entry.getText());
  }

  void heard(int source) {
    heardAt.setRelease(source, System.nanoTime());
  }

  /** Counts events that a source has brought. */
  void count(int source, int more) {
    events.getAndAdd(source, more);
  }

  /** How many events each source has brought since the start, in their order. */
  List<EngineStats.SourceFlow> flows() {
    List<EngineStats.SourceFlow> flows = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      flows.add(new EngineStats.SourceFlow(name(i), events.get(i)));
    }
    return flows;
  }

  /** When a source was last heard of, by {@link System#nanoTime}. */
  long heardAt(int source) {
    return heardAt.getAcquire(source);
  }
}
