package io.tripline.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.event.Nulls;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decimal arithmetic against BigDecimal. */
class DecimalsTest {

  @Provide
  Arbitrary<Long> longs() {
    // Long.MIN_VALUE stands for null and is no operand.
    return Arbitraries.longs()
        .between(Long.MIN_VALUE + 1, Long.MAX_VALUE)
        .withDistribution(net.jqwik.api.RandomDistribution.biased());
  }

  private static long unscaled(BigDecimal exact, int scale) {
    BigInteger value = exact.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
    boolean fits = value.bitLength() <= 63 && !value.equals(BigInteger.valueOf(Long.MIN_VALUE));
    return fits ? value.longValue() : Nulls.LONG;
  }

  @Property
  void sumIsExactOrOverflows(@ForAll("longs") long a, @ForAll("longs") long b) {
    assertThat(Decimals.add(a, b)).isEqualTo(unscaled(decimal(a, 0).add(decimal(b, 0)), 0));
    assertThat(Decimals.subtract(a, b))
        .isEqualTo(unscaled(decimal(a, 0).subtract(decimal(b, 0)), 0));
  }

  @Property
  void productIsRoundedToItsScale(
      @ForAll("longs") long a,
      @ForAll("longs") long b,
      @ForAll @IntRange(min = 0, max = 9) int scaleA,
      @ForAll @IntRange(min = 0, max = 9) int scaleB) {
    int scale = Math.min(9, scaleA + scaleB);
    assertThat(Decimals.multiply(a, b, scaleA + scaleB - scale))
        .isEqualTo(unscaled(decimal(a, scaleA).multiply(decimal(b, scaleB)), scale));
  }

  @Property
  void quotientIsRoundedToItsScale(
      @ForAll("longs") long a,
      @ForAll("longs") long b,
      @ForAll @IntRange(min = 0, max = 9) int scaleA,
      @ForAll @IntRange(min = 0, max = 9) int scaleB) {
    if (b == 0) {
      return;
    }
    int scale = Math.min(9, scaleA + 4);
    BigDecimal exact = decimal(a, scaleA).divide(decimal(b, scaleB), scale, RoundingMode.HALF_UP);
    assertThat(Decimals.divide(a, scale - scaleA + scaleB, b)).isEqualTo(unscaled(exact, scale));
  }

  @Property
  void comparisonIsExactAcrossScales(
      @ForAll("longs") long a,
      @ForAll("longs") long b,
      @ForAll @IntRange(min = 0, max = 9) int scaleA,
      @ForAll @IntRange(min = 0, max = 9) int scaleB) {
    assertThat(Decimals.compare(a, scaleA, b, scaleB))
        .isEqualTo(decimal(a, scaleA).compareTo(decimal(b, scaleB)));
  }

  private static BigDecimal decimal(long unscaled, int scale) {
    return BigDecimal.valueOf(unscaled, scale);
  }

  @ParameterizedTest(name = "{0} / {2} with {1} more digits = {3}")
  @CsvSource({
    "1, 4, 3, 3333",
    "2, 4, 3, 6667",
    "-2, 4, 3, -6667",
    "5, 0, 2, 3",
    "-5, 0, 2, -3",
    "349, 4, 3, 1163333",
  })
  void halvesGoAwayFromZero(long a, int shift, long b, long expected) {
    assertThat(Decimals.divide(a, shift, b)).isEqualTo(expected);
  }
}
