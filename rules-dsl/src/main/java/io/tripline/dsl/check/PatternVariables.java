package io.tripline.dsl.check;

import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.PatternTree;
import java.util.ArrayList;
import java.util.List;

/**
 * The variables of a pattern at each of their places, from left to right. A {@code not} before more
 * than one variable is reported, and everywhere else it counts as if it were not there.
 */
final class PatternVariables {
  private PatternVariables() {}

  /** All that are named, those behind {@code not} too. */
  static List<Name> named(PatternTree pattern) {
    return collect(pattern, true);
  }

  /** Those that take events. */
  static List<Name> taken(PatternTree pattern) {
    return collect(pattern, false);
  }

  private static List<Name> collect(PatternTree pattern, boolean absent) {
    List<Name> names = new ArrayList<>();
    collect(pattern, absent, names);
    return names;
  }

  private static void collect(PatternTree pattern, boolean absent, List<Name> names) {
    switch (pattern) {
      case PatternTree.Variable(Name name) -> names.add(name);
      case PatternTree.Sequence all -> all.parts().forEach(p -> collect(p, absent, names));
      case PatternTree.Conjunction all -> all.parts().forEach(p -> collect(p, absent, names));
      case PatternTree.Alternation all -> all.branches().forEach(p -> collect(p, absent, names));
      case PatternTree.Repetition loop -> collect(loop.body(), absent, names);
      case PatternTree.Absence not -> {
        if (absent || !(not.body() instanceof PatternTree.Variable)) {
          collect(not.body(), absent, names);
        }
      }
    }
  }
}
