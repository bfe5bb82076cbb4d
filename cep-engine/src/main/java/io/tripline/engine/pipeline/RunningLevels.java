package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Emission;
import io.tripline.dsl.ir.EventType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which rules have to see an event before which others: those that make events before those that
 * take them. A level is a pass over the events; the rules of one do not feed each other. Rules that
 * are joined by what they make and take go by one lateness, the greatest of theirs: then what is
 * made in the order of a lane is taken in it.
 */
final class RunningLevels {
  private static final int UNKNOWN = -1;

  private final List<RunningRule> rules;
  // By the name of an event type, the indexes of the rules that make it.
  private final Map<String, List<Integer>> makers = new HashMap<>();
  private final int[] levels;
  private final Deque<Integer> path = new ArrayDeque<>();

  private RunningLevels(List<RunningRule> rules) {
    this.rules = rules;
    this.levels = new int[rules.size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = UNKNOWN;
      Emission emission = rules.get(i).rule().emission();
      if (emission != null) {
        makers.computeIfAbsent(emission.type().name(), n -> new ArrayList<>()).add(i);
      }
    }
  }

  /**
   * The rules with their levels and their lateness, in the same order.
   *
   * @throws DeploymentRefusedException if they feed each other in a circle
   */
  static List<RunningRule> of(List<RunningRule> rules) {
    if (rules.stream().allMatch(rule -> rule.rule().emission() == null)) {
      return rules.stream().map(rule -> rule.at(rule.ownLateness(), 0)).toList();
    }
    return new RunningLevels(rules).placed();
  }

  private List<RunningRule> placed() {
    int[] parents = new int[levels.length];
    for (int i = 0; i < parents.length; i++) {
      parents[i] = i;
    }
    for (int i = 0; i < levels.length; i++) {
      level(i);
      for (int maker : makersFor(i)) {
        parents[root(parents, maker)] = root(parents, i);
      }
    }
    long[] lateness = new long[parents.length];
    for (int i = 0; i < parents.length; i++) {
      int root = root(parents, i);
      lateness[root] = Math.max(lateness[root], rules.get(i).ownLateness());
    }
    List<RunningRule> placed = new ArrayList<>();
    for (int i = 0; i < parents.length; i++) {
      placed.add(rules.get(i).at(lateness[root(parents, i)], levels[i]));
    }
    return placed;
  }

  private static int root(int[] parents, int of) {
    int at = of;
    while (parents[at] != at) {
      at = parents[at];
    }
    return at;
  }

  /** Those that make what a rule takes, or what a feature that it reads is over. */
  private Set<Integer> makersFor(int rule) {
    Set<Integer> found = new LinkedHashSet<>();
    for (EventType type : rules.get(rule).types()) {
      found.addAll(makers.getOrDefault(type.name(), List.of()));
    }
    return found;
  }

  private int level(int rule) {
    if (levels[rule] != UNKNOWN) {
      return levels[rule];
    }
    if (path.contains(rule)) {
      throw circle(rule);
    }
    path.addLast(rule);
    int level = 0;
    for (int maker : makersFor(rule)) {
      level = Math.max(level, level(maker) + 1);
    }
    path.removeLast();
    levels[rule] = level;
    return level;
  }

  private DeploymentRefusedException circle(int rule) {
    List<Integer> all = new ArrayList<>(path);
    List<Integer> circle = all.subList(all.indexOf(rule), all.size());
    String names =
        circle.stream()
            .map(i -> rules.get(i).ruleSet() + "." + rules.get(i).name())
            .collect(Collectors.joining(", "));
    return new DeploymentRefusedException(
        "Rules feed each other in a circle: each of "
            + names
            + " takes events that the next one in the list makes, and the last what the first"
            + " makes. Let one of them take something else.",
        rules.get(rule).rule().place());
  }
}
