package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.RuleSetPrinter;
import io.tripline.engine.pipeline.Engine.Deployment.Kind;
import io.tripline.engine.pipeline.ReferenceTime.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which version of each rule is in force when. A rule whose key, pattern and remembered values are
 * those of the version before goes on with its partial matches; any other begins without any.
 */
final class ReferenceVersions {
  private final List<RuleSet> versions;

  /** The arrival with which each takes effect; -1 for the first. */
  private final int[] from;

  /** Whether those before it drain. */
  private final boolean[] drains;

  ReferenceVersions(List<RuleSet> versions, List<Arrival> arrivals) {
    this.versions = versions;
    this.from = new int[versions.size()];
    this.drains = new boolean[versions.size()];
    from[0] = -1;
    for (int i = 0; i < arrivals.size(); i++) {
      if (arrivals.get(i) instanceof Arrival.Deploy(int version, _, boolean drain)) {
        from[version] = i;
        drains[version] = drain;
      }
    }
  }

  /**
   * A rule that goes on for some versions.
   *
   * @param first the version in which it begins
   * @param rules one a version
   * @param end the last version beside which it runs: after its own it drains
   */
  record Life(int first, List<Rule> rules, int end) {
    /** The rule in one of its versions, or its last where it drains. */
    Rule in(int version) {
      return rules.get(Math.min(version, last()) - first);
    }

    boolean drainsIn(int version) {
      return version > last();
    }

    int last() {
      return first + rules.size() - 1;
    }
  }

  /** Whether rules drain. */
  boolean drain() {
    for (boolean each : drains) {
      if (each) {
        return true;
      }
    }
    return false;
  }

  int count() {
    return versions.size();
  }

  RuleSet rules(int version) {
    return versions.get(version);
  }

  /** The rules of a version, and those of earlier ones that drain beside it. */
  List<Rule> running(int version) {
    List<Rule> running = new ArrayList<>(versions.get(version).rules());
    lives().stream()
        .filter(life -> life.drainsIn(version) && version <= life.end())
        .forEach(life -> running.add(life.in(version)));
    return running;
  }

  /** The arrival with which a version takes effect: itself, it still meets the version before. */
  int from(int version) {
    return from[version];
  }

  /** The last arrival that a version meets. */
  int to(int version) {
    return version + 1 < from.length ? from[version + 1] : Integer.MAX_VALUE;
  }

  /** The version that an arrival meets. */
  int at(int arrival) {
    int version = 0;
    while (arrival > to(version)) {
      version++;
    }
    return version;
  }

  @Nullable Rule find(int version, String name) {
    return versions.get(version).rules().stream()
        .filter(rule -> rule.name().equals(name))
        .findAny()
        .orElse(null);
  }

  /** The version before of a rule that goes on with its states; null if it begins anew. */
  @Nullable Rule before(int version, Rule rule) {
    Rule before = version == 0 ? null : find(version - 1, rule.name());
    return before != null && running(rule).canContinue(running(before)) ? before : null;
  }

  private boolean goesOn(int version, Rule rule) {
    return before(version, rule) != null;
  }

  private static RunningRule running(Rule rule) {
    return new RunningRule("set", 1, DeploymentPlanner.compile(rule), 0);
  }

  /** What a deployment says of each rule, by name. */
  Map<String, Kind> changes(int version) {
    Map<String, Kind> changes = new TreeMap<>();
    if (version > 0) {
      for (Rule rule : versions.get(version - 1).rules()) {
        changes.put(rule.name(), lost(version, rule, Kind.GONE));
      }
    }
    for (Rule rule : versions.get(version).rules()) {
      boolean isNew = changes.get(rule.name()) == null;
      changes.put(
          rule.name(),
          isNew
              ? Kind.NEW
              : goesOn(version, rule)
                  ? kept(version, rule)
                  : lost(
                      version, Objects.requireNonNull(find(version - 1, rule.name())), Kind.RESET));
    }
    return changes;
  }

  private Kind lost(int version, Rule before, Kind otherwise) {
    return drains[version] && Draining.canHaveBegun(running(before)) ? Kind.DRAINING : otherwise;
  }

  private Kind kept(int version, Rule rule) {
    Rule before = Objects.requireNonNull(before(version, rule));
    return RuleSetPrinter.print(before).equals(RuleSetPrinter.print(rule))
        ? Kind.KEPT
        : Kind.CARRIED_OVER;
  }

  /** All rules, in the order in which they begin. */
  List<Life> lives() {
    List<Life> lives = new ArrayList<>();
    for (int version = 0; version < versions.size(); version++) {
      for (Rule rule : versions.get(version).rules()) {
        if (!goesOn(version, rule)) {
          lives.add(life(version, rule));
        }
      }
    }
    return lives;
  }

  private Life life(int first, Rule rule) {
    List<Rule> rules = new ArrayList<>(List.of(rule));
    for (int version = first + 1; version < versions.size(); version++) {
      Rule next = find(version, rule.name());
      if (next == null || !goesOn(version, next)) {
        break;
      }
      rules.add(next);
    }
    int last = first + rules.size() - 1;
    boolean drained = last + 1 < versions.size() && drains[last + 1];
    return new Life(
        first, rules, drained && Draining.canHaveBegun(running(rule)) ? versions.size() - 1 : last);
  }

  /** Whether an alert of a rule still holds others back after the rules have changed. */
  boolean stillStands(String name, int version) {
    Rule before = find(version - 1, name);
    Rule after = find(version, name);
    return before != null
        && after != null
        && running(before).keyShape().equals(running(after).keyShape())
        && oncePer(after) != AlertSpec.NO_LIMIT;
  }

  static long oncePer(Rule rule) {
    return rule.alert() == null ? AlertSpec.NO_LIMIT : rule.alert().oncePerMillis();
  }
}
