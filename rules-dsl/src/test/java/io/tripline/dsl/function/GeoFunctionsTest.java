package io.tripline.dsl.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GeoFunctionsTest {
  private static final double[] CORNERS = {-180, -90, -45, 0, 1e-9, 45, 90, 180};

  @Test
  void theDetourIsNeverShorterThanTheDistance() {
    for (double fromLat : CORNERS) {
      for (double fromLon : CORNERS) {
        for (double toLat : CORNERS) {
          for (double toLon : CORNERS) {
            check(fromLat / 2, fromLon, toLat / 2, toLon);
          }
        }
      }
    }
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200_000; i++) {
      double lat = random.nextDouble(-90, 90);
      double lon = random.nextDouble(-180, 180);
      check(lat, lon, random.nextDouble(-90, 90), random.nextDouble(-180, 180));
      // Near each other, and nearly at opposite ends.
      double bit = Math.pow(10, -random.nextInt(12));
      check(lat, lon, lat + random.nextDouble(bit), lon + random.nextDouble(bit));
      check(lat, lon, -lat + random.nextDouble(bit), lon + 180 - random.nextDouble(bit));
    }
  }

  private static void check(double fromLat, double fromLon, double toLat, double toLon) {
    assertThat(GeoFunctions.detour(fromLat, fromLon, toLat, toLon))
        .as("%s %s to %s %s", fromLat, fromLon, toLat, toLon)
        .isGreaterThanOrEqualTo(GeoFunctions.distance(fromLat, fromLon, toLat, toLon));
  }
}
