package io.tripline.engine.feature;

import io.tripline.dsl.ir.Emission;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which rules make events for which others. */
public final class Makers {
  private Makers() {}

  /** The event types that a rule takes, and those that features which it reads are over. */
  public static Set<String> types(Rule rule) {
    Set<String> all = new LinkedHashSet<>();
    for (Key.Source source : rule.key().sources()) {
      all.add(source.type().name());
    }
    for (FeatureReads.Read read : FeatureReads.of(RuleFeatures.of(rule))) {
      all.add(read.value().feature().aggregate().source().name());
    }
    return all;
  }

  /** The rules that make events which a rule takes, or which features that it reads are over. */
  public static List<Rule> of(Rule rule, Collection<Rule> rules) {
    Set<String> types = types(rule);
    return rules.stream()
        .filter(
            maker -> {
              Emission emission = maker.emission();
              return emission != null && types.contains(emission.type().name());
            })
        .toList();
  }

  /** Rules with all that make events for them, those that make events for these, and so on. */
  public static Set<String> with(Set<String> names, Collection<Rule> rules) {
    Set<String> all = new TreeSet<>(names);
    Deque<String> open = new ArrayDeque<>(names);
    while (!open.isEmpty()) {
      String name = open.remove();
      for (Rule rule : rules) {
        if (rule.name().equals(name)) {
          for (Rule maker : of(rule, rules)) {
            if (all.add(maker.name())) {
              open.add(maker.name());
            }
          }
        }
      }
    }
    return all;
  }

  /**
   * How many rules have had their turn, one after the other, before what a rule takes is made: 0 if
   * it takes nothing that rules make.
   *
   * @param rules among which there is no circle
   */
  public static int depth(Rule rule, Collection<Rule> rules) {
    return depth(rule, rules, new HashMap<>());
  }

  /**
   * @param known the depths that were found, by the names of rules; otherwise there are as many
   *     ways to walk as the makers have between them, which doubles with each level
   */
  private static int depth(Rule rule, Collection<Rule> rules, Map<String, Integer> known) {
    Integer found = known.get(rule.name());
    if (found != null) {
      return found;
    }
    int depth = 0;
    for (Rule maker : of(rule, rules)) {
      depth = Math.max(depth, depth(maker, rules, known) + 1);
    }
    known.put(rule.name(), depth);
    return depth;
  }
}
