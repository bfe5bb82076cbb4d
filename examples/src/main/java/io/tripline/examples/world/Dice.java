package io.tripline.examples.world;

/**
 * Random numbers that are the same on every machine and in every JDK: SplitMix64 (Steele, Lea and
 * Flood, OOPSLA 2014), 64 bits of state, written out here so that no library change can alter the
 * bytes of a generated file.
 */
final class Dice {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /** A sequence of its own for each pair of seed and stream. */
  Dice(long seed, long stream) {
    state = hash(seed, stream);
  }

  /** The finalizer of SplitMix64 over both values: the same pair always gives the same number. */
  static long hash(long a, long b) {
    return mix(mix(a + GOLDEN) + b * GOLDEN);
  }

  /** A number that depends on all three values. */
  static long hash(long a, long b, long c) {
    return hash(hash(a, b), c);
  }

  /** Maps 64 random bits to {@code 0 … bound − 1}. */
  static int reduce(long bits, int bound) {
    return (int) (((bits >>> 32) * bound) >>> 32);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform in {@code 0 … bound − 1}. */
  int below(int bound) {
    return reduce(next(), bound);
  }

  /** Uniform in {@code low … high}, both included. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** Uniform in [0, 1). */
  double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  /** Normally distributed, mean 0, deviation 1 (Marsaglia's polar method). */
  double gaussian() {
    while (true) {
      double x = 2 * unit() - 1;
      double y = 2 * unit() - 1;
      double s = x * x + y * y;
      if (s < 1 && s > 0) {
        return x * Math.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }

  /** The smallest of {@code count} uniform numbers in [0, 1), drawn without drawing the others. */
  double leastOf(double count) {
    return -StrictMath.expm1(StrictMath.log(1 - unit()) / count);
  }
}
