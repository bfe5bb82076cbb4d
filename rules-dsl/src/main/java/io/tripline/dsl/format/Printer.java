package io.tripline.dsl.format;

import io.tripline.dsl.diagnostic.TextWidth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Sets documents into lines. A group is tried no further than to the end of the line, so that the
 * time taken is linear; nothing recurses, so that depth is no matter.
 */
final class Printer {
  /** The columns that a line shall have at most. */
  static final int WIDTH = 100;

  /** The columns that a line is indented at most: what nests deeper would only get larger. */
  private static final int DEEPEST = 80;

  /** What is still to be set, at some indentation, on one line or not. */
  private record Work(int indent, boolean flat, Doc doc, int from) {
    Work(int indent, boolean flat, Doc doc) {
      this(indent, flat, doc, 0);
    }
  }

  private final List<Work> stack = new ArrayList<>();
  private final LineEnds lines;
  private final StringBuilder line = new StringBuilder();
  private String comment = "";

  /** The columns of {@link #line}, what is pending apart. */
  private int column;

  /** Blanks that come before the next text, if it stands on this line. */
  private int pendingSpaces;

  /** Whether the next text begins a line, since a comment has ended this one. */
  private boolean lineIsOver;

  /** Whether a line has begun that has no text yet, and its indentation. */
  private boolean lineIsNew = true;

  private int newIndent;
  private boolean emptyBefore;

  /**
   * @param most the UTF-16 units that are enough
   */
  Printer(int most) {
    lines = new LineEnds(most);
  }

  /** Sets a document behind what was set before, unless there is too much already. */
  void print(Doc doc) {
    stack.add(new Work(0, false, doc));
    while (!stack.isEmpty() && !lines.isFull()) {
      set(stack.removeLast());
    }
    stack.clear();
  }

  /** Whether there was more than there may be, so that something is missing. */
  boolean isFull() {
    return lines.isFull();
  }

  /** All of it as a text that ends with a line feed, unless it is empty. */
  String finish() {
    if (!lineIsNew) {
      endLine();
    }
    return lines.text();
  }

  private void set(Work work) {
    int indent = work.indent;
    switch (work.doc) {
      case Doc.Text text -> text(text.text(), text.width(), indent);
      case Doc.Space space -> pendingSpaces += lineIsNew || lineIsOver ? 0 : space.width();
      case Doc.Line l -> {
        if (work.flat && !lineIsOver) {
          pendingSpaces += l.flat().length();
        } else {
          newLine(indent, l.empty());
        }
      }
      case Doc.Concat concat -> {
        List<Doc> parts = concat.parts();
        for (int i = parts.size() - 1; i >= 0; i--) {
          stack.add(new Work(indent, work.flat, parts.get(i)));
        }
      }
      case Doc.Nest nest -> stack.add(new Work(indent + nest.by(), work.flat, nest.content()));
      case Doc.Group group ->
          stack.add(
              new Work(indent, work.flat || isFlat(group.content(), indent), group.content()));
      case Doc.Fill fill -> fill(fill, work);
      case Doc.EndComment end -> {
        comment = comment.isEmpty() ? end.text() : comment + " " + end.text();
        lineIsOver = true;
      }
      case Doc.OwnComment own -> {
        if (!lineIsNew) {
          newLine(indent, false);
        }
        text(own.text(), TextWidth.of(own.text()), indent);
        lineIsOver = true;
      }
      case Doc.InlineComment inline -> {
        if (!lineIsOver && !lineIsNew && pendingSpaces == 0 && !endsWithBracket()) {
          pendingSpaces = 1;
        }
        text(inline.text(), TextWidth.of(inline.text()), indent);
        pendingSpaces = inline.spaced() ? 1 : 0;
      }
    }
  }

  private void fill(Doc.Fill fill, Work work) {
    int i = work.from;
    if (i == fill.items().size()) {
      return;
    }
    Doc item = fill.items().get(i);
    boolean flat = work.flat;
    if (i > 0 && !flat && !fits(new Work(0, true, item), column() + 1, false)) {
      newLine(work.indent, false);
    } else if (i > 0) {
      set(new Work(work.indent, true, Doc.LINE));
    }
    stack.add(new Work(work.indent, work.flat, fill, i + 1));
    stack.add(new Work(work.indent, flat || isFlat(item, work.indent), item));
  }

  private boolean isFlat(Doc doc, int indent) {
    return !doc.breaks()
        && fits(
            new Work(indent, true, doc), lineIsOver ? Math.min(indent, DEEPEST) : column(), true);
  }

  /** Where the next text stands, if it stands on this line. */
  private int column() {
    return (lineIsNew ? newIndent : column) + pendingSpaces;
  }

  private boolean endsWithBracket() {
    return !line.isEmpty() && "([".indexOf(line.charAt(line.length() - 1)) >= 0;
  }

  private void newLine(int indent, boolean empty) {
    if (!lineIsNew) {
      endLine();
    }
    lineIsNew = true;
    newIndent = Math.min(indent, DEEPEST);
    emptyBefore |= empty;
    pendingSpaces = 0;
    lineIsOver = false;
  }

  private void endLine() {
    lines.add(line.toString(), comment);
    line.setLength(0);
    comment = "";
  }

  private void text(String text, int width, int indent) {
    if (lineIsOver) {
      newLine(indent, false);
    }
    if (lineIsNew) {
      if (emptyBefore) {
        lines.addEmpty();
      }
      lineIsNew = false;
      emptyBefore = false;
      line.repeat(' ', newIndent);
      column = newIndent;
    } else {
      line.repeat(' ', pendingSpaces);
      column += pendingSpaces;
    }
    pendingSpaces = 0;
    line.append(text);
    int lastLine = text.lastIndexOf('\n') + 1;
    column = lastLine == 0 ? column + width : TextWidth.of(text.substring(lastLine));
  }

  // ---- what fits

  /** What is looked at next: a document, or the rest of one with parts. */
  private record Ahead(boolean flat, Doc doc, int from) {}

  /**
   * Whether a document, and what follows it up to where the line may break, fits on the line.
   *
   * @param withRest whether what follows counts
   */
  private boolean fits(Work first, int from, boolean withRest) {
    int left = WIDTH - from;
    int rest = stack.size();
    Deque<Ahead> ahead = new ArrayDeque<>();
    ahead.push(new Ahead(first.flat, first.doc, first.from));
    while (left >= 0) {
      if (ahead.isEmpty()) {
        if (!withRest || rest == 0) {
          return true;
        }
        Work next = stack.get(--rest);
        ahead.push(new Ahead(next.flat, next.doc, next.from));
        continue;
      }
      Ahead next = ahead.pop();
      boolean flat = next.flat;
      switch (next.doc) {
        case Doc.Text text -> left -= text.width();
        case Doc.Space space -> left -= space.width();
        case Doc.Line l -> {
          if (!flat || l.hard()) {
            return true;
          }
          left -= l.flat().length();
        }
        case Doc.Concat concat -> pushParts(ahead, next, concat.parts());
        case Doc.Nest nest -> ahead.push(new Ahead(flat, nest.content(), 0));
        case Doc.Group group -> ahead.push(new Ahead(flat, group.content(), 0));
        case Doc.Fill fill -> {
          if (next.from > 0 && next.from < fill.items().size()) {
            if (!flat) {
              return true;
            }
            left--;
          }
          pushParts(ahead, next, fill.items());
        }
        case Doc.InlineComment inline -> {
          left -= TextWidth.of(inline.text()) + 1;
          if (inline.breaks()) {
            return left >= 0;
          }
        }
        case Doc.EndComment end -> {
          return true;
        }
        case Doc.OwnComment own -> {
          return true;
        }
      }
    }
    return false;
  }

  /** One part at a time: there may be many more than fit. */
  private static void pushParts(Deque<Ahead> ahead, Ahead whole, List<Doc> parts) {
    if (whole.from < parts.size()) {
      ahead.push(new Ahead(whole.flat, whole.doc, whole.from + 1));
      ahead.push(new Ahead(whole.flat, parts.get(whole.from), 0));
    }
  }
}
