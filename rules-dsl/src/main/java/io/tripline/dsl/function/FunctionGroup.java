package io.tripline.dsl.function;

/** A chapter of the reference of functions. */
public enum FunctionGroup {
  ANY(
      "Any type",
      "The arguments have one type; among numbers of different kinds that is the decimal of the"
          + " largest scale, or double where one is a double."),
  NUMBERS("Numbers", "Money stays exact: of a decimal the result is a decimal."),
  TEXTS(
      "Texts",
      "Positions and lengths count characters (Unicode code points), never bytes or halves of one."
          + " Texts are compared by code point; upper and lower case differ. For patterns there are"
          + " `like` and `matches`, which are operators: a regular expression is in [RE2"
          + " syntax](https://github.com/google/re2/wiki/Syntax) and runs in time linear in the"
          + " text, whatever the pattern; it is read when the rule is loaded, and one that comes to"
          + " more than 10,000 steps is refused."),
  TIME(
      "Time",
      "A timestamp is a point in time and has no hour of its own; the calendar of a time zone gives"
          + " it one. Without a zone it is UTC. A zone is a name of the IANA database such as"
          + " `'Europe/Berlin'`, which knows summer time, or an offset such as `'+01:00'`; any"
          + " other is found when the rule is loaded. Where the clocks go forward there is simply"
          + " no point in time in the hour that is left out; where they go back, two hours in a row"
          + " have the same number. The zones' rules are those of the Java runtime."),
  PLACES(
      "Places",
      "A place is a latitude and a longitude in degrees, on a sphere with the earth's mean radius,"
          + " 6,371.0088 km. The earth is not quite a sphere: the true distance differs by up to"
          + " 0.6 %. Lengths are compared with literals such as `900 km` or `2 mi`, speeds with"
          + " `900 km/h` or `50 mph`. An alert shows them in kilometers and kilometers per hour."),
  ADDRESSES(
      "Network addresses",
      "An address that is written as IPv4 within IPv6, `::ffff:192.0.2.1`, is the IPv4 address"
          + " `192.0.2.1`."),
  CARDS(
      "Card numbers",
      "Card numbers are texts. Spaces and hyphens in them are passed over; the digits are `0` to"
          + " `9` alone.");

  private final String title;
  private final String introduction;

  FunctionGroup(String title, String introduction) {
    this.title = title;
    this.introduction = introduction;
  }

  public String title() {
    return title;
  }

  /** What goes for all functions of the group, in Markdown. */
  public String introduction() {
    return introduction;
  }
}
