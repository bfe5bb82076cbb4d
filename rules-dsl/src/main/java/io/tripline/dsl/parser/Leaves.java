package io.tripline.dsl.parser;

import io.tripline.dsl.syntax.concrete.Comment;
import io.tripline.dsl.syntax.concrete.Leaf;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Makes leaves from the lexer's tokens, in their order, and gives each its comments. */
final class Leaves {
  private final String text;
  private final List<Token> tokens;
  private final List<Leaf> taken = new ArrayList<>();

  /** Of the token that is taken next. */
  private int index;

  /** What stands before that token and belongs to it. */
  private List<Comment> leading = List.of();

  private int lineBreaks;

  /** A place in the text as the lexer counts, in code points, and in UTF-16 units. */
  private int codePoints;

  private int units;

  Leaves(String text, List<Token> tokens) {
    this.text = text;
    this.tokens = tokens;
    leading = comments();
  }

  /** Whether a token that begins before a position, counted in code points, is left to take. */
  boolean hasBefore(int position) {
    return index < tokens.size() && tokens.get(index).getStartIndex() < position;
  }

  /**
   * The next token.
   *
   * @param name whether the parser has read it as a name
   */
  Leaf take(boolean name) {
    Token token = tokens.get(index++);
    int start = unitsAt(token.getStartIndex());
    String written = text.substring(start, unitsAt(token.getStopIndex() + 1));
    Leaf.Kind kind = name ? Leaf.Kind.NAME : kind(token.getType(), written);
    return leaf(kind, written, start, token.getLine(), token.getCharPositionInLine() + 1);
  }

  /** The end of the file, once all tokens are taken. */
  Leaf end() {
    int lastLine = text.lastIndexOf('\n') + 1;
    int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
    int column = text.codePointCount(lastLine, text.length()) + 1;
    return leaf(Leaf.Kind.END, "", text.length(), line, column);
  }

  /** All that were taken. */
  List<Leaf> taken() {
    return taken;
  }

  private Leaf leaf(Leaf.Kind kind, String written, int start, int line, int column) {
    List<Comment> before = leading;
    int breaks = lineBreaks;
    List<Comment> after = comments();
    int trailing = trailing(after);
    leading = after.subList(trailing, after.size());
    Leaf leaf =
        new Leaf(kind, written, start, line, column, breaks, before, after.subList(0, trailing));
    taken.add(leaf);
    return leaf;
  }

  /** Reads up to the next token. */
  private List<Comment> comments() {
    List<Comment> comments = new ArrayList<>();
    lineBreaks = 0;
    while (index < tokens.size() && tokens.get(index).getChannel() != Token.DEFAULT_CHANNEL) {
      Token token = tokens.get(index++);
      int start = unitsAt(token.getStartIndex());
      int end = unitsAt(token.getStopIndex() + 1);
      switch (token.getType()) {
        case TriplineLexer.DOC -> add(comments, Comment.Kind.DOC, start, end);
        case TriplineLexer.LINE_COMMENT -> add(comments, Comment.Kind.LINE, start, end);
        case TriplineLexer.BLOCK_COMMENT -> add(comments, Comment.Kind.BLOCK, start, end);
        default -> lineBreaks += lineBreaks(start, end);
      }
    }
    return comments;
  }

  private void add(List<Comment> comments, Comment.Kind kind, int start, int end) {
    comments.add(new Comment(kind, text.substring(start, end), start, lineBreaks));
    lineBreaks = 0;
  }

  /** How many of the comments behind a token stand between it and the end of its line. */
  private int trailing(List<Comment> comments) {
    for (int i = 0; i < comments.size(); i++) {
      if (comments.get(i).lineBreaksBefore() > 0) {
        return i;
      }
    }
    return lineBreaks > 0 || index == tokens.size() ? comments.size() : 0;
  }

  private int lineBreaks(int start, int end) {
    int breaks = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      boolean pair = c == '\r' && i + 1 < end && text.charAt(i + 1) == '\n';
      breaks += (c == '\n' || c == '\r') && !pair ? 1 : 0;
    }
    return breaks;
  }

  /** Positions are asked for in rising order, so that all of them together cost one pass. */
  private int unitsAt(int position) {
    units = text.offsetByCodePoints(units, position - codePoints);
    codePoints = position;
    return units;
  }

  private static Leaf.Kind kind(int type, String written) {
    return switch (type) {
      case TriplineLexer.IDENTIFIER, TriplineLexer.QUOTED_NAME -> Leaf.Kind.NAME;
      case TriplineLexer.INTEGER, TriplineLexer.DECIMAL, TriplineLexer.MALFORMED_NUMBER ->
          Leaf.Kind.NUMBER;
      case TriplineLexer.DURATION -> Leaf.Kind.DURATION;
      case TriplineLexer.ROW -> Leaf.Kind.ROW;
      case TriplineLexer.TEXT, TriplineLexer.UNTERMINATED_TEXT -> Leaf.Kind.TEXT;
      case TriplineLexer.STRAY, TriplineLexer.UNTERMINATED_COMMENT -> Leaf.Kind.STRAY;
      default -> Character.isLetter(written.charAt(0)) ? Leaf.Kind.WORD : Leaf.Kind.SIGN;
    };
  }
}
