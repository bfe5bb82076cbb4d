package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Emission;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.bound.StateBound;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.event.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rules of earlier versions that complete what they have begun, and begin nothing more. They run as
 * a set of their own beside the version that has taken their place, with their states, and see what
 * it sees: so all that they take and look up has to be declared by what is deployed, and declared
 * alike. Rules that make events, or take what rules make, do not drain: what they find is for rules
 * of their own version.
 */
final class Draining {
  private Draining() {}

  /** Whether a rule can have begun what it has not completed. */
  static boolean canHaveBegun(RunningRule rule) {
    return StateBound.reachMillis(rule.program()) != 0;
  }

  /**
   * What drains of a rule set.
   *
   * @param before deployed until now, or draining
   * @param rules of it, at least one
   */
  static Running.Set of(Running.Set before, List<RunningRule> rules) {
    List<String> names = rules.stream().map(RunningRule::name).toList();
    return new Running.Set(
        before.name(),
        before.version(),
        before.text(),
        cutDown(before.ruleSet(), names),
        rules.stream().map(RunningRule::drained).toList(),
        before.modes(),
        true);
  }

  /** The rules of these names, and what they take and look up. */
  static RuleSet cutDown(RuleSet all, List<String> names) {
    List<Rule> rules = all.rules().stream().filter(rule -> names.contains(rule.name())).toList();
    Set<String> types =
        rules.stream()
            .flatMap(rule -> DeploymentPlanner.compile(rule).eventTypes().stream())
            .map(EventType::name)
            .collect(Collectors.toSet());
    Set<String> lookedUp =
        rules.stream()
            .flatMap(rule -> WarmPart.lookedUp(rule).stream())
            .collect(Collectors.toSet());
    return new RuleSet(
        all.eventTypes().stream().filter(type -> types.contains(type.name())).toList(),
        List.of(),
        all.lists().stream().filter(list -> lookedUp.contains(list.name())).toList(),
        all.tables().stream().filter(table -> lookedUp.contains(table.name())).toList(),
        rules,
        List.of());
  }

  /**
   * Why a rule cannot drain beside some rule sets.
   *
   * @param own what the rule was deployed with
   * @param deployed without any that drains
   * @return the end of a sentence about it; null if it can
   */
  static @Nullable String obstacle(RunningRule rule, RuleSet own, List<Running.Set> deployed) {
    if (rule.rule().emission() != null) {
      return "makes events";
    }
    List<EventType> types = rule.types();
    if (rule.takesMadeEvents() || deployed.stream().anyMatch(set -> makesOne(set, types))) {
      return "takes events that rules make";
    }
    for (EventType type : types) {
      if (deployed.stream().noneMatch(set -> declares(set, type))) {
        return "takes the event " + type.name() + ", which is no longer declared as it was";
      }
    }
    Set<String> lookedUp = WarmPart.lookedUp(rule.rule());
    for (EntryForm form : EntryForm.all(own)) {
      if (lookedUp.contains(form.name()) && deployed.stream().noneMatch(s -> declares(s, form))) {
        return "looks things up in the "
            + form.kind()
            + " "
            + form.name()
            + ", which is no longer declared as it was";
      }
    }
    return null;
  }

  private static boolean makesOne(Running.Set set, List<EventType> types) {
    return set.ruleSet().rules().stream()
        .map(Rule::emission)
        .flatMap(emission -> Optional.<Emission>ofNullable(emission).stream())
        .anyMatch(made -> types.stream().anyMatch(t -> t.name().equals(made.type().name())));
  }

  private static boolean declares(Running.Set set, EventType type) {
    List<EventType> known = set.ruleSet().eventTypes();
    return known.stream().anyMatch(each -> each.name().equals(type.name()))
        && Schema.conflict(known, new RuleSet(List.of(type), List.of())).isEmpty();
  }

  private static boolean declares(Running.Set set, EntryForm form) {
    return EntryForm.find(set.ruleSet(), form.name()).filter(each -> each.isSame(form)).isPresent();
  }

  /**
   * Begins to drain rules.
   *
   * @param deployed what is deployed from now on
   * @throws DeploymentRefusedException if one of them cannot drain beside that
   */
  static Running.Set begin(
      Running.Set before, List<RunningRule> rules, List<Running.Set> deployed) {
    for (RunningRule rule : rules) {
      String obstacle = obstacle(rule, before.ruleSet(), deployed);
      if (obstacle != null) {
        throw new DeploymentRefusedException(
            "The rule "
                + rule.name()
                + " of version "
                + before.version()
                + " cannot drain: it "
                + obstacle
                + ". Leave the rule as it is, or deploy without start=drain: then its partial"
                + " matches are dropped.",
            rule.rule().place());
      }
    }
    return of(before, rules);
  }

  /**
   * What goes on draining over a deployment.
   *
   * @param ended takes the rules that cannot
   */
  static List<Running.Set> after(
      List<Running.Set> draining, List<Running.Set> deployed, List<RunningRule> ended) {
    List<Running.Set> left = new ArrayList<>();
    for (Running.Set set : draining) {
      List<RunningRule> goingOn = new ArrayList<>();
      boolean isDeployed = deployed.stream().anyMatch(each -> each.name().equals(set.name()));
      for (RunningRule rule : set.rules()) {
        boolean can = isDeployed && obstacle(rule, set.ruleSet(), deployed) == null;
        (can ? goingOn : ended).add(rule);
      }
      if (!goingOn.isEmpty()) {
        left.add(of(set, goingOn));
      }
    }
    return left;
  }
}
