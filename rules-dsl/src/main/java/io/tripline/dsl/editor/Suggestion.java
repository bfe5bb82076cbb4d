package io.tripline.dsl.editor;

import org.jspecify.annotations.Nullable;

/**
 * Something that could be typed.
 *
 * @param label what to show and, unless {@code insert} says otherwise, to write
 * @param insert what to write
 * @param detail a few words beside the label, such as a type; may be empty
 * @param doc more about it, or null
 */
public record Suggestion(
    Kind kind, String label, String insert, String detail, @Nullable String doc) {

  /** What it is. */
  public enum Kind {
    KEYWORD,
    EVENT,
    FIELD,
    ENUM_VALUE,
    FEATURE,
    LIST,
    TABLE,
    RULE,
    VARIABLE,
    PARAMETER,
    FUNCTION,
    TYPE,
    ANNOTATION,
    VALUE
  }

  static Suggestion of(Kind kind, String label, String detail) {
    return new Suggestion(kind, label, label, detail, null);
  }

  /** A name, in back-quotes where it needs them. */
  static Suggestion name(Kind kind, String name, String detail, @Nullable String doc) {
    return new Suggestion(kind, name, Names.written(name), detail, doc);
  }

  static Suggestion word(String word) {
    return of(Kind.KEYWORD, word, "");
  }
}
