package io.tripline.engine.explain;

import io.tripline.engine.alert.Alert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened at one event, or where time alone ended something between two events.
 *
 * @param event null where no event of the key came
 * @param time of the event, ms; else the last time at which what ended could still go on
 * @param happenings in their order
 * @param alerts what became of the matches, in their order
 */
public record Moment(
    @Nullable EventAt event, long time, List<Happening> happenings, List<Outcome> alerts) {

  /**
   * An event as people are told of it.
   *
   * @param number its place among all events, from 1
   * @param id as alerts show it
   * @param time its own time, ms
   * @param late whether it was matched at a later time than its own
   */
  public record EventAt(long number, String id, String type, long time, boolean late) {}

  /** What became of a match. */
  public sealed interface Outcome {
    /** It raised an alert. */
    record Raised(Alert alert) implements Outcome {}

    /** {@code once per} held it back, as this alert stands. */
    record HeldBack(Alert standing) implements Outcome {}
  }

  public Moment {
    happenings = List.copyOf(happenings);
    alerts = List.copyOf(alerts);
  }
}
