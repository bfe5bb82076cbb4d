package io.tripline.dsl.random;

import io.tripline.dsl.random.Piece.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A text of given tokens.
 *
 * @param text with blanks and maybe comments between the tokens
 * @param tokens as they were given
 * @param comments in their order
 */
public record Scribble(String text, List<Piece> tokens, List<String> comments) {
  private static final List<String> LINE_COMMENTS =
      List.of("// why", "//", "/// doc", "// ends in blanks  \t", "// a /* b", "// ünï 卡 { ' \"");

  private static final List<String> BLOCK_COMMENTS =
      List.of("/* so */", "/**/", "/* a // b */", "/* ' */");

  private static final String LONG_COMMENT = "/* over\n   two lines  */";

  private static final List<String> BLANKS =
      List.of(" ", "  ", "\t", "   \t ", "\u00A0", "\f", "\uFEFF");

  /** Signs that nothing has to stand beside. */
  private static final Set<String> SIGNS = Set.of("(", ")", "[", "]", "{", "}", ",", "?", "@");

  public Scribble {
    tokens = List.copyOf(tokens);
    comments = List.copyOf(comments);
  }

  /** What there may be between tokens beside single blanks and line breaks. */
  public enum Style {
    BLANKS,
    BLANKS_AND_EMPTY_LINES,
    COMMENTS
  }

  /** Sets tokens into a text. */
  public static Scribble of(List<Piece> tokens, Style style, Choices choices) {
    return new Writer(style, choices).write(tokens);
  }

  private static final class Writer {
    private final Style style;
    private final Choices choices;
    private final StringBuilder text = new StringBuilder();
    private final List<String> comments = new ArrayList<>();

    Writer(Style style, Choices choices) {
      this.style = style;
      this.choices = choices;
    }

    Scribble write(List<Piece> tokens) {
      Piece before = new Piece("(", Place.ANYWHERE);
      for (Piece token : tokens) {
        gap(before, token);
        text.append(token.text());
        before = token;
      }
      gap(before, new Piece(")", Place.ANYWHERE));
      return new Scribble(text.toString(), tokens, comments);
    }

    private void gap(Piece before, Piece token) {
      int start = text.length();
      boolean sameLine = token.place() == Place.SAME_LINE;
      while (style == Style.COMMENTS && choices.onceIn(8)) {
        comment(sameLine);
      }
      if (token.place() == Place.LINE_START) {
        text.append(choices.of("\n", "\r\n")).append(choices.of("", "  ", "\t"));
      } else if (token.place() == Place.NEW_LINE || before.place() == Place.LINE_START) {
        text.append('\n');
        blank(true);
      }
      boolean mayTouch = SIGNS.contains(before.text()) || SIGNS.contains(token.text());
      if (text.length() == start && !(mayTouch && choices.onceIn(2))) {
        blank(sameLine);
      }
    }

    private void comment(boolean sameLine) {
      blank(sameLine);
      if (sameLine || choices.onceIn(2)) {
        add(choices.of(BLOCK_COMMENTS));
      } else if (choices.onceIn(4)) {
        add(LONG_COMMENT);
      } else {
        add(choices.of(LINE_COMMENTS));
        text.append(choices.of("\n", "\r\n"));
      }
      if (choices.onceIn(2)) {
        blank(sameLine);
      }
    }

    private void add(String comment) {
      comments.add(comment);
      text.append(comment);
    }

    private void blank(boolean sameLine) {
      switch (choices.next(sameLine ? 2 : 4)) {
        case 0 -> text.append(' ');
        case 1 -> text.append(choices.of(BLANKS));
        default ->
            text.append(choices.of("\n", "\r\n", "\n    "))
                .append(style == Style.BLANKS ? "" : choices.of("", "", "\n", "\n\n \n"));
      }
    }
  }
}
