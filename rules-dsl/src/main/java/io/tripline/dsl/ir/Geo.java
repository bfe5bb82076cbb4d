package io.tripline.dsl.ir;

/**
 * A place on the earth.
 *
 * @param lat degrees north, −90 to 90
 * @param lon degrees east, −180 to 180
 */
public record Geo(double lat, double lon) {}
