package io.tripline.engine.window;

/** Numbers that are ordered as longs are, for the values of cells. */
final class Order {
  private Order() {}

  /** The number that stands for a word of a cell, and for no other. */
  static long of(Cell cell, long word) {
    return cell == Cell.DOUBLE ? flipped(word) : word;
  }

  /** The word that a number stands for. */
  static long word(Cell cell, long number) {
    return of(cell, number);
  }

  /** Of bits of negative doubles the greater ones stand for lesser numbers. */
  private static long flipped(long bits) {
    return bits ^ bits >> 63 & Long.MAX_VALUE;
  }
}
