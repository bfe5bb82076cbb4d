package io.tripline.dsl.syntax;

import io.tripline.dsl.ir.Place;
import org.jspecify.annotations.Nullable;

/** What follows {@code over}. */
public sealed interface WindowTree {
  Place place();

  /**
   * {@code 10m}, {@code 7d delayed 7d}, {@code 90d every 1h}; with {@code previous} the event that
   * is tested is left out.
   *
   * @param delay null where there is none
   * @param pane null where there is none
   */
  record Sliding(
      Clause.Duration length,
      boolean previous,
      Clause.@Nullable Duration delay,
      Clause.@Nullable Duration pane,
      Place place)
      implements WindowTree {}

  /**
   * {@code last 20}.
   *
   * @param digits null if they could not be read
   */
  record LastEvents(@Nullable String digits, Place place) implements WindowTree {}

  /** {@code session 30m}. */
  record Session(Clause.Duration gap, Place place) implements WindowTree {}

  /**
   * {@code day 'Europe/Berlin'}.
   *
   * @param zone null where there is none
   */
  record Calendar(Name unit, @Nullable Zone zone, Place place) implements WindowTree {}

  /** A time zone as written, without its quotes. */
  record Zone(String text, Place place) {}
}
