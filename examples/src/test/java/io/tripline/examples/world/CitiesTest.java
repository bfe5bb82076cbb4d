package io.tripline.examples.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CitiesTest {
  @Test
  void distancesAreThoseOfTheAtlas() {
    int berlin = city("Berlin");
    assertThat(Cities.kilometers(berlin, city("Paris"))).isBetween(870, 885);
    assertThat(Cities.kilometers(berlin, city("東京"))).isBetween(8_900, 8_950);
    assertThat(Cities.kilometers(berlin, berlin)).isZero();
    Dice dice = new Dice(7, 8);
    for (int from = 0; from < Cities.count(); from++) {
      // The ranges that the scripts ask for hold a city wherever customers can be.
      assertThat(Cities.kilometers(from, Cities.pickAway(dice, from, 2000, 20_000)))
          .isGreaterThanOrEqualTo(2000);
      if (Cities.get(from).homes() > 0) {
        Cities.pickAway(dice, from, 600, 8000);
        Cities.pickAway(dice, from, Scripts.PARTNER_FROM, Scripts.PARTNER_TO);
      }
    }
  }

  private static int city(String name) {
    for (int city = 0; city < Cities.count(); city++) {
      if (Cities.get(city).name().equals(name)) {
        return city;
      }
    }
    throw new AssertionError("no city " + name);
  }
}
