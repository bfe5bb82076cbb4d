package io.tripline.dsl.parser;

import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.TokenStream;

/** What the generated parser asks of us. */
abstract class ParserBase extends Parser {
  ParserBase(TokenStream input) {
    super(input);
  }

  /** Whether a name and, on its line, a colon follow, which in an expression they never do. */
  final boolean startsDefinition() {
    return _input.LA(2) == TriplineLexer.COLON && _input.LT(1).getLine() == _input.LT(2).getLine();
  }

  /** Whether the next token stands on the line of the last one. */
  final boolean sameLine() {
    return _input.LT(1).getLine() == _input.LT(-1).getLine();
  }
}
