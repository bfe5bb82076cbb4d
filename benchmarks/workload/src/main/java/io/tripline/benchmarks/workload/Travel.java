package io.tripline.benchmarks.workload;

/** Whether a card can have been in two places, for whoever has to bring a function of his own. */
public final class Travel {
  private static final double FAR_METERS = 100_000;
  private static final double FAST_METERS_PER_SECOND = 250;
  private static final double EARTH_METERS = 6_371_008.8;
  // Of the haversine: what spares most of the work where two places are near.
  private static final double FAR_HAVERSINE = square(Math.sin(FAR_METERS / (2 * EARTH_METERS)));

  private Travel() {}

  /**
   * Whether the places are more than 100 km apart, and getting from one to the other takes more
   * than 900 km/h.
   *
   * @param millis between the two
   */
  public static boolean impossible(
      double lat1, double lon1, double lat2, double lon2, long millis) {
    double from = Math.toRadians(lat1);
    double to = Math.toRadians(lat2);
    double haversine =
        square(Math.sin((to - from) / 2))
            + Math.cos(from) * Math.cos(to) * square(Math.sin(Math.toRadians(lon2 - lon1) / 2));
    if (haversine <= FAR_HAVERSINE) {
      return false;
    }
    double meters = 2 * EARTH_METERS * Math.asin(Math.min(1, Math.sqrt(haversine)));
    return meters * 1000 > FAST_METERS_PER_SECOND * millis;
  }

  private static double square(double x) {
    return x * x;
  }
}
