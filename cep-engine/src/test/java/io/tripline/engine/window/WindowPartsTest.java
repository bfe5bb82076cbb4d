package io.tripline.engine.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.event.Nulls;
import io.tripline.engine.heap.StateHeap;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What windows of many rows are made of, each against a plain collection. */
class WindowPartsTest {
  private final StateHeap heap = new StateHeap();

  @Property(tries = 30)
  void numbersAreInOrderWhateverComesAndGoes(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int variety = random.nextBoolean() ? 20 : 1_000_000;
    int most = 1 + random.nextInt(4_000);
    OrderedBlocks blocks = new OrderedBlocks(heap);
    List<Long> expected = new ArrayList<>();
    int directory = StateHeap.NONE;
    for (int i = 0; i < 3 * most; i++) {
      boolean grows = i / most % 2 == 0;
      if (expected.isEmpty() || random.nextInt(10) < (grows ? 9 : 2)) {
        long number = random.nextInt(variety) - variety / 2;
        directory = blocks.add(directory, number);
        expected.add(number);
      } else {
        int last = expected.size() - 1;
        int index = random.nextInt(expected.size());
        long number = expected.get(index);
        expected.set(index, expected.get(last));
        expected.remove(last);
        directory = blocks.remove(directory, number);
      }
      assertThat(blocks.count(directory)).isEqualTo(expected.size());
      if (i % (1 + most / 20) == 0) {
        List<Long> sorted = expected.stream().sorted().toList();
        for (int rank = 0; rank < sorted.size(); rank += 1 + sorted.size() / 50) {
          assertThat(blocks.at(directory, rank)).isEqualTo(sorted.get(rank));
        }
        // Blocks are half full, and small ones have a few numbers to spare.
        assertThat(heap.usedBytes()).isLessThan(64 * 8L * expected.size() + 8_192);
      }
    }
    blocks.free(directory);
    assertThat(heap.usedBytes()).isZero();
  }

  @Property(tries = 30)
  void valuesAreFoundAsLongAsARowHasThem(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ValueTable table = new ValueTable(heap, Cell.BYTES);
    int handle = table.make();
    Map<String, Integer> rows = new HashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    int variety = 1 + random.nextInt(500);
    for (int i = 0; i < 4_000; i++) {
      String text = "v".repeat(random.nextInt(12)) + random.nextInt(variety);
      byte[] bytes = ("(" + text + ")").getBytes(UTF_8);
      int known = rows.getOrDefault(text, 0);
      assertThat(table.find(bytes, 1, bytes.length - 2)).isEqualTo(numbers.getOrDefault(text, -1));
      if (known == 0 || random.nextInt(5) < (i / 1_000 % 2 == 0 ? 4 : 1)) {
        int entry = table.add(bytes, 1, bytes.length - 2);
        assertThat(entry).isEqualTo(numbers.getOrDefault(text, entry));
        numbers.put(text, entry);
        rows.put(text, known + 1);
      } else {
        table.remove(numbers.get(text));
        rows.put(text, known - 1);
        if (known == 1) {
          numbers.remove(text);
        }
      }
      assertThat(table.live()).isEqualTo(numbers.size());
    }
    numbers.forEach(
        (text, entry) ->
            assertThat(
                    new String(table.bytes(entry), table.from(entry), table.length(entry), UTF_8))
                .isEqualTo(text));
    table.free(handle);
    assertThat(heap.usedBytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "50, 2, 10, 20, 0, 15",
    "50, 2, 10, 21, 0, 16", // half away from zero
    "50, 2, -10, -21, 0, -16",
    "50, 2, 10, 21, 4, 155000",
    "0, 5, 7, 9, 0, 7",
    "95, 21, 100, 200, 0, 100",
    "99.9, 2, 0, 1000, 0, 999",
    "33.333333333, 4, 0, 3000000000, 0, 3000000000",
  })
  void aPercentileLiesBetweenTwoRanks(
      double percent, int count, long lower, long upper, int digits, long expected) {
    Percentile percentile = new Percentile(percent);
    long part = percentile.part(count);
    long low = Math.min(lower, upper);
    long high = Math.max(lower, upper);
    assertThat(Percentile.between(low, high, part, percentile.parts(), digits)).isEqualTo(expected);
  }

  @Property(tries = 2_000)
  void aPercentileIsExact(@ForAll long a, @ForAll long b, @ForAll int thousandths) {
    double percent = Math.floorMod(thousandths, 100_001) / 1_000.0;
    Percentile percentile = new Percentile(percent);
    long lower = Math.min(a, b) == Long.MIN_VALUE ? 0 : Math.min(a, b);
    long upper = Math.max(lower, Math.max(a, b));
    BigDecimal rank = BigDecimal.valueOf(percent).movePointLeft(2).multiply(BigDecimal.valueOf(8));
    BigDecimal part = rank.remainder(BigDecimal.ONE);
    assertThat(percentile.rank(9)).isEqualTo(rank.longValue());
    for (int digits : new int[] {0, 4}) {
      BigDecimal expected =
          BigDecimal.valueOf(upper)
              .subtract(BigDecimal.valueOf(lower))
              .multiply(part)
              .add(BigDecimal.valueOf(lower))
              .movePointRight(digits)
              .setScale(0, RoundingMode.HALF_UP);
      long actual =
          Percentile.between(lower, upper, percentile.part(9), percentile.parts(), digits);
      assertThat(actual)
          .isEqualTo(
              expected.toBigInteger().bitLength() > 63 ? Nulls.LONG : expected.longValueExact());
    }
  }
}
