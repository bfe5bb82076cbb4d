package io.tripline.examples.world;

import java.time.LocalDate;

/**
 * What a world is made from; equal settings make equal bytes.
 *
 * @param events how many events, exactly; 0 to 10 billion
 * @param cards how many payment cards; 1 to 50 million. Accounts are about two thirds of that.
 *     Memory is about 30 bytes a card
 * @param seed chooses the world; any value
 * @param fraudRate the share of all events that fraudsters cause (those with {@code "fraud": 1}), 0
 *     to 0.5. The number of such events differs from {@code fraudRate × events} by less than one
 *     episode (at most 20 events), as long as the world has room for an episode
 * @param lookAlikeRate the share of all events that belong to harmless look-alikes, 0 to 0.4, to
 *     the same precision
 * @param start the first day (UTC), in the years 1970 to 9000
 * @param days how many days the events are spread over, 1 to 3650
 */
public record WorldSettings(
    long events,
    int cards,
    long seed,
    double fraudRate,
    double lookAlikeRate,
    LocalDate start,
    int days) {
  private static final double FEWEST_LOOK_ALIKES = 0.02;
  private static final double MOST_LOOK_ALIKES = 0.4;
  private static final LocalDate USUAL_START = LocalDate.of(2026, 3, 2);

  /** Checks the bounds; what is out of bounds is an {@link IllegalArgumentException}. */
  public WorldSettings {
    check(events >= 0 && events <= 10_000_000_000L, "events must be 0 to 10000000000", events);
    check(cards >= 1 && cards <= 50_000_000, "cards must be 1 to 50000000", cards);
    check(fraudRate >= 0 && fraudRate <= 0.5, "the fraud rate must be 0 to 0.5", fraudRate);
    check(
        lookAlikeRate >= 0 && lookAlikeRate <= MOST_LOOK_ALIKES,
        "the look-alike rate must be 0 to 0.4",
        lookAlikeRate);
    check(
        start.getYear() >= 1970 && start.getYear() <= 9000,
        "the start must lie in the years 1970 to 9000",
        start);
    check(days >= 1 && days <= 3650, "days must be 1 to 3650", days);
  }

  /**
   * One day from 2026-03-02, with as many events in look-alikes as in fraud, though at least 2 % of
   * all.
   */
  public static WorldSettings of(long events, int cards, long seed, double fraudRate) {
    double lookAlikes =
        StrictMath.min(MOST_LOOK_ALIKES, StrictMath.max(FEWEST_LOOK_ALIKES, fraudRate));
    return new WorldSettings(events, cards, seed, fraudRate, lookAlikes, USUAL_START, 1);
  }

  /** The same with another share of look-alikes. */
  public WorldSettings withLookAlikes(double rate) {
    return new WorldSettings(events, cards, seed, fraudRate, rate, start, days);
  }

  /** The same over another period. */
  public WorldSettings during(LocalDate firstDay, int numberOfDays) {
    return new WorldSettings(events, cards, seed, fraudRate, lookAlikeRate, firstDay, numberOfDays);
  }

  private static void check(boolean holds, String what, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(what + ", not " + value);
    }
  }
}
