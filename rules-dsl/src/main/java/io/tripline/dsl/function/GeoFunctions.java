package io.tripline.dsl.function;

import io.tripline.dsl.function.Parameter.Kind;
import io.tripline.dsl.ir.Type.Simple;
import java.util.List;

/** Distances on the earth, taken as a sphere. */
final class GeoFunctions {
  private static final double MEAN_RADIUS_METERS = 6_371_008.8;

  static final List<Function> ALL =
      List.of(
          Function.declare(
                  FunctionGroup.PLACES,
                  "distance",
                  Parameter.of("from", Kind.GEO),
                  Parameter.of("to", Kind.GEO))
              .doc("The length of the shortest way over the surface, by the haversine formula.")
              .note("It crosses the date line and the poles like any other line.")
              .example("distance(here.place, there.place)", "877.5 km")
              .example("distance(here.place, there.place) > 900 km", "false")
              .example("distance(here.place, here.place)", "0 km")
              .does(
                  Simple.LENGTH,
                  new PrimitiveKernel.OfPlaces(GeoFunctions::distance, GeoFunctions::detour)),
          Function.declare(
                  FunctionGroup.PLACES,
                  "speed",
                  Parameter.of("from", Kind.GEO),
                  Parameter.of("time_from", Kind.TIMESTAMP),
                  Parameter.of("to", Kind.GEO),
                  Parameter.of("time_to", Kind.TIMESTAMP))
              .doc("The speed that gets from one place and time to the other.")
              .note("It has no direction: which of the two was first does not matter.")
              .note(
                  "Where both times are equal it is infinite, so greater than every literal, and"
                      + " shown as null; at the same place it is 0, also in no time.")
              .example("speed(here.place, here.time, there.place, there.time)", "877.5 km/h")
              .example("speed(here.place, here.time, there.place, there.time) > 900 km/h", "false")
              .example("speed(here.place, here.time, there.place, here.time) > 900 km/h", "true")
              .does(Simple.SPEED, new PrimitiveKernel.OfJourney(GeoFunctions::speed)));

  private GeoFunctions() {}

  /** The haversine formula; StrictMath, so that every machine gives the same bits. */
  static double distance(double fromLat, double fromLon, double toLat, double toLon) {
    double lat1 = StrictMath.toRadians(fromLat);
    double lat2 = StrictMath.toRadians(toLat);
    double sinLat = StrictMath.sin((lat2 - lat1) / 2);
    double sinLon = StrictMath.sin(StrictMath.toRadians(toLon - fromLon) / 2);
    double h = sinLat * sinLat + StrictMath.cos(lat1) * StrictMath.cos(lat2) * sinLon * sinLon;
    return 2 * MEAN_RADIUS_METERS * StrictMath.asin(StrictMath.min(1, StrictMath.sqrt(h)));
  }

  /**
   * Not shorter than the distance: along a meridian, and then along the equator instead of the
   * parallel. A millionth and a millimeter longer, which is more than all that rounding does.
   */
  static double detour(double fromLat, double fromLon, double toLat, double toLon) {
    double degrees = Math.abs(toLat - fromLat) + Math.abs(toLon - fromLon);
    return MEAN_RADIUS_METERS * Math.toRadians(degrees) * (1 + 1e-6) + 0.001;
  }

  private static double speed(
      double fromLat, double fromLon, long fromTime, double toLat, double toLon, long toTime) {
    double meters = distance(fromLat, fromLon, toLat, toLon);
    long millis = Math.absExact(Math.subtractExact(toTime, fromTime));
    return meters == 0 ? 0 : meters * 1000 / millis; // over zero: infinity
  }
}
