package io.tripline.dsl.format;

import io.tripline.dsl.syntax.concrete.Leaf;

/**
 * Columns of things that stand below one another. What is very wide has no part in a column, so
 * that one long name does not push everything to the right.
 */
final class Columns {
  private static final int WIDEST = 40;

  private Columns() {}

  /** The width of a column if this stands in it, too. */
  static int wider(int width, Doc cell) {
    int own = cell.breaks() ? 0 : Doc.width(cell);
    return own > WIDEST ? width : Math.max(width, own);
  }

  /** The width of a column if this token stands in it, too. */
  static int wider(int width, Leaf cell) {
    return wider(width, Doc.text(cell.text()));
  }

  /** The blanks behind a cell: up to the end of its column, and a gap. */
  static Doc pad(Doc cell, int width, int gap) {
    int own = cell.breaks() ? width : Doc.width(cell);
    return Doc.space(Math.max(0, width - own) + gap);
  }
}
