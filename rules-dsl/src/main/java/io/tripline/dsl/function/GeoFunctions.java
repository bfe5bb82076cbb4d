package io.tripline.dsl.function;

import static io.tripline.dsl.function.Function.example;

import io.tripline.dsl.function.Parameter.Kind;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.Type.Simple;
import java.util.List;

/** Distances on the earth, taken as a sphere. */
final class GeoFunctions {
  private static final double MEAN_RADIUS_METERS = 6_371_008.8;

  static final List<Function> ALL =
      List.of(
          Function.plain(
              "distance",
              List.of(Parameter.of("from", Kind.GEO), Parameter.of("to", Kind.GEO)),
              Simple.LENGTH,
              "The great-circle distance of two places.",
              example("distance(a.place, b.place) > 900 km"),
              a -> distance((Geo) a[0], (Geo) a[1])),
          Function.plain(
              "speed",
              List.of(
                  Parameter.of("from", Kind.GEO),
                  Parameter.of("time_from", Kind.TIMESTAMP),
                  Parameter.of("to", Kind.GEO),
                  Parameter.of("time_to", Kind.TIMESTAMP)),
              Simple.SPEED,
              "The speed that gets from one place and time to the other, in either direction. In no"
                  + " time at all it is infinite, or 0 at the same place.",
              example("speed(a.place, a.time, b.place, b.time) > 900 km/h"),
              a -> speed((Geo) a[0], (Long) a[1], (Geo) a[2], (Long) a[3])));

  private GeoFunctions() {}

  /** The haversine formula; StrictMath, so that every machine gives the same bits. */
  private static double distance(Geo from, Geo to) {
    double lat1 = StrictMath.toRadians(from.lat());
    double lat2 = StrictMath.toRadians(to.lat());
    double sinLat = StrictMath.sin((lat2 - lat1) / 2);
    double sinLon = StrictMath.sin(StrictMath.toRadians(to.lon() - from.lon()) / 2);
    double h = sinLat * sinLat + StrictMath.cos(lat1) * StrictMath.cos(lat2) * sinLon * sinLon;
    return 2 * MEAN_RADIUS_METERS * StrictMath.asin(StrictMath.min(1, StrictMath.sqrt(h)));
  }

  private static double speed(Geo from, long timeFrom, Geo to, long timeTo) {
    double meters = distance(from, to);
    long millis = Math.absExact(Math.subtractExact(timeTo, timeFrom));
    return meters == 0 ? 0 : meters * 1000 / millis; // over zero: infinity
  }
}
