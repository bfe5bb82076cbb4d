package io.tripline.dsl.editor;

import io.tripline.dsl.parser.Lexeme;
import io.tripline.dsl.parser.Lexeme.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in a text while somebody types there.
 *
 * @param text the file's
 * @param offset of the caret
 * @param all lexemes of the text, without comments
 * @param before how many of them stand before the word that is being typed
 * @param start where that word begins; the caret itself if there is none
 * @param inside the text in quotes or the row of a test that the caret is in; null if in none
 */
record Caret(
    String text, int offset, List<Lexeme> all, int before, int start, @Nullable Lexeme inside) {

  private static final Set<String> DECLARATIONS =
      Set.of("event", "rule", "feature", "list", "table", "test");

  /** Empty where the caret stands in a comment. */
  static Optional<Caret> at(String text, int offset, List<Lexeme> lexemes) {
    for (Lexeme lexeme : lexemes) {
      boolean within = lexeme.start() < offset && offset < lexeme.end();
      boolean atEnd = lexeme.end() == offset;
      boolean comment =
          lexeme.kind() == Kind.OPEN_COMMENT && lexeme.start() < offset
              || lexeme.kind() == Kind.COMMENT
                  && (within || atEnd && !lexeme.text().startsWith("/*"));
      if (comment) {
        return Optional.empty();
      }
    }
    List<Lexeme> code = lexemes.stream().filter(l -> !isComment(l)).toList();
    int before = 0;
    while (before < code.size() && code.get(before).end() < offset) {
      before++;
    }
    if (before == code.size() || code.get(before).start() >= offset) {
      return Optional.of(new Caret(text, offset, code, before, offset, null));
    }
    Lexeme touched = code.get(before);
    return Optional.of(
        switch (touched.kind()) {
          case NAME, RESERVED, QUOTED_NAME ->
              new Caret(text, offset, code, before, touched.start(), null);
          case OPEN_TEXT -> new Caret(text, offset, code, before, offset, touched);
          case TEXT, ROW ->
              touched.end() == offset
                  ? new Caret(text, offset, code, before + 1, offset, null)
                  : new Caret(text, offset, code, before, offset, touched);
          default -> new Caret(text, offset, code, before + 1, offset, null);
        });
  }

  private static boolean isComment(Lexeme lexeme) {
    return lexeme.kind() == Kind.COMMENT || lexeme.kind() == Kind.OPEN_COMMENT;
  }

  /** The lexemes before the word that is being typed. */
  List<Lexeme> lexemesBefore() {
    return all.subList(0, before);
  }

  /** The one right before, or one of no text. */
  Lexeme previous() {
    return previous(1);
  }

  /** The n-th before, or one of no text. */
  Lexeme previous(int n) {
    return before >= n ? all.get(before - n) : new Lexeme(Kind.SIGN, "", 0);
  }

  /** Whether a number is being typed, of which nothing is known. */
  boolean inNumber() {
    Lexeme last = previous();
    return last.end() == offset
        && start == offset
        && (last.kind() == Kind.NUMBER || last.kind() == Kind.DURATION);
  }

  /** Whether the word that is being typed is the first of its line. */
  boolean startsLine() {
    int from = text.lastIndexOf('\n', start - 1) + 1;
    return text.substring(from, start).isBlank();
  }

  /** The index of the word that begins the declaration around the caret, or −1. */
  int declaration() {
    for (int i = before - 1; i >= 0; i--) {
      if (startsDeclaration(all.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** The index behind the last lexeme of a declaration that begins at an index. */
  int endOfDeclaration(int index) {
    for (int i = index + 1; i < all.size(); i++) {
      if (startsDeclaration(all.get(i)) && i != before) {
        return i;
      }
    }
    return all.size();
  }

  private static boolean startsDeclaration(Lexeme lexeme) {
    return lexeme.kind() == Kind.RESERVED && DECLARATIONS.contains(lexeme.text());
  }

  /** How many braces are open between a lexeme and the caret; −1 once the first was closed. */
  int depthSince(int index) {
    int depth = 0;
    for (int i = index; i < before; i++) {
      if (all.get(i).is("{")) {
        depth++;
      } else if (all.get(i).is("}") && --depth <= 0) {
        return -1;
      }
    }
    return depth;
  }

  /** How many lexemes before the caret stand on its line. */
  int onLine() {
    int from = text.lastIndexOf('\n', start - 1) + 1;
    int count = 0;
    while (count < before && all.get(before - count - 1).start() >= from) {
      count++;
    }
    return count;
  }
}
