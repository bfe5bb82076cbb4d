package io.tripline.dsl.format;

import io.tripline.dsl.diagnostic.TextWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * A document: text, and where its lines may break (Wadler, "A prettier printer"; the printing is
 * that of Oppen, with a stack). A {@link Group} is set on one line if it fits there, else each of
 * its own lines is broken.
 */
sealed interface Doc {
  Doc EMPTY = new Concat(List.of(), false, false);

  /** A line that is a blank where it is not broken. */
  Doc LINE = new Line(" ", false, false);

  /** A line that is nothing where it is not broken. */
  Doc SOFT_LINE = new Line("", false, false);

  /** A line that is always broken. */
  Doc HARD_LINE = new Line("", true, false);

  /** Whether it cannot be set on one line. */
  boolean breaks();

  /** Whether nothing can follow it on its line. */
  default boolean endsLine() {
    return false;
  }

  /**
   * What stands on a line as it is. Only the text of a token may have no width.
   *
   * @param width in columns
   */
  record Text(String text, int width) implements Doc {
    @Override
    public boolean breaks() {
      return false;
    }
  }

  /** Blanks, which vanish at the end of a line. */
  record Space(int width) implements Doc {
    @Override
    public boolean breaks() {
      return false;
    }
  }

  /**
   * Where a line may break.
   *
   * @param flat what stands there if it does not
   * @param hard whether it always does
   * @param empty whether, where it is broken, an empty line follows
   */
  record Line(String flat, boolean hard, boolean empty) implements Doc {
    @Override
    public boolean breaks() {
      return hard;
    }
  }

  /** One after the other. */
  record Concat(List<Doc> parts, boolean breaks, boolean endsLine) implements Doc {}

  /** With its lines indented further. */
  record Nest(int by, Doc content) implements Doc {
    @Override
    public boolean breaks() {
      return content.breaks();
    }

    @Override
    public boolean endsLine() {
      return content.endsLine();
    }
  }

  /** On one line if it fits. */
  record Group(Doc content) implements Doc {
    @Override
    public boolean breaks() {
      return content.breaks();
    }

    @Override
    public boolean endsLine() {
      return content.endsLine();
    }
  }

  /** As many on each line as fit, a blank between them. */
  record Fill(List<Doc> items, boolean breaks, boolean endsLine) implements Doc {}

  /** A comment at the end of the line, which has no part in what fits. */
  record EndComment(String text) implements Doc {
    @Override
    public boolean breaks() {
      return false;
    }

    @Override
    public boolean endsLine() {
      return true;
    }
  }

  /** A comment on lines of its own. */
  record OwnComment(String text) implements Doc {
    @Override
    public boolean breaks() {
      return true;
    }

    @Override
    public boolean endsLine() {
      return true;
    }
  }

  /**
   * A block comment before a token of the same line.
   *
   * @param spaced whether a blank stands between them
   */
  record InlineComment(String text, boolean spaced) implements Doc {
    @Override
    public boolean breaks() {
      return text.indexOf('\n') >= 0;
    }
  }

  static Doc text(String text) {
    return new Text(text, TextWidth.of(text));
  }

  static Doc space(int width) {
    return width == 0 ? EMPTY : new Space(width);
  }

  static Doc concat(Doc... parts) {
    return concat(List.of(parts));
  }

  static Doc concat(List<Doc> parts) {
    return new Concat(List.copyOf(parts), breaks(parts), endsLine(parts));
  }

  static Doc nest(int by, Doc... parts) {
    return new Nest(by, concat(parts));
  }

  static Doc group(Doc... parts) {
    return new Group(concat(parts));
  }

  static Doc fill(List<Doc> items) {
    return new Fill(List.copyOf(items), breaks(items), endsLine(items));
  }

  private static boolean breaks(List<Doc> parts) {
    boolean lineIsOver = false;
    for (Doc part : parts) {
      if (part.breaks() || lineIsOver && !part.isBlank()) {
        return true;
      }
      lineIsOver |= part.endsLine();
    }
    return false;
  }

  private static boolean endsLine(List<Doc> parts) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (parts.get(i).endsLine()) {
        return true;
      }
      if (!parts.get(i).isBlank()) {
        return false;
      }
    }
    return false;
  }

  private boolean isBlank() {
    return this instanceof Space || this instanceof EndComment || this == EMPTY;
  }

  /** With a separator between any two. */
  static Doc join(Doc separator, List<Doc> items) {
    List<Doc> parts = new ArrayList<>();
    for (Doc item : items) {
      if (!parts.isEmpty()) {
        parts.add(separator);
      }
      parts.add(item);
    }
    return concat(parts);
  }

  /** How wide it is on one line. */
  static int width(Doc doc) {
    return switch (doc) {
      case Text text -> text.width;
      case Space space -> space.width;
      case Line line -> line.flat.length();
      case Concat concat -> concat.parts.stream().mapToInt(Doc::width).sum();
      case Nest nest -> width(nest.content);
      case Group group -> width(group.content);
      case Fill fill ->
          fill.items.stream().mapToInt(Doc::width).sum() + Math.max(0, fill.items.size() - 1);
      case InlineComment comment -> TextWidth.of(comment.text) + 1;
      case EndComment comment -> 0;
      case OwnComment comment -> 0;
    };
  }
}
