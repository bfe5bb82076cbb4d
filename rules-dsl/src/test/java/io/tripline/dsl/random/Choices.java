package io.tripline.dsl.random;

import java.util.List;

/** Decisions read from a list of numbers; once it is used up, each is 0. */
public final class Choices {
  private final List<Integer> numbers;
  private int next;

  public Choices(List<Integer> numbers) {
    this.numbers = List.copyOf(numbers);
  }

  /** A number from 0 to the bound, the bound excluded. */
  public int next(int bound) {
    return next < numbers.size() ? Math.floorMod(numbers.get(next++), bound) : 0;
  }

  /** True once in so many times. */
  boolean onceIn(int times) {
    return next(times) == times - 1;
  }

  /** One of these, the first if nothing is left to decide. */
  @SafeVarargs
  final <T> T of(T... options) {
    return options[next(options.length)];
  }

  <T> T of(List<T> options) {
    return options.get(next(options.size()));
  }
}
