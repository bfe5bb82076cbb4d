package io.tripline.dsl.editor;

import io.tripline.dsl.parser.Lexemes;

/** How names are written. */
final class Names {
  private Names() {}

  /** In back-quotes where it could not stand otherwise. */
  static String written(String name) {
    return Lexemes.isName(name) ? name : "`" + name + "`";
  }

  /** Whether it can be a name in back-quotes. */
  static boolean canBeQuoted(String name) {
    return !name.isBlank()
        && name.equals(name.strip())
        && name.chars().noneMatch(c -> c == '`' || c == '\n' || c == '\r');
  }
}
