package io.tripline.examples.world;

/** When people live: the hours of different lives, the rhythm of all together, and their homes. */
final class Rhythms {
  private static final double[][] LIVES = {
    parse("1 1 1 1 1 3 10 40 60 60 70 80 90 90 70 70 80 100 100 80 60 40 15 5"), // by day
    parse("1 1 1 3 15 50 90 90 80 80 90 100 90 90 90 80 60 50 40 20 8 3 1 1"), // early
    parse("30 10 3 1 1 1 1 3 10 30 40 50 60 60 60 60 70 80 90 100 100 100 90 60"), // late
    parse("1 1 1 1 1 2 20 50 30 10 10 30 100 80 10 10 15 60 100 90 60 40 10 3"), // office
    parse("60 60 80 60 50 50 60 70 60 20 3 2 2 3 5 10 20 40 60 70 70 60 60 60"), // by night
  };
  private static final int[] SHARES = {40, 15, 20, 20, 5};

  /** The bank's traffic by the hour of UTC, over all its customers. */
  private static final double[] ALL =
      parse("15 11 9 9 13 25 45 60 65 65 70 85 90 80 70 70 75 90 100 90 70 55 40 25");

  private static final double[] BEFORE = cumulative(ALL);
  private static final long HOUR = 3_600_000;

  private Rhythms() {}

  static int pick(Dice dice) {
    int roll = dice.below(100);
    int life = 0;
    while (roll >= SHARES[life]) {
      roll -= SHARES[life];
      life++;
    }
    return life;
  }

  static int pickHome(Dice dice) {
    int total = 0;
    for (int city = 0; city < Cities.count(); city++) {
      total += Cities.get(city).homes();
    }
    int roll = dice.below(total);
    int city = 0;
    while (roll >= Cities.get(city).homes()) {
      roll -= Cities.get(city).homes();
      city++;
    }
    return city;
  }

  static double appetite(int life, int hour) {
    return LIVES[life][hour];
  }

  static int localHour(long time, int offsetMinutes) {
    return (int) (StrictMath.floorMod(time / 60_000 + offsetMinutes, 1440L) / 60);
  }

  /**
   * Milliseconds from the start of a period to the point at which a share of its traffic is over.
   *
   * @param share 0 to 1
   */
  static long timeAt(double share, int days) {
    double position = share * days;
    int day = StrictMath.min(days - 1, (int) position);
    double mass = (position - day) * BEFORE[24];
    int hour = 0;
    while (hour < 23 && mass >= BEFORE[hour + 1]) {
      hour++;
    }
    double part = (mass - BEFORE[hour]) / ALL[hour];
    long millis = StrictMath.min(HOUR - 1, (long) (part * HOUR));
    return (day * 24L + hour) * HOUR + millis;
  }

  private static double[] parse(String percents) {
    String[] words = percents.split(" ", -1);
    double[] shares = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      shares[i] = Integer.parseInt(words[i]) / 100.0;
    }
    return shares;
  }

  private static double[] cumulative(double[] hours) {
    double[] before = new double[hours.length + 1];
    for (int i = 0; i < hours.length; i++) {
      before[i + 1] = before[i] + hours[i];
    }
    return before;
  }
}
