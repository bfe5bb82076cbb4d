package io.tripline.engine.window;

/** Is shown the values of rows of {@link Cell#BYTES}, one after another. */
@FunctionalInterface
interface RowVisitor {
  /** A value, which lies in {@code bytes} during the call. */
  void row(byte[] bytes, int from, int length);
}
