package io.tripline.examples.world;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All merchants: in each city some of each category with a door, and the online ones, which belong
 * to a country but to no place. A merchant is a number; those of one city and category are
 * neighbors.
 */
final class Merchants {
  private static final int ONLINE_PER_CATEGORY = 24;
  private static final String[] ONLINE_NAMES = {
    "nova", "lumi", "kivi", "ciel", "ora", "mira", "tiko", "vento", "fjord", "hoshi", "brio",
    "quill"
  };

  /** Shops stand up to this far from the center, in ten-thousandths of a degree. */
  private static final int SPRAWL = 700;

  private final int perCategory;
  private final int firstOnline;
  private final List<byte[]> names = new ArrayList<>();
  private final byte[] categories;
  private final short[] cities;
  private final int[] lats;
  private final int[] lons;

  /** The bigger the world, the more shops a city has. */
  Merchants(long seed, int cards) {
    perCategory = StrictMath.max(3, StrictMath.min(40, cards / 2000));
    firstOnline = Cities.count() * Category.WITH_DOOR * perCategory;
    int count = firstOnline + Category.ONLINE * ONLINE_PER_CATEGORY;
    categories = new byte[count];
    cities = new short[count];
    lats = new int[count];
    lons = new int[count];
    Dice dice = new Dice(seed, Streams.MERCHANTS);
    for (int city = 0; city < Cities.count(); city++) {
      for (int category = 0; category < Category.WITH_DOOR; category++) {
        for (int number = 0; number < perCategory; number++) {
          City place = Cities.get(city);
          Category kind = Category.of(category);
          add(dice, kind, city, place.tongue().sign(kind, place.name(), number));
        }
      }
    }
    for (int category = Category.WITH_DOOR; category < Category.values().length; category++) {
      for (int number = 0; number < ONLINE_PER_CATEGORY; number++) {
        Category kind = Category.of(category);
        add(dice, kind, dice.below(Cities.count()), domain(kind, number));
      }
    }
  }

  private void add(Dice dice, Category category, int city, String name) {
    int merchant = names.size();
    names.add(Json.escape(name).getBytes(StandardCharsets.UTF_8));
    categories[merchant] = (byte) category.ordinal();
    cities[merchant] = (short) city;
    lats[merchant] = tenThousandths(Cities.get(city).lat()) + dice.between(-SPRAWL, SPRAWL);
    lons[merchant] = tenThousandths(Cities.get(city).lon()) + dice.between(-SPRAWL, SPRAWL);
  }

  private static int tenThousandths(double degrees) {
    return (int) StrictMath.rint(degrees * 10_000);
  }

  private static String domain(Category category, int number) {
    String name = ONLINE_NAMES[number % ONLINE_NAMES.length];
    String what = category.name().replace("_", "").toLowerCase(Locale.ROOT);
    return name + (number < ONLINE_NAMES.length ? "" : "-") + what + ".example";
  }

  /** A shop of a category with a door. The same bits always give the same shop. */
  int inCity(int city, Category category, long bits) {
    return (city * Category.WITH_DOOR + category.ordinal()) * perCategory
        + Dice.reduce(bits, perCategory);
  }

  /** A merchant of an online category. The same bits always give the same one. */
  int online(Category category, long bits) {
    return firstOnline
        + (category.ordinal() - Category.WITH_DOOR) * ONLINE_PER_CATEGORY
        + Dice.reduce(bits, ONLINE_PER_CATEGORY);
  }

  /** The name as the inside of a JSON string, UTF-8. */
  byte[] name(int merchant) {
    return names.get(merchant);
  }

  Category category(int merchant) {
    return Category.of(categories[merchant]);
  }

  int city(int merchant) {
    return cities[merchant];
  }

  /** Degrees north, in ten-thousandths. */
  int lat(int merchant) {
    return lats[merchant];
  }

  /** Degrees east, in ten-thousandths. */
  int lon(int merchant) {
    return lons[merchant];
  }
}
