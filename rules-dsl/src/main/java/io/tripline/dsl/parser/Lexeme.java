package io.tripline.dsl.parser;

/**
 * A word, name, literal or sign of a text, for tools that work on text that is half written.
 *
 * @param text as it stands
 * @param start offset of its first UTF-16 unit
 */
public record Lexeme(Kind kind, String text, int start) {

  /** What it looks like. */
  public enum Kind {
    /** A word of the language that can never be a name. */
    RESERVED,
    /** A name, or a word that can be one. */
    NAME,
    QUOTED_NAME,
    NUMBER,
    DURATION,
    /** A text in quotes. */
    TEXT,
    /** A text that lacks its closing quote; it goes on to the end of the line. */
    OPEN_TEXT,
    /** An operator, a bracket. */
    SIGN,
    /** A line of a test between bars. */
    ROW,
    COMMENT,
    /** A comment that lacks its end; it goes on to the end of the text. */
    OPEN_COMMENT,
    /** A character without a meaning. */
    STRAY
  }

  /** Offset behind its last UTF-16 unit. */
  public int end() {
    return start + text.length();
  }

  /** Whether it is this word or sign. */
  public boolean is(String other) {
    return text.equals(other) && kind != Kind.TEXT;
  }

  /** Whether it stands where a name can, words that can be names included. */
  public boolean isName() {
    return kind == Kind.NAME || kind == Kind.QUOTED_NAME;
  }

  /** The name, without back-quotes. */
  public String name() {
    if (kind != Kind.QUOTED_NAME) {
      return text;
    }
    return text.substring(1, text.length() - 1);
  }
}
