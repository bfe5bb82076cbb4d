package io.tripline.dsl.random;

/** A token of a random file. */
public record Piece(String text, Place place) {
  /** What may stand between a token and the one before it. */
  public enum Place {
    /** Anything. */
    ANYWHERE,
    /** No line break. */
    SAME_LINE,
    /** A line break at least. */
    NEW_LINE,
    /** A line break and then spaces and tabs only; and a line break behind it. */
    LINE_START
  }
}
