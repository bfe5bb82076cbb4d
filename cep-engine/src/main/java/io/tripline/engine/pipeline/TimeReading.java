package io.tripline.engine.pipeline;

import java.util.List;

/**
 * Where the intake stands: its part of a checkpoint, and what figures are read from. Times are
 * event time, ms.
 *
 * @param events so far; also the number of the last one
 * @param clock what rules without lateness go by: the greatest event time so far; {@code
 *     Long.MIN_VALUE} before the first event, {@code Long.MAX_VALUE} after the end of the input
 * @param least the greatest time that every source has come to, those that are idle aside; what is
 *     older, and older by more than its type's lateness, is late
 * @param counts of events that were not simply matched
 * @param sources by their number
 * @param held events that are held back; not part of a checkpoint's meta
 * @param lanes by rising lateness, without the one of lateness 0
 */
record TimeReading(
    long events,
    long clock,
    long least,
    Counts counts,
    List<SourceReading> sources,
    int held,
    List<LaneReading> lanes) {

  static final TimeReading START =
      new TimeReading(
          0, Long.MIN_VALUE, Long.MIN_VALUE, new Counts(0, 0, 0, 0, 0), List.of(), 0, List.of());

  TimeReading {
    sources = List.copyOf(sources);
    lanes = List.copyOf(lanes);
  }

  /**
   * Counts of events.
   *
   * @param late came too late, whatever became of them
   * @param diverted of these, to the late log
   * @param dropped of these, counted only
   * @param duplicates whose id was seen before
   * @param releasedEarly held events that made room for others before their time
   */
  record Counts(long late, long diverted, long dropped, long duplicates, long releasedEarly) {}

  /**
   * A source.
   *
   * @param greatest time that it brought; {@code Long.MIN_VALUE} before the first
   */
  record SourceReading(String name, long greatest, boolean idle) {}

  /**
   * A lane.
   *
   * @param watermark up to which it has released events
   * @param floor as of what time, and none before, its rules ask lists and tables
   * @param held events that wait in it; not part of a checkpoint's meta
   */
  record LaneReading(long lateness, long watermark, long floor, int held) {}

  /** The time that rules of a lateness go by. */
  long clockOf(long lateness) {
    if (lateness == 0) {
      return clock;
    }
    for (LaneReading lane : lanes) {
      if (lane.lateness() == lateness) {
        return lane.watermark();
      }
    }
    return Long.MIN_VALUE;
  }

  /** The earliest time that rules of a lateness ask lists and tables as of. */
  long floorOf(long lateness) {
    return lanes.stream()
        .filter(lane -> lane.lateness() == lateness)
        .mapToLong(LaneReading::floor)
        .findAny()
        .orElse(Long.MIN_VALUE);
  }

  /** The time that all rules have come to, whatever they wait for, but for their lateness. */
  long settled() {
    return Math.min(clock, least);
  }

  /** For people. */
  EngineStats.TimeStats stats() {
    return new EngineStats.TimeStats(
        counts.late(),
        counts.diverted(),
        counts.dropped(),
        counts.duplicates(),
        held,
        counts.releasedEarly(),
        sources.stream()
            .map(s -> new EngineStats.SourceStats(s.name(), s.greatest(), s.idle()))
            .toList(),
        lanes.stream()
            .map(l -> new EngineStats.LaneStats(l.lateness(), l.watermark(), l.held()))
            .toList());
  }

  /** Whether the input has ended. */
  boolean ended() {
    return clock == Long.MAX_VALUE;
  }
}
