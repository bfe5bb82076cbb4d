package io.tripline.engine.match.reference;

import io.tripline.dsl.ir.Pattern;
import java.util.List;
import java.util.function.Consumer;

/** Walks through patterns, and makes others of them. */
final class Patterns {
  private Patterns() {}

  /** Shows a pattern and all that is in it, from the outside in. */
  static void walk(Pattern pattern, Consumer<Pattern> visitor) {
    visitor.accept(pattern);
    pattern.inner().forEach(p -> walk(p, visitor));
  }

  /** The same with other parts, as many as before. */
  static Pattern withInner(Pattern pattern, List<Pattern> inner) {
    return switch (pattern) {
      case Pattern.Single single -> single;
      case Pattern.Absence absence -> absence;
      case Pattern.Sequence s -> new Pattern.Sequence(inner, s.links(), s.place());
      case Pattern.Alternation a -> new Pattern.Alternation(inner, a.place());
      case Pattern.Conjunction c -> new Pattern.Conjunction(inner, c.place());
      case Pattern.Repetition r ->
          new Pattern.Repetition(
              inner.getFirst(), r.min(), r.max(), r.join(), r.greed(), r.until(), r.place());
    };
  }
}
