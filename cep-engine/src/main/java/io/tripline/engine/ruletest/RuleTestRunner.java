package io.tripline.engine.ruletest;

import io.tripline.dsl.ir.Decision;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.dsl.ir.RuleTest.ExpectedAlert;
import io.tripline.dsl.ir.RuleTest.Others;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.explain.SourceText;
import io.tripline.engine.feature.Makers;
import io.tripline.engine.pipeline.AlertListener;
import io.tripline.engine.pipeline.DeploymentRefusedException;
import io.tripline.engine.pipeline.Rehearsal;
import io.tripline.engine.pipeline.RehearsalSession;
import io.tripline.engine.ruletest.TestResult.Difference;
import io.tripline.engine.ruletest.TestResult.Kind;
import io.tripline.engine.ruletest.TestResult.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs the tests of a rule set, each from nothing, in virtual time: the given events in their
 * order, then the end of the input. Of the rules only those run that a test speaks of. Uses neither
 * a clock nor threads; not thread-safe.
 *
 * <p>The work is bounded by the events of a test (which the checker limits) times the partial
 * matches that the engine allows for one key, for each of the test's rules.
 */
public final class RuleTestRunner {
  private static final String NAME = "test";

  private final RuleSet ruleSet;
  private final SourceText source;
  private final Map<String, Rule> rules = new HashMap<>();
  private final Map<Set<String>, Rehearsal> rehearsals = new HashMap<>();

  /**
   * @param source the rules as they were written, for what is said of conditions
   */
  public RuleTestRunner(RuleSet ruleSet, SourceText source) {
    this.ruleSet = ruleSet;
    this.source = source;
    ruleSet.rules().forEach(r -> rules.put(r.name(), r));
  }

  /** Runs one test of the rule set. */
  public TestResult run(RuleTest test) {
    Set<String> names = new TreeSet<>();
    names.add(test.rule());
    test.expected().forEach(e -> names.add(e.rule()));
    Map<String, Rule> rules = rules(test);
    Set<String> running = Makers.with(names, rules.values());
    Rehearsal rehearsal;
    try {
      rehearsal =
          test.variant() == null
              ? rehearsals.computeIfAbsent(running, all -> rehearsal(all, rules))
              : rehearsal(running, rules);
    } catch (DeploymentRefusedException e) {
      return notRun(test, String.valueOf(e.getMessage()));
    }
    RehearsalSession session = rehearsal.start(AlertListener.NONE);
    GivenEvents.play(test, GivenEvents.written(test.events(), rehearsal.schema()), session);
    List<Alert> alerts =
        session.alerts().stream()
            .filter(alert -> names.contains(alert.rule())) // not of those that only make events
            .toList();
    // What is asked why follows the events again, in a session of its own.
    Map<Long, Decision> decisions = new LinkedHashMap<>(session.decisions());
    List<Difference> differences = compare(test, rules, alerts, rehearsal);
    differences.addAll(
        new DecisionComparison(
                test,
                decisions,
                (decision, event) -> whyNot(test, rules, names, rehearsal, decision, event))
            .differences());
    return new TestResult(
        test, differences.isEmpty() ? Outcome.PASSED : Outcome.FAILED, differences);
  }

  private static TestResult notRun(RuleTest test, String why) {
    Difference reason = new Difference(Kind.NOT_RUN, test.place(), why, List.of());
    return new TestResult(test, Outcome.NOT_RUN, List.of(reason));
  }

  /** The rules by name, with the one that the test gives parameters. */
  private Map<String, Rule> rules(RuleTest test) {
    Rule variant = test.variant();
    if (variant == null) {
      return rules;
    }
    Map<String, Rule> all = new HashMap<>(rules);
    all.put(variant.name(), variant);
    return all;
  }

  private static Rule rule(Map<String, Rule> rules, String name) {
    Rule rule = rules.get(name);
    if (rule == null) {
      throw new IllegalArgumentException("no rule " + name);
    }
    return rule;
  }

  private Rehearsal rehearsal(Set<String> names, Map<String, Rule> rules) {
    return Rehearsal.of(
        NAME,
        new RuleSet(
            ruleSet.eventTypes(),
            ruleSet.features(),
            ruleSet.lists(),
            ruleSet.tables(),
            names.stream().map(name -> rule(rules, name)).toList(),
            List.of()));
  }

  private List<Difference> compare(
      RuleTest test, Map<String, Rule> rules, List<Alert> alerts, Rehearsal rehearsal) {
    AlertComparison comparison = new AlertComparison(test, rules);
    AlertMatcher matcher = new AlertMatcher(test.expected(), alerts, comparison);
    matcher.match();
    List<Difference> differences = new ArrayList<>();
    for (ExpectedAlert expected : matcher.unmet()) {
      Alert nearest = matcher.takeNearest(expected);
      if (nearest != null) {
        differences.add(different(expected, nearest, comparison));
      } else {
        Rule rule = rule(rules, expected.rule());
        long taken = alerts.stream().filter(a -> comparison.sameRuleAndKey(expected, a)).count();
        MissingAlert missing = new MissingAlert(test, rule, rehearsal, source);
        differences.add(
            new Difference(
                Kind.MISSING,
                expected.place(),
                "the alert of `" + rule.name() + "` did not come",
                missing.why(expected, taken)));
      }
    }
    if (test.others() == Others.NONE) {
      for (Alert alert : matcher.unexpected()) {
        differences.add(
            new Difference(
                Kind.UNEXPECTED,
                test.place(),
                "an alert came that is not expected",
                List.of(
                    new AlertLine(test, rule(rules, alert.rule())).of(alert),
                    "text: " + alert.message())));
      }
    }
    return differences;
  }

  /** Why none of the rules that decide so fired. */
  private List<String> whyNot(
      RuleTest test,
      Map<String, Rule> rules,
      Set<String> names,
      Rehearsal rehearsal,
      Decision decision,
      int event) {
    List<String> lines = new ArrayList<>();
    RuleTest then = event == ExpectedAlert.NOT_GIVEN ? test : test.upTo(event);
    for (String name : names) {
      Rule rule = rule(rules, name);
      if (rule.decision() == decision) {
        lines.addAll(new MissingAlert(then, rule, rehearsal, source).whyNot(event));
      }
    }
    return lines;
  }

  private static Difference different(
      ExpectedAlert expected, Alert alert, AlertComparison comparison) {
    List<String> details = new ArrayList<>();
    for (AlertComparison.Mismatch mismatch : comparison.mismatches(expected, alert)) {
      details.add(mismatch.name() + ":");
      details.add("  expected  " + mismatch.expected());
      details.add("  got       " + mismatch.got());
    }
    return new Difference(
        Kind.DIFFERENT,
        expected.place(),
        "an alert of `" + expected.rule() + "` came, but another one",
        details);
  }
}
