package io.tripline.dsl.parser;

import io.tripline.dsl.parser.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** The words of a text, and the words of the language. */
public final class Lexemes {
  /** Words that can never be names, in the order of the alphabet. */
  public static final List<String> RESERVED = words(TriplineLexer.AFTER, TriplineLexer.WITHIN);

  /** Words that mean something in some places and are names elsewhere. */
  public static final List<String> OTHER_WORDS = words(TriplineLexer.ANY, TriplineLexer.WITH);

  private Lexemes() {}

  /** All lexemes of any text, in order; blanks are left out. Linear in the text's length. */
  public static List<Lexeme> of(String text) {
    int[] codePoints = RuleParser.codePoints(text);
    TriplineLexer lexer = new TriplineLexer(RuleParser.stream(codePoints));
    lexer.removeErrorListeners();
    List<Lexeme> lexemes = new ArrayList<>();
    int offset = 0;
    int codePoint = 0;
    for (Token token : lexer.getAllTokens()) {
      if (token.getType() == TriplineLexer.BLANK) {
        continue;
      }
      offset = text.offsetByCodePoints(offset, token.getStartIndex() - codePoint);
      codePoint = token.getStartIndex();
      int length = token.getStopIndex() + 1 - codePoint;
      if (token.getType() == TriplineLexer.UNTERMINATED_COMMENT) {
        lexemes.add(new Lexeme(Kind.OPEN_COMMENT, text.substring(offset), offset));
        break;
      }
      String own = text.substring(offset, text.offsetByCodePoints(offset, length));
      lexemes.add(new Lexeme(kind(token.getType()), own, offset));
    }
    return lexemes;
  }

  private static Kind kind(int type) {
    if (type >= TriplineLexer.AFTER && type <= TriplineLexer.WITHIN) {
      return Kind.RESERVED;
    }
    if (type >= TriplineLexer.ANY && type <= TriplineLexer.WITH) {
      return Kind.NAME;
    }
    return switch (type) {
      case TriplineLexer.IDENTIFIER -> Kind.NAME;
      case TriplineLexer.QUOTED_NAME -> Kind.QUOTED_NAME;
      case TriplineLexer.INTEGER, TriplineLexer.DECIMAL, TriplineLexer.MALFORMED_NUMBER ->
          Kind.NUMBER;
      case TriplineLexer.DURATION -> Kind.DURATION;
      case TriplineLexer.TEXT -> Kind.TEXT;
      case TriplineLexer.UNTERMINATED_TEXT -> Kind.OPEN_TEXT;
      case TriplineLexer.ROW -> Kind.ROW;
      case TriplineLexer.DOC, TriplineLexer.LINE_COMMENT, TriplineLexer.BLOCK_COMMENT ->
          Kind.COMMENT;
      case TriplineLexer.STRAY -> Kind.STRAY;
      default -> Kind.SIGN;
    };
  }

  /** Whether a text can be a name as it stands. */
  public static boolean isName(String text) {
    List<Lexeme> lexemes = of(text);
    return lexemes.size() == 1
        && lexemes.getFirst().kind() == Kind.NAME
        && lexemes.getFirst().text().equals(text);
  }

  private static List<String> words(int first, int last) {
    List<String> words = new ArrayList<>();
    for (int type = first; type <= last; type++) {
      String literal = TriplineLexer.VOCABULARY.getLiteralName(type);
      words.add(literal.substring(1, literal.length() - 1));
    }
    return List.copyOf(words);
  }
}
