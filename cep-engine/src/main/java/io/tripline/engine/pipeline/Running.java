package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.event.Schema;
import io.tripline.engine.mode.RuleModes;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * All rule sets that run together. Immutable; a deployment makes a new one.
 *
 * @param sets sorted by name, with what drains of earlier versions; see {@link Set#ORDER}
 * @param features that their rules read
 * @param nextStateId the next number that a rule or a series of windows gets for its states
 * @param groups which of their rules and series share a table of keys
 */
record Running(
    Schema schema, List<Set> sets, RunningFeatures features, long nextStateId, KeyGroups groups) {
  static final Running NOTHING =
      new Running(
          Schema.EMPTY, List.of(), RunningFeatures.NONE, StateIds.FIRST_OF_RULES, KeyGroups.NONE);

  /**
   * What runs after other rule sets.
   *
   * @param sets whose rules have their levels; see {@link #placed}
   * @param groups that their rules had
   * @param series that were kept for their rules
   */
  static Running after(
      KeyGroups groups,
      List<RunningSeries> series,
      Schema schema,
      List<Set> sets,
      long nextStateId) {
    List<RunningRule> rules = sets.stream().flatMap(set -> set.rules().stream()).toList();
    RunningFeatures features = RunningFeatures.of(rules, series, nextStateId);
    return new Running(
        schema,
        sets,
        features,
        features.nextStateId(nextStateId),
        groups.with(rules, features.series()));
  }

  /**
   * The sets with their rules at their levels.
   *
   * @throws DeploymentRefusedException if they feed each other in a circle
   */
  static List<Set> placed(List<Set> sets) {
    List<RunningRule> all = sets.stream().flatMap(set -> set.rules().stream()).toList();
    Iterator<RunningRule> rules = RunningLevels.of(all).iterator();
    return sets.stream()
        .map(set -> set.with(set.rules().stream().map(rule -> rules.next()).toList()))
        .toList();
  }

  /**
   * A rule set with its compiled rules.
   *
   * @param ruleSet where it drains, what its rules are and need, also of those that have ended
   *     since the last deployment: events are laid out for them until the next
   * @param rules in the order of the rule set
   * @param modes that its rules have
   * @param draining whether it is what still drains of an earlier version
   */
  record Set(
      String name,
      int version,
      String text,
      RuleSet ruleSet,
      List<RunningRule> rules,
      RuleModes modes,
      boolean draining) {
    /** The deployed one before those that drain, and these by version. */
    static final Comparator<Set> ORDER =
        Comparator.comparing(Set::name).thenComparing(Set::draining).thenComparingInt(Set::version);

    Set {
      rules = List.copyOf(rules);
    }

    /** One that is deployed. */
    Set(
        String name,
        int version,
        String text,
        RuleSet ruleSet,
        List<RunningRule> rules,
        RuleModes modes) {
      this(name, version, text, ruleSet, rules, modes, false);
    }

    /** The same with its rules in other places, or fewer of them. */
    Set with(List<RunningRule> others) {
      return new Set(name, version, text, ruleSet, others, modes, draining);
    }

    /** The same, and its rules, in other modes. */
    Set in(RuleModes others) {
      return new Set(
          name,
          version,
          text,
          ruleSet,
          rules.stream().map(rule -> rule.in(others)).toList(),
          others,
          draining);
    }

    List<String> ruleNames() {
      return rules.stream().map(RunningRule::name).toList();
    }
  }

  Running {
    sets = List.copyOf(sets);
  }

  /** The running version of a rule set. */
  Optional<Set> find(String name) {
    return deployed().stream().filter(set -> set.name().equals(name)).findAny();
  }

  /** The sets that are deployed, without what drains of earlier versions. */
  List<Set> deployed() {
    return sets.stream().filter(set -> !set.draining()).toList();
  }

  /** What drains of earlier versions. */
  List<Set> draining() {
    return sets.stream().filter(Set::draining).toList();
  }

  /** Whether a list or table is declared, and its entries are of that form. */
  boolean declares(EntryForm form) {
    return sets.stream()
        .flatMap(set -> EntryForm.find(set.ruleSet(), form.name()).stream())
        .anyMatch(own -> own.isSame(form));
  }

  /** The orders in which its rules see events. Made anew with each call. */
  Lanes lanes() {
    return Lanes.of(schema, rules());
  }

  /** Whether anything depends on how far single sources have come. */
  boolean asksForSources() {
    return schema.layouts().stream()
        .map(layout -> layout.type().arrival())
        .anyMatch(a -> a.latenessMillis() > 0 || a.late() != EventType.Late.ACCEPT);
  }

  List<RunningRule> rules() {
    return sets.stream().flatMap(set -> set.rules().stream()).toList();
  }
}
