package io.tripline.dsl.editor;

import io.tripline.dsl.parser.Lexeme;
import java.util.List;
import java.util.Optional;

/**
 * A call that has been begun.
 *
 * @param function its name
 * @param argument the number of the argument that is being typed, from 0
 */
record OpenCall(String function, int argument) {

  /** The innermost call whose parentheses are open at the end of some lexemes. */
  static Optional<OpenCall> at(List<Lexeme> before) {
    int depth = 0;
    int commas = 0;
    for (int i = before.size() - 1; i >= 0; i--) {
      Lexeme lexeme = before.get(i);
      if (lexeme.is(")") || lexeme.is("]")) {
        depth++;
      } else if (lexeme.is("(") || lexeme.is("[")) {
        if (depth-- == 0) {
          boolean call = lexeme.is("(") && i > 0 && before.get(i - 1).isName();
          return call
              ? Optional.of(new OpenCall(before.get(i - 1).name(), commas))
              : Optional.empty();
        }
      } else if (lexeme.is(",") && depth == 0) {
        commas++;
      } else if (lexeme.is("{") || lexeme.is("}")) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
