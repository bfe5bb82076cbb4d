package io.tripline.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.heap.StateHeap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExactSumTest {
  private final StateHeap heap = new StateHeap();
  private final Limbs limbs = new Limbs();

  @Property(tries = 100)
  void aSumIsThatOfTheValuesThatAreLeftRoundedOnce(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int range = 1 + random.nextInt(2046);
    List<Double> values = new ArrayList<>();
    int sum = StateHeap.NONE;
    int squares = StateHeap.NONE;
    for (int i = 0; i < 60; i++) {
      boolean back = !values.isEmpty() && random.nextInt(3) == 0;
      double value = back ? values.remove(random.nextInt(values.size())) : value(random, range);
      if (!back) {
        values.add(value);
      }
      sum = ExactSum.cover(heap, sum, value, false);
      ExactSum.add(heap.page(sum), heap.offset(sum), value, back);
      squares = ExactSum.cover(heap, squares, value, true);
      ExactSum.addSquare(heap.page(squares), heap.offset(squares), value, back);

      BigDecimal exact = BigDecimal.ZERO;
      BigDecimal exactSquares = BigDecimal.ZERO;
      for (double v : values) {
        BigDecimal x = new BigDecimal(v);
        exact = exact.add(x);
        exactSquares = exactSquares.add(x.multiply(x));
      }
      assertThat(ExactSum.rounded(heap.page(sum), heap.offset(sum), limbs))
          .as("%s", values)
          .isEqualTo(exact.doubleValue());
      long n = values.size();
      BigDecimal numerator =
          exactSquares.multiply(BigDecimal.valueOf(n)).subtract(exact.multiply(exact));
      double rounded = numerator.doubleValue();
      if (n > 1 && (rounded == 0) == (numerator.signum() == 0) && Double.isFinite(rounded)) {
        double expected = Math.sqrt(rounded / (n * (n - 1)));
        double actual =
            ExactSum.deviation(
                heap.page(sum),
                heap.offset(sum),
                heap.page(squares),
                heap.offset(squares),
                n,
                limbs);
        if (rounded >= Double.MIN_NORMAL * n * n || rounded == 0) {
          assertThat(actual).as("%s", values).isEqualTo(expected);
        }
      }
    }
    heap.free(sum);
    heap.free(squares);
    assertThat(heap.usedBytes()).isZero();
  }

  private static double value(SplittableRandom random, int range) {
    long exponent = random.nextInt(range);
    long bits = random.nextLong() & 0x800F_FFFF_FFFF_FFFFL | exponent << 52;
    return Double.longBitsToDouble(bits);
  }

  @Test
  void whatIsTiedIsRoundedToTheEvenOne() {
    byte[] record = new byte[ExactSum.MOST_BYTES];
    for (double tie : new double[] {0x1p53 + 2, 0x1p53}) {
      ExactSum.clear(record, 0);
      ExactSum.add(record, 0, tie, false);
      ExactSum.add(record, 0, 1, false);
      assertThat(ExactSum.rounded(record, 0, limbs))
          .isEqualTo(new BigDecimal(tie).add(BigDecimal.ONE).doubleValue());
      ExactSum.add(record, 0, Double.MIN_VALUE, false);
      assertThat(ExactSum.rounded(record, 0, limbs)).isEqualTo(tie + 2);
    }
  }

  @Test
  void aSumBeyondAllDoublesComesBack() {
    byte[] record = new byte[ExactSum.MOST_BYTES];
    ExactSum.clear(record, 0);
    for (int i = 0; i < 1_000; i++) {
      ExactSum.add(record, 0, -Double.MAX_VALUE, false);
    }
    assertThat(ExactSum.rounded(record, 0, limbs)).isEqualTo(Double.NEGATIVE_INFINITY);
    for (int i = 0; i < 1_000; i++) {
      ExactSum.add(record, 0, -Double.MAX_VALUE, true);
    }
    ExactSum.add(record, 0, Double.MIN_VALUE, true);
    assertThat(ExactSum.rounded(record, 0, limbs)).isEqualTo(-Double.MIN_VALUE);
  }
}
