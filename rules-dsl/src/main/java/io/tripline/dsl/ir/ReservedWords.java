package io.tripline.dsl.ir;

import java.util.Set;

/** The words that a rule can use as names in back-quotes only. A test compares with the grammar. */
final class ReservedWords {
  static final Set<String> ALL =
      Set.of(
          "after", "alert", "and", "between", "by", "case", "decide", "define", "else", "emit",
          "end", "event", "false", "feature", "in", "is", "like", "list", "matches", "not", "null",
          "on", "or", "over", "pattern", "rule", "table", "test", "then", "true", "when", "where",
          "within");

  private ReservedWords() {}
}
