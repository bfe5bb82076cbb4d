package io.tripline.engine.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far each source has come, and what follows for all. A source that has brought nothing yet, or
 * is idle, holds nothing back. Belongs to {@link Intake}.
 */
final class SourceClocks {
  private static final int LEAST = 4;

  private String[] names = new String[LEAST];
  private long[] greatest = new long[LEAST];
  private boolean[] idle = new boolean[LEAST];
  // As they were last read; null where something has changed since.
  private TimeReading.@Nullable SourceReading[] readings = new TimeReading.SourceReading[LEAST];
  private int count;
  // The least greatest time of sources that are not idle; MAX_VALUE if there is none.
  private long slowest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;
  private long least;

  SourceClocks(TimeReading start) {
    least = start.least();
    for (int i = 0; i < start.sources().size(); i++) {
      TimeReading.SourceReading source = start.sources().get(i);
      name(i, source.name());
      greatest[i] = source.greatest();
      idle[i] = source.idle();
      latest = Math.max(latest, source.greatest());
    }
    findSlowest();
  }

  /** Gives a source its name. */
  void name(int source, String name) {
    makeKnown(source);
    names[source] = name;
    readings[source] = null;
  }

  private void makeKnown(int source) {
    if (source >= names.length) {
      int room = Math.max(source + 1, 2 * names.length);
      names = Arrays.copyOf(names, room);
      greatest = Arrays.copyOf(greatest, room);
      idle = Arrays.copyOf(idle, room);
      readings = Arrays.copyOf(readings, room);
    }
    for (; count <= source; count++) {
      names[count] = count == 0 ? SourceRegistry.DEFAULT : "";
      greatest[count] = Long.MIN_VALUE;
    }
  }

  /** A source has come to a time, or says again that it is there. */
  void onTime(int source, long time) {
    if (source >= count) {
      makeKnown(source);
    }
    long before = greatest[source];
    if (time > before) {
      greatest[source] = time;
      readings[source] = null;
      latest = Math.max(latest, time);
    }
    if (idle[source] || before == Long.MIN_VALUE) {
      idle[source] = false;
      readings[source] = null;
      findSlowest();
    } else if (time > before && before == slowest) {
      if (count == 1) {
        slowest = time;
        least = Math.max(least, time);
      } else {
        findSlowest();
      }
    }
  }

  /** A source has been silent for so long that nobody waits for it. */
  void onIdle(int source) {
    makeKnown(source);
    idle[source] = true;
    readings[source] = null;
    findSlowest();
  }

  private void findSlowest() {
    slowest = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      if (!idle[i] && greatest[i] != Long.MIN_VALUE) {
        slowest = Math.min(slowest, greatest[i]);
      }
    }
    least = Math.max(least, slowest == Long.MAX_VALUE ? latest : slowest);
  }

  /**
   * The greatest time that every source has come to, those that are idle aside; never goes back.
   */
  long least() {
    return least;
  }

  /**
   * Up to where events that may come late by so much are all there; may go back, which whoever asks
   * does not. If every source is idle, nothing is waited for.
   */
  long watermark(long lateness) {
    if (slowest == Long.MAX_VALUE) {
      return latest;
    }
    return before(slowest, lateness);
  }

  /** The time that lies {@code millis} before another. */
  static long before(long time, long millis) {
    long earlier = time - millis;
    return earlier > time ? Long.MIN_VALUE : earlier;
  }

  /** Asked for with each batch; of many sources most have not moved then. */
  List<TimeReading.SourceReading> read() {
    List<TimeReading.SourceReading> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      TimeReading.SourceReading reading = readings[i];
      if (reading == null) {
        reading = new TimeReading.SourceReading(names[i], greatest[i], idle[i]);
        readings[i] = reading;
      }
      all.add(reading);
    }
    return all;
  }
}
