package io.tripline.engine.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The figures of every rule that ran since the process started. */
final class RuleFiguresRegistry {
  private record Name(String ruleSet, String rule) {}

  private final Map<Name, RuleFigures> figures = new ConcurrentHashMap<>();

  RuleFigures of(String ruleSet, String rule) {
    return figures.computeIfAbsent(new Name(ruleSet, rule), name -> new RuleFigures());
  }

  /** Starts to count anew. */
  void reset() {
    figures.values().forEach(RuleFigures::reset);
  }
}
