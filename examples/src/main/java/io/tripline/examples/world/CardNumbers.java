package io.tripline.examples.world;

/**
 * Card numbers of 16 digits that look and check like real ones and can be none: they begin with 9,
 * which no card network uses. Digits 1 to 6 are the issuer, 7 to 15 the card, 16 the Luhn digit.
 */
final class CardNumbers {
  static final int DIGITS = 16;

  private static final long ISSUERS = 900_000;
  private static final long PER_ISSUER = 1_000_000_000;

  /** Coprime to {@link #PER_ISSUER}: neighbors get distant numbers, and none comes twice. */
  private static final long STRIDE = 387_420_489;

  private final long offset;

  CardNumbers(long seed) {
    offset = Long.remainderUnsigned(Dice.hash(seed, Streams.CARD_NUMBERS), PER_ISSUER);
  }

  /**
   * @param card its index in the population
   * @param home the city of its owner; each city has its issuer
   */
  long of(int card, int home) {
    long body = (card * STRIDE + offset) % PER_ISSUER;
    long digits = (ISSUERS + home) * PER_ISSUER + body;
    return digits * 10 + luhn(digits);
  }

  private static int luhn(long digits) {
    int sum = 0;
    boolean twice = true;
    for (long rest = digits; rest > 0; rest /= 10) {
      int digit = (int) (rest % 10);
      int value = twice ? 2 * digit : digit;
      sum += value > 9 ? value - 9 : value;
      twice = !twice;
    }
    return (10 - sum % 10) % 10;
  }
}
