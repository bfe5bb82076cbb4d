package io.tripline.engine.bound;

import java.util.OptionalLong;

/**
 * A number that depends on n, a number of events; never falls as n rises. Shown as people write it:
 * {@code n(n + 1)/2}, {@code 2^n}, {@code min(n, 4)}. Immutable.
 */
public final class Formula {
  /** Stands for itself and all that is greater. */
  public static final long BEYOND = Growth.BEYOND;

  private final Growth first;
  private final Growth second;

  private Formula(Growth first, Growth second) {
    this.first = first;
    this.second = second;
  }

  /** The less of two, for every n from 1 on. */
  static Formula least(Growth a, Growth b) {
    if (a.isWithin(b)) {
      return new Formula(a, a);
    }
    boolean second = b.isWithin(a) || b.isConstant() && b.at(1) <= a.at(1);
    return second ? new Formula(b, b) : new Formula(a, b);
  }

  /** The less of this and a number. */
  Formula orLess(long constant) {
    for (Growth each : new Growth[] {first, second}) {
      if (constant == BEYOND || each.isConstant() && each.at(1) <= constant) {
        return this;
      }
    }
    return least(first.isConstant() ? second : first, Growth.constant(constant));
  }

  /**
   * The value, or {@link #BEYOND}.
   *
   * @param n from 0
   */
  public long at(long n) {
    return n <= 0 ? 0 : Math.min(first.at(n), second.at(n));
  }

  /** Whether it is the same for all n that are large enough. */
  public boolean isConstant() {
    return first.isConstant() || second.isConstant();
  }

  /** Whether it grows faster than every power of n. */
  public boolean isExponential() {
    return first.isExponential() && second.isExponential();
  }

  /** The least n at which it is more than a limit; nothing if it never is. */
  public OptionalLong exceeds(long limit) {
    if (at(BEYOND / 2) <= limit) {
      return OptionalLong.empty();
    }
    long low = 0;
    long high = BEYOND / 2;
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      if (at(middle) > limit) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return OptionalLong.of(high);
  }

  @Override
  public String toString() {
    return first == second ? first.toString() : "min(" + first + ", " + second + ")";
  }
}
