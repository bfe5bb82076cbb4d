package io.tripline.benchmarks.workload;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Makes payments: the same for the same settings, on every machine. Most are ordinary; one in
 * {@link #EPISODE} begins a fraud on its card, whose payments come in between the others.
 *
 * <p>Ordinary payments: the card is any; three in five are in a web shop, one in twenty at a cash
 * machine, the rest at a till in the card's own city; amounts are log-normal with a median of 27,
 * so 1.5 % are below 2 and 5 % above 200; one in 25 is declined. Texts of cards, accounts and
 * devices are objects of their own for each payment, as a decoder leaves them.
 */
public final class PaymentStream {
  /** One ordinary payment in so many begins a fraud. */
  public static final int EPISODE = 2_000;

  /** How many there are of each. */
  public static final int MERCHANTS = 5_000;

  public static final int CATEGORIES = 400;
  public static final int COUNTRIES = 60;
  private static final int CITIES = 50;

  private static final long START = 1_790_000_000_000L;
  private static final double MEDIAN_LOG = 3.3;
  private static final double SPREAD_LOG = 1.2;

  private record Scripted(
      long time, long order, int card, long cents, int channel, boolean approved, int city) {}

  private final SplittableRandom random;
  private final int cards;
  private final int meanGap;
  private final String[] merchants = new String[MERCHANTS];
  private final String[] countries = new String[COUNTRIES];
  private final PriorityQueue<Scripted> script =
      new PriorityQueue<>(
          (a, b) ->
              a.time() != b.time()
                  ? Long.compare(a.time(), b.time())
                  : Long.compare(a.order(), b.order()));
  private long micros = START * 1_000;
  private long number;
  private long scripted;

  /**
   * @param cards number of keys
   * @param meanGap between two ordinary payments, on average, in microseconds
   */
  public PaymentStream(int cards, int meanGap, long seed) {
    this.cards = cards;
    this.meanGap = meanGap;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < MERCHANTS; i++) {
      merchants[i] = merchant(i);
    }
    for (int i = 0; i < COUNTRIES; i++) {
      countries[i] = country(i);
    }
  }

  /** The text of a card; 20 characters. */
  public static String card(int index) {
    return "card-" + (100_000_000_000_000L + index * 7_919L);
  }

  /** The name of a merchant. */
  public static String merchant(int index) {
    return "merchant-" + (10_000 + index);
  }

  /** The code of a country. */
  public static String country(int index) {
    return "" + (char) ('A' + index / 26) + (char) ('A' + index % 26);
  }

  /** The number of a merchant category. */
  public static int category(int index) {
    return 5_000 + index;
  }

  /** The next payments. */
  public Payment[] next(int count) {
    Payment[] payments = new Payment[count];
    for (int i = 0; i < count; i++) {
      payments[i] = next();
    }
    return payments;
  }

  private Payment next() {
    Scripted due = script.peek();
    if (due != null && due.time() <= micros / 1_000) {
      script.remove();
      return payment(
          due.time(), due.card(), due.cents(), due.channel(), due.approved(), due.city());
    }
    long at = micros / 1_000;
    micros += random.nextInt(2 * meanGap + 1);
    int card = random.nextInt(cards);
    if (random.nextInt(EPISODE) == 0) {
      begin(at, card);
    }
    int of20 = random.nextInt(20);
    int channel = of20 < 12 ? Payment.ECOM : of20 < 19 ? Payment.POS : Payment.ATM;
    return payment(at, card, amount(), channel, random.nextInt(25) != 0, card % CITIES);
  }

  private long amount() {
    return Math.max(1, (long) (100 * StrictMath.exp(MEDIAN_LOG + SPREAD_LOG * normal())));
  }

  /** By the sum of twelve, which needs no rejection. */
  private double normal() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  private void begin(long at, int card) {
    int home = card % CITIES;
    switch (random.nextInt(4)) {
      case 0 -> { // card testing
        later(at + 5_000, card, 100, Payment.ECOM, true, home);
        later(at + 20_000, card, 150, Payment.ECOM, true, home);
        later(at + 45_000, card, 45_000, Payment.ECOM, true, home);
      }
      case 1 -> { // the card is used on another continent
        later(at + 1_000, card, 2_500, Payment.POS, true, home);
        later(at + 3_000, card, 9_900, Payment.POS, true, home + CITIES / 2);
      }
      case 2 -> { // very many payments
        for (int i = 0; i < 12; i++) {
          later(at + 3_000 + 3_000L * i, card, 3_000, Payment.ECOM, true, home);
        }
      }
      default -> { // declined, and then not
        for (int i = 0; i < 4; i++) {
          later(at + 10_000 + 10_000L * i, card, 12_000, Payment.ECOM, false, home);
        }
        later(at + 60_000, card, 11_000, Payment.ECOM, true, home);
      }
    }
  }

  private void later(long at, int card, long cents, int channel, boolean approved, int city) {
    script.add(new Scripted(at, scripted++, card, cents, channel, approved, city % CITIES));
  }

  private Payment payment(long at, int card, long cents, int channel, boolean approved, int city) {
    number++;
    boolean placed = channel != Payment.ECOM;
    // Far apart, so that no rule's answer hangs on the last bit of a distance.
    double lat = placed ? -40 + 80.0 * (city % 5) / 5 + random.nextDouble() / 10 : Double.NaN;
    double lon = placed ? -170 + 340.0 * city / CITIES + random.nextDouble() / 10 : Double.NaN;
    int country = random.nextInt(20) == 0 ? random.nextInt(COUNTRIES) : card % COUNTRIES;
    return new Payment(
        number,
        "p" + number,
        at,
        card(card),
        "account-" + (1_000_000 + card / 2),
        cents,
        merchants[random.nextInt(MERCHANTS)],
        category(random.nextInt(CATEGORIES)),
        countries[country],
        channel,
        approved,
        "device-" + (1_000_000 + card * 3L + random.nextInt(3)),
        lat,
        lon);
  }
}
