package io.tripline.examples.world;

import java.util.List;

/** All cities of the world, and the distances between them. */
final class Cities {
  private static final double EARTH_RADIUS_KM = 6371.0088;

  private static final List<City> ALL =
      List.of(
          home("Berlin", "DE", 52.5200, 13.4050, 60, 12, Tongue.GERMAN, "EUR"),
          home("Hamburg", "DE", 53.5511, 9.9937, 60, 8, Tongue.GERMAN, "EUR"),
          home("München", "DE", 48.1351, 11.5820, 60, 8, Tongue.GERMAN, "EUR"),
          home("Köln", "DE", 50.9375, 6.9603, 60, 6, Tongue.GERMAN, "EUR"),
          home("Wien", "AT", 48.2082, 16.3738, 60, 6, Tongue.GERMAN, "EUR"),
          home("Zürich", "CH", 47.3769, 8.5417, 60, 6, Tongue.GERMAN, "CHF"),
          home("Genève", "CH", 46.2044, 6.1432, 60, 3, Tongue.FRENCH, "CHF"),
          home("Paris", "FR", 48.8566, 2.3522, 60, 12, Tongue.FRENCH, "EUR"),
          home("Lyon", "FR", 45.7640, 4.8357, 60, 5, Tongue.FRENCH, "EUR"),
          home("Marseille", "FR", 43.2965, 5.3698, 60, 4, Tongue.FRENCH, "EUR"),
          home("Bruxelles", "BE", 50.8503, 4.3517, 60, 4, Tongue.FRENCH, "EUR"),
          home("Amsterdam", "NL", 52.3676, 4.9041, 60, 5, Tongue.DUTCH, "EUR"),
          home("Madrid", "ES", 40.4168, -3.7038, 60, 8, Tongue.SPANISH, "EUR"),
          home("Málaga", "ES", 36.7213, -4.4214, 60, 3, Tongue.SPANISH, "EUR"),
          home("Roma", "IT", 41.9028, 12.4964, 60, 7, Tongue.ITALIAN, "EUR"),
          home("Milano", "IT", 45.4642, 9.1900, 60, 6, Tongue.ITALIAN, "EUR"),
          home("Lisboa", "PT", 38.7223, -9.1393, 0, 4, Tongue.PORTUGUESE, "EUR"),
          home("Dublin", "IE", 53.3498, -6.2603, 0, 4, Tongue.ENGLISH, "EUR"),
          home("Αθήνα", "GR", 37.9838, 23.7275, 120, 3, Tongue.ENGLISH, "EUR"),
          home("London", "GB", 51.5074, -0.1278, 0, 14, Tongue.ENGLISH, "GBP"),
          home("Manchester", "GB", 53.4808, -2.2426, 0, 5, Tongue.ENGLISH, "GBP"),
          home("Edinburgh", "GB", 55.9533, -3.1883, 0, 3, Tongue.ENGLISH, "GBP"),
          home("New York", "US", 40.7128, -74.0060, -300, 8, Tongue.ENGLISH, "USD"),
          home("Chicago", "US", 41.8781, -87.6298, -360, 4, Tongue.ENGLISH, "USD"),
          abroad("Praha", "CZ", 50.0755, 14.4378, 60, Tongue.ENGLISH),
          abroad("Kraków", "PL", 50.0647, 19.9450, 60, Tongue.ENGLISH),
          abroad("København", "DK", 55.6761, 12.5683, 60, Tongue.ENGLISH),
          abroad("Reykjavík", "IS", 64.1466, -21.9426, 0, Tongue.ENGLISH),
          abroad("İstanbul", "TR", 41.0082, 28.9784, 180, Tongue.ENGLISH),
          abroad("Dubai", "AE", 25.2048, 55.2708, 240, Tongue.ENGLISH),
          abroad("Mumbai", "IN", 19.0760, 72.8777, 330, Tongue.ENGLISH),
          abroad("Bangkok", "TH", 13.7563, 100.5018, 420, Tongue.ENGLISH),
          abroad("Singapore", "SG", 1.3521, 103.8198, 480, Tongue.ENGLISH),
          abroad("香港", "HK", 22.3193, 114.1694, 480, Tongue.ENGLISH),
          abroad("東京", "JP", 35.6762, 139.6503, 540, Tongue.JAPANESE),
          abroad("大阪", "JP", 34.6937, 135.5023, 540, Tongue.JAPANESE),
          abroad("Toronto", "CA", 43.6532, -79.3832, -300, Tongue.ENGLISH),
          abroad("Ciudad de México", "MX", 19.4326, -99.1332, -360, Tongue.SPANISH),
          abroad("São Paulo", "BR", -23.5505, -46.6333, -180, Tongue.PORTUGUESE),
          abroad("Lagos", "NG", 6.5244, 3.3792, 60, Tongue.ENGLISH),
          abroad("Nairobi", "KE", -1.2921, 36.8219, 180, Tongue.ENGLISH),
          abroad("Cape Town", "ZA", -33.9249, 18.4241, 120, Tongue.ENGLISH));

  private static final int[] DISTANCES = distances();

  private Cities() {}

  static int count() {
    return ALL.size();
  }

  static City get(int city) {
    return ALL.get(city);
  }

  /** The distance between two cities in whole kilometers, along a great circle. */
  static int kilometers(int from, int to) {
    return DISTANCES[from * ALL.size() + to];
  }

  /**
   * A city between {@code nearest} and {@code farthest} kilometers away; the range must hold one.
   */
  static int pickAway(Dice dice, int from, int nearest, int farthest) {
    int candidates = 0;
    for (int city = 0; city < ALL.size(); city++) {
      candidates += within(from, city, nearest, farthest) ? 1 : 0;
    }
    int chosen = dice.below(candidates);
    for (int city = 0; city < ALL.size(); city++) {
      if (within(from, city, nearest, farthest) && chosen-- == 0) {
        return city;
      }
    }
    throw new IllegalStateException("no city lies so far from " + ALL.get(from).name());
  }

  private static boolean within(int from, int city, int nearest, int farthest) {
    int distance = kilometers(from, city);
    return distance >= nearest && distance <= farthest;
  }

  private static City home(
      String name,
      String country,
      double lat,
      double lon,
      int offset,
      int homes,
      Tongue tongue,
      String currency) {
    return new City(name, country, lat, lon, offset, homes, tongue, currency);
  }

  private static City abroad(
      String name, String country, double lat, double lon, int offset, Tongue tongue) {
    return new City(name, country, lat, lon, offset, 0, tongue, "");
  }

  private static int[] distances() {
    int[] distances = new int[ALL.size() * ALL.size()];
    for (int from = 0; from < ALL.size(); from++) {
      for (int to = 0; to < ALL.size(); to++) {
        distances[from * ALL.size() + to] = haversine(ALL.get(from), ALL.get(to));
      }
    }
    return distances;
  }

  private static int haversine(City a, City b) {
    double lat = StrictMath.sin(StrictMath.toRadians(b.lat() - a.lat()) / 2);
    double lon = StrictMath.sin(StrictMath.toRadians(b.lon() - a.lon()) / 2);
    double h =
        lat * lat
            + StrictMath.cos(StrictMath.toRadians(a.lat()))
                * StrictMath.cos(StrictMath.toRadians(b.lat()))
                * lon
                * lon;
    return (int) (2 * EARTH_RADIUS_KM * StrictMath.asin(StrictMath.min(1, Math.sqrt(h))));
  }
}
