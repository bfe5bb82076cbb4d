package io.tripline.dsl.editor;

import io.tripline.dsl.parser.Lexeme;
import io.tripline.dsl.parser.Lexeme.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** What a file consists of: its declarations, and what can be folded. */
public final class Outline {
  private static final Set<String> DECLARATIONS =
      Set.of("event", "rule", "feature", "list", "table", "test");

  private final Snapshot snapshot;
  private final String file;
  private final List<Lexeme> lexemes;

  private Outline(Snapshot snapshot, Source source) {
    this.snapshot = snapshot;
    this.file = source.file().name();
    this.lexemes = source.lexemes().stream().filter(l -> !isComment(l)).toList();
  }

  /** The declarations of a file, in order. Works on text that cannot be read, too. */
  public static List<OutlineNode> of(Snapshot snapshot, String file) {
    Source source = snapshot.sources().get(file);
    return source == null ? List.of() : new Outline(snapshot, source).nodes();
  }

  /** What can be folded: whatever stands in braces, and comments, if over several lines. */
  public static List<Span> folds(Snapshot snapshot, String file) {
    Source source = snapshot.sources().get(file);
    if (source == null) {
      return List.of();
    }
    List<Span> folds = new ArrayList<>();
    Deque<Lexeme> open = new ArrayDeque<>();
    String text = source.file().text();
    for (Lexeme lexeme : source.lexemes()) {
      if (lexeme.is("{")) {
        open.push(lexeme);
      } else if (lexeme.is("}") && !open.isEmpty()) {
        addFold(folds, text, open.pop().start(), lexeme.end());
      } else if (isComment(lexeme)) {
        addFold(folds, text, lexeme.start(), lexeme.end());
      }
    }
    folds.sort(java.util.Comparator.comparingInt(Span::start));
    return folds.stream().map(f -> new Span(file, f.start(), f.end())).toList();
  }

  private static void addFold(List<Span> folds, String text, int start, int end) {
    if (text.substring(start, end).indexOf('\n') >= 0) {
      folds.add(new Span("", start, end));
    }
  }

  private static boolean isComment(Lexeme lexeme) {
    return lexeme.kind() == Kind.COMMENT || lexeme.kind() == Kind.OPEN_COMMENT;
  }

  private List<OutlineNode> nodes() {
    List<OutlineNode> nodes = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= lexemes.size(); i++) {
      boolean begins =
          i == lexemes.size()
              || lexemes.get(i).kind() == Kind.RESERVED
                  && DECLARATIONS.contains(lexemes.get(i).text());
      if (begins) {
        if (start >= 0 && start + 1 < i && lexemes.get(start + 1).isName()) {
          nodes.add(node(start, i - 1));
        }
        start = i;
      }
    }
    return nodes;
  }

  private OutlineNode node(int first, int last) {
    Lexeme word = lexemes.get(first);
    Lexeme name = lexemes.get(first + 1);
    Span whole = new Span(file, word.start(), lexemes.get(last).end());
    Span title = new Span(file, name.start(), name.end());
    Symbol.Kind kind =
        switch (word.text()) {
          case "event" -> Symbol.Kind.EVENT;
          case "feature" -> Symbol.Kind.FEATURE;
          case "list" -> Symbol.Kind.LIST;
          case "table" -> Symbol.Kind.TABLE;
          default -> Symbol.Kind.RULE;
        };
    if (word.is("test")) {
      Lexeme about = first + 2 <= last ? lexemes.get(first + 2) : name;
      String text = about.kind() == Kind.TEXT ? about.text() : "";
      return new OutlineNode(kind, "test " + name.name(), text, whole, title, List.of());
    }
    return new OutlineNode(kind, name.name(), word.text(), whole, title, children(whole));
  }

  /** Fields, parameters and variables that are declared in a piece of the file. */
  private List<OutlineNode> children(Span whole) {
    List<OutlineNode> children = new ArrayList<>();
    for (Occurrence occurrence : snapshot.symbols().within(whole)) {
      Span span = occurrence.span();
      Symbol.Kind kind = occurrence.symbol().kind();
      boolean shown =
          kind == Symbol.Kind.FIELD
              || kind == Symbol.Kind.COLUMN
              || kind == Symbol.Kind.PARAMETER
              || kind == Symbol.Kind.VARIABLE;
      if (occurrence.declares() && shown) {
        String type =
            snapshot
                .symbols()
                .info(occurrence.symbol())
                .map(info -> info.type() == null ? kind.toString() : info.type())
                .orElse("");
        children.add(
            new OutlineNode(kind, occurrence.symbol().name(), type, span, span, List.of()));
      }
    }
    return children;
  }
}
