package io.tripline.ingest.json;

import io.tripline.engine.event.EventWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads places: an object with the numbers {@code lat} and {@code lon}, in degrees. */
final class GeoReader extends FieldReader {
  private static final String CODE = "bad_geo";
  private static final Problem INCOMPLETE =
      new Problem(CODE, "have both \"lat\" and \"lon\"", false);
  private static final Problem NOT_NUMBERS =
      new Problem(CODE, "have numbers as \"lat\" and \"lon\"", false);
  private static final Problem BAD_LAT = new Problem(CODE, "have a \"lat\" from -90 to 90", false);
  private static final Problem BAD_LON =
      new Problem(CODE, "have a \"lon\" from -180 to 180", false);

  private final NumberText number;

  GeoReader(NumberText number) {
    super("be an object with \"lat\" and \"lon\"");
    this.number = number;
  }

  @Override
  @Nullable Problem readObject(JsonParser parser, EventWriter out, int field) {
    double lat = Double.NaN;
    double lon = Double.NaN;
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken value = parser.nextToken();
      boolean isLat = name.equals("lat");
      if (!isLat && !name.equals("lon")) {
        parser.skipChildren();
        continue;
      }
      double degrees = Double.NaN;
      if (value.isNumeric()) {
        char[] chars = parser.getStringCharacters();
        number.read(chars, parser.getStringOffset(), parser.getStringLength());
        degrees = number.toDouble();
      } else if (value != JsonToken.VALUE_NULL) {
        return NOT_NUMBERS;
      }
      if (isLat) {
        lat = degrees;
      } else {
        lon = degrees;
      }
    }
    return set(lat, lon, out, field);
  }

  /** Sets the field; NaN is for a number that is not there. */
  static @Nullable Problem set(double lat, double lon, EventWriter out, int field) {
    if (Double.isNaN(lat) || Double.isNaN(lon)) {
      return INCOMPLETE;
    }
    if (Math.abs(lat) > 90) {
      return BAD_LAT;
    }
    if (Math.abs(lon) > 180) {
      return BAD_LON;
    }
    out.setGeo(field, lat, lon);
    return null;
  }
}
