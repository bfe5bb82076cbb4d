package io.tripline.examples.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DiceTest {
  @Test
  void rangesAreKeptAndReached() {
    Dice dice = new Dice(1, 2);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[dice.between(3, 9) - 3]++;
      assertThat(dice.unit()).isBetween(0.0, Math.nextDown(1.0));
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_500, 10_500);
    }
  }

  @Test
  void gaussianHasMeanZeroAndDeviationOne() {
    Dice dice = new Dice(3, 4);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 100_000; i++) {
      double x = dice.gaussian();
      sum += x;
      squares += x * x;
    }
    assertThat(sum / 100_000).isCloseTo(0, within(0.02));
    assertThat(squares / 100_000).isCloseTo(1, within(0.02));
  }

  @Test
  void theLeastOfManyIsOnAverageOneOverThatManyAndOne() {
    Dice dice = new Dice(5, 6);
    double sum = 0;
    for (int i = 0; i < 100_000; i++) {
      sum += dice.leastOf(9);
    }
    assertThat(sum / 100_000).isCloseTo(0.1, within(0.002));
  }

  @Test
  void seedsAndStreamsAreApart() {
    assertThat(new Dice(1, 2).next()).isNotEqualTo(new Dice(2, 1).next());
    assertThat(new Dice(0, 0).next()).isNotEqualTo(new Dice(0, 1).next());
  }
}
