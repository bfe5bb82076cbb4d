package io.tripline.benchmarks.handwritten;

import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.Tally;
import io.tripline.benchmarks.workload.Travel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All of R5 but {@link CardTesting}, which is rarer, on one card. */
final class CardRules {
  private static final long TRAVEL_WITHIN = 6 * 3_600_000L;

  private static final int MANY = 10;
  private static final long MANY_WITHIN = 60_000;

  private static final long RISING_FROM = 5_000;
  private static final long RISING_WITHIN = 1_800_000;

  private static final int DECLINED = 3;
  private static final long DECLINED_WITHIN = 600_000;
  private static final long SUCCESS_FROM = 10_000;

  @Nullable CardTesting testing;

  // Impossible travel: the last payment, where it had a place; 0 where it had none.
  private long hereNumber;
  private long hereTime;
  private double hereLat;
  private double hereLon;

  // Velocity: the last ten since the last alert, in a circle.
  private final long[] lastTimes = new long[MANY];
  private final long[] lastNumbers = new long[MANY];
  private int lastAt;
  private int lastCount;

  // Rising amounts, by start.
  private long[] lowTimes = new long[4];
  private long[] lowNumbers = new long[4];
  private long[] middleNumbers = new long[4];
  private long[] above = new long[4];
  private int rising;

  // Declined payments since the last alert, by time.
  private long[] declinedTimes = new long[4];
  private long[] declinedNumbers = new long[4];
  private int declined;

  /** A payment of this card. */
  void payment(
      long number,
      long time,
      String card,
      long cents,
      int channel,
      boolean approved,
      double lat,
      double lon,
      Tally tally) {
    travel(number, time, card, channel, lat, lon, tally);
    velocity(number, time, card, tally);
    rising(number, time, card, cents, tally);
    if (!approved) {
      declined(number, time);
    } else if (declined >= DECLINED && cents >= SUCCESS_FROM) {
      success(number, time, card, tally);
    }
  }

  private void travel(
      long number, long time, String card, int channel, double lat, double lon, Tally tally) {
    if (channel == Payment.ECOM) {
      hereNumber = 0;
      return;
    }
    if (hereNumber != 0
        && time - hereTime <= TRAVEL_WITHIN
        && Travel.impossible(hereLat, hereLon, lat, lon, time - hereTime)) {
      tally.alert("impossible_travel", card).event(hereNumber).event(number).end();
      hereNumber = 0;
      return;
    }
    hereNumber = number;
    hereTime = time;
    hereLat = lat;
    hereLon = lon;
  }

  private void velocity(long number, long time, String card, Tally tally) {
    lastTimes[lastAt] = time;
    lastNumbers[lastAt] = number;
    lastAt = lastAt == MANY - 1 ? 0 : lastAt + 1;
    if (lastCount < MANY - 1) {
      lastCount++;
    } else if (time - lastTimes[lastAt] <= MANY_WITHIN) {
      tally.alert("velocity", card);
      for (int i = 0; i < MANY; i++) {
        tally.event(lastNumbers[(lastAt + i) % MANY]);
      }
      tally.end();
      lastCount = 0;
    }
  }

  private void rising(long number, long time, String card, long cents, Tally tally) {
    if (cents < RISING_FROM) {
      // Nothing begins below it, and nothing that has begun goes on below three times of it.
      return;
    }
    int kept = 0;
    for (int i = 0; i < rising; i++) {
      if (lowTimes[i] < time - RISING_WITHIN) {
        continue;
      }
      if (cents > above[i]) {
        if (middleNumbers[i] != 0) {
          tally
              .alert("rising_amounts", card)
              .event(lowNumbers[i])
              .event(middleNumbers[i])
              .event(number)
              .end();
          rising = 0;
          return;
        }
        middleNumbers[i] = number;
        above[i] = 3 * cents;
      }
      lowTimes[kept] = lowTimes[i];
      lowNumbers[kept] = lowNumbers[i];
      middleNumbers[kept] = middleNumbers[i];
      above[kept++] = above[i];
    }
    if (kept == lowTimes.length) {
      lowTimes = Arrays.copyOf(lowTimes, 2 * kept);
      lowNumbers = Arrays.copyOf(lowNumbers, 2 * kept);
      middleNumbers = Arrays.copyOf(middleNumbers, 2 * kept);
      above = Arrays.copyOf(above, 2 * kept);
    }
    lowTimes[kept] = time;
    lowNumbers[kept] = number;
    middleNumbers[kept] = 0;
    above[kept] = 3 * cents;
    rising = kept + 1;
  }

  private void declined(long number, long time) {
    int gone = firstDeclined(time);
    if (gone > 0) {
      declined -= gone;
      System.arraycopy(declinedTimes, gone, declinedTimes, 0, declined);
      System.arraycopy(declinedNumbers, gone, declinedNumbers, 0, declined);
    }
    if (declined == declinedTimes.length) {
      declinedTimes = Arrays.copyOf(declinedTimes, 2 * declined);
      declinedNumbers = Arrays.copyOf(declinedNumbers, 2 * declined);
    }
    declinedTimes[declined] = time;
    declinedNumbers[declined++] = number;
  }

  private void success(long number, long time, String card, Tally tally) {
    int first = firstDeclined(time);
    if (declined - first >= DECLINED) {
      tally.alert("declined_then_approved", card);
      for (int i = 0; i < DECLINED; i++) {
        tally.event(declinedNumbers[first + i]);
      }
      tally.event(number).end();
      declined = 0;
    }
  }

  private int firstDeclined(long time) {
    int first = 0;
    while (first < declined && declinedTimes[first] < time - DECLINED_WITHIN) {
      first++;
    }
    return first;
  }
}
