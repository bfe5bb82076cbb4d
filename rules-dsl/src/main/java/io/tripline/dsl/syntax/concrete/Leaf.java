package io.tripline.dsl.syntax.concrete;

import java.util.List;

/**
 * A token, with the comments around it. A comment at the end of a line belongs to the token before
 * it, every other one to the token after it.
 *
 * @param text as it is written
 * @param start where it begins, as an index into the file's text
 * @param line its first line, from 1
 * @param column its first column, from 1, counted in code points
 * @param lineBreaksBefore how many lines end between what stands before it (a comment or a token)
 *     and it
 * @param leading the comments before it that no other token has, in their order
 * @param trailing the comments between it and the end of its line, if no token follows on that
 *     line, in their order
 */
public record Leaf(
    Kind kind,
    String text,
    int start,
    int line,
    int column,
    int lineBreaksBefore,
    List<Comment> leading,
    List<Comment> trailing)
    implements Element {

  /** What a token looks like. */
  public enum Kind {
    /** A word of the language, where it is meant as one. */
    WORD,
    /** A name, be it in back-quotes; also a word of the language where it is a name. */
    NAME,
    /** {@code 12}, {@code 2.50}. */
    NUMBER,
    /** {@code 10m}. */
    DURATION,
    /** {@code 'text'}, with its quotes. */
    TEXT,
    /** An operator, a bracket, a comma. */
    SIGN,
    /** A row of a test, {@code | p1 | 10:00:00 |}; see {@link RowCells}. */
    ROW,
    /** Something that is no token of the language. */
    STRAY,
    /** The end of the file, of no length; it has the comments at the end. */
    END
  }

  public Leaf {
    leading = List.copyOf(leading);
    trailing = List.copyOf(trailing);
  }

  @Override
  public int end() {
    return start + text.length();
  }

  /** Whether it is this sign or this word. */
  public boolean is(String sign) {
    return kind != Kind.NAME && text.equals(sign);
  }
}
