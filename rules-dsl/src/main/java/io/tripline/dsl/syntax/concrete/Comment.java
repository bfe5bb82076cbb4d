package io.tripline.dsl.syntax.concrete;

/**
 * A comment.
 *
 * @param text as it is written, with its {@code //}, {@code ///} or {@code /*}, without the line
 *     feed after it
 * @param start where it begins, as an index into the file's text
 * @param lineBreaksBefore how many lines end between what stands before it (a comment or a token)
 *     and it
 */
public record Comment(Kind kind, String text, int start, int lineBreaksBefore) {
  /** What it looks like. */
  public enum Kind {
    /** {@code // to the end of the line}. */
    LINE,
    /** {@code /// of the declaration after it}. */
    DOC,
    /** In {@code /*} and {@code * /}, of one line or several. */
    BLOCK
  }

  /** The index behind its last character. */
  public int end() {
    return start + text.length();
  }

  /** Whether nothing can follow it on its line. */
  public boolean endsLine() {
    return kind != Kind.BLOCK;
  }
}
