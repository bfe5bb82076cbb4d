package io.tripline.dsl.check;

import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.PatternTree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The variables of a pattern in the order of first appearance, which gives their indexes. */
final class VariableOrder {
  private final Map<String, Name> first = new LinkedHashMap<>();
  private final Map<String, Integer> indexes = new LinkedHashMap<>();

  VariableOrder(PatternTree pattern) {
    for (Name name : PatternVariables.named(pattern)) {
      if (first.putIfAbsent(name.text(), name) == null) {
        indexes.put(name.text(), indexes.size());
      }
    }
  }

  /** The index of a variable of the pattern. */
  int of(Name name) {
    Integer index = indexes.get(name.text());
    if (index == null) {
      throw new IllegalArgumentException("not in the pattern: " + name);
    }
    return index;
  }

  int size() {
    return indexes.size();
  }

  Set<String> names() {
    return indexes.keySet();
  }

  /** Each variable where it appears first. */
  Iterable<Name> firstPlaces() {
    return first.values();
  }
}
