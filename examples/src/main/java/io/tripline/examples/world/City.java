package io.tripline.examples.world;

/**
 * A city where people live or shops stand.
 *
 * @param name as its inhabitants write it
 * @param country ISO 3166 alpha-2
 * @param lat degrees north
 * @param lon degrees east
 * @param offset local time minus UTC in minutes; fixed, because a time-zone database changes
 * @param homes how many people live here, relative to the others; 0: the bank has no customers here
 * @param tongue the language of its shop signs
 * @param currency of the accounts of those who live here
 */
record City(
    String name,
    String country,
    double lat,
    double lon,
    int offset,
    int homes,
    Tongue tongue,
    String currency) {}
