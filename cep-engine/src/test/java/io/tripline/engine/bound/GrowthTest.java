package io.tripline.engine.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static final int CASES = 5_000;
  private static final int MOST = 12;

  private final SplittableRandom random = new SplittableRandom(20261121);

  /** Each operation gives at least what it says, at every n, and never falls. */
  @Test
  void noOperationRoundsDown() {
    System.out.println("seed 20261121");
    for (int i = 0; i < CASES; i++) {
      Growth f = growth(4);
      Growth g = growth(2);
      long times = 1 + random.nextInt(3);
      long followed = 0;
      long branched = 0;
      long sumOfBranched = 0;
      long sum = 0;
      for (int n = 0; n <= MOST; n++) {
        String what = f + " and " + g + " at " + n + ", times " + times;
        assertThat(f.at(n + 1)).as(what).isGreaterThanOrEqualTo(f.at(n));
        assertThat(f.plus(g).at(n)).as(what).isEqualTo(f.at(n) + g.at(n));
        assertThat(f.max(g).at(n)).as(what).isGreaterThanOrEqualTo(Math.max(f.at(n), g.at(n)));
        assertThat(f.later().at(n + 1)).as(what).isGreaterThanOrEqualTo(f.at(n));
        assertThat(f.forEachEvent().at(n)).as(what).isGreaterThanOrEqualTo(sum);
        assertThat(f.atLeastOne().at(n)).as(what).isGreaterThanOrEqualTo(Math.max(1, f.at(n)));
        followed = Math.max(1, f.at(n) + (n == 0 ? 0 : times * followed));
        assertThat(f.followedBy(times).at(n)).as(what).isGreaterThanOrEqualTo(followed);
        branched = Math.max(1, f.at(n) + times * sumOfBranched);
        assertThat(f.branching(times).at(n)).as(what).isGreaterThanOrEqualTo(branched);
        sumOfBranched += branched;
        sum += f.at(n);
      }
      if (f.isWithin(g)) {
        assertThat(f.at(MOST)).isLessThanOrEqualTo(g.at(MOST));
      }
      Formula least = Formula.least(f, g);
      for (int n = 1; n <= MOST; n++) {
        assertThat(least.at(n)).as(least + "").isEqualTo(Math.min(f.at(n), g.at(n)));
      }
    }
  }

  /** Without powers, and without a maximum, nothing is rounded at all. */
  @Test
  void sumsAreExact() {
    Growth chain = Growth.ONE.followedBy(1); // 1 + n
    assertThat(chain.at(7)).isEqualTo(8);
    assertThat(chain.forEachEvent().at(7)).isEqualTo(28);
    assertThat(chain.later().later().forEachEvent().at(7)).isEqualTo(7 + 10);
    assertThat(Growth.ONE.branching(1).at(10)).isEqualTo(1024);
  }

  @Test
  void whatIsTooLargeStopsAtTheGreatestNumber() {
    Growth powers = Growth.ONE.branching(1);
    assertThat(powers.at(62)).isEqualTo(1L << 62);
    assertThat(powers.at(63)).isEqualTo(Growth.BEYOND);
    assertThat(powers.at(Long.MAX_VALUE)).isEqualTo(Growth.BEYOND);
    Growth pairs = Growth.ONE.forEachEvent().forEachEvent();
    assertThat(pairs.at(1L << 40)).isEqualTo(Growth.BEYOND);
    assertThat(pairs.plus(powers).max(pairs).followedBy(3).at(1L << 40)).isEqualTo(Growth.BEYOND);
  }

  @Test
  void aFormulaIsShownAsPeopleWriteIt() {
    Growth n = Growth.ONE.forEachEvent();
    assertThat(Growth.NOTHING).hasToString("0");
    assertThat(n.plus(n)).hasToString("2n");
    assertThat(n.later()).hasToString("n - 1");
    assertThat(n.later().plus(n.later())).hasToString("2(n - 1)");
    assertThat(n.forEachEvent()).hasToString("n(n - 1)/2");
    assertThat(n.forEachEvent().plus(n.forEachEvent())).hasToString("n(n - 1)");
    assertThat(n.forEachEvent().plus(n)).hasToString("n(n + 1)/2");
    assertThat(n.forEachEvent().forEachEvent().plus(Growth.constant(3))).hasToString("C(n, 3) + 3");
    assertThat(Growth.ONE.branching(2).plus(n)).hasToString("3^n + n");
    assertThat(Growth.constant(5).branching(1)).hasToString("5·2^n");
    assertThat(Growth.ONE.branching(1).followedBy(2)).hasToString("n·2^n + 2^n");
    assertThat(Formula.least(n, Growth.constant(4))).hasToString("min(n, 4)");
    assertThat(Formula.least(n, Growth.ONE)).hasToString("1");
    assertThat(Formula.least(n, n.plus(Growth.ONE))).hasToString("n");
  }

  @Test
  void theEventAtWhichALimitIsPassed() {
    Formula triangle = Formula.least(Growth.ONE.followedBy(1).forEachEvent(), Growth.constant(50));
    assertThat(triangle.exceeds(10)).hasValue(5);
    assertThat(triangle.exceeds(14)).hasValue(5);
    assertThat(triangle.exceeds(15)).hasValue(6);
    assertThat(triangle.exceeds(50)).isEmpty();
  }

  /** Made as bounds are, by a few operations. */
  private Growth growth(int steps) {
    Growth growth = random.nextInt(4) == 0 ? Growth.NOTHING : Growth.constant(random.nextInt(4));
    for (int i = 0; i < steps; i++) {
      growth =
          switch (random.nextInt(8)) {
            case 0 -> growth.plus(Growth.constant(random.nextInt(3)));
            case 1 -> growth.later();
            case 2 -> growth.forEachEvent();
            case 3 -> growth.followedBy(1);
            case 4 -> growth.followedBy(2);
            case 5 -> growth.branching(1 + random.nextInt(2));
            case 6 -> growth.max(Growth.ONE.forEachEvent());
            default -> growth.plus(growth(1));
          };
    }
    return growth;
  }
}
