package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Emission;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.engine.bound.StateBound;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.mode.RuleMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of the rules that run after a deployment has to be given the past: what begins with it, and
 * what that needs. A rule needs those that make events for it, and the windows that it reads.
 */
final class WarmPart {
  static final long ENDLESS = Long.MAX_VALUE;

  private final Running target;
  private final Set<Long> begins = new HashSet<>();
  // The rules that are needed, with those that make events for them.
  private final Map<RunningRule, List<RunningRule>> makers = new LinkedHashMap<>();
  private final Set<RunningRule> rules = makers.keySet();
  private final List<RunningSeries> series;

  /**
   * @param before what runs until the deployment
   * @param target what runs after it
   */
  WarmPart(Running before, Running target) {
    this.target = target;
    Set<Long> known = before.rules().stream().map(RunningRule::stateId).collect(Collectors.toSet());
    before.features().series().forEach(each -> known.add(each.stateId()));
    target.rules().stream().map(RunningRule::stateId).forEach(begins::add);
    target.features().series().stream().map(RunningSeries::stateId).forEach(begins::add);
    begins.removeAll(known);
    for (RunningRule rule : target.rules()) {
      if (begins(rule) || target.features().series().stream().anyMatch(s -> isNew(s, rule))) {
        need(rule);
      }
    }
    this.series =
        target.features().series().stream()
            .filter(each -> rules.stream().anyMatch(rule -> rule.reads(each)))
            .toList();
  }

  private boolean isNew(RunningSeries each, RunningRule reader) {
    return begins(each) && reader.reads(each);
  }

  private void need(RunningRule rule) {
    if (!makers.containsKey(rule)) {
      List<RunningRule> found = makersFor(rule);
      makers.put(rule, found);
      found.forEach(this::need);
    }
  }

  private List<RunningRule> makersFor(RunningRule rule) {
    Set<String> takes =
        rule.types().stream().map(EventType::name).collect(Collectors.toUnmodifiableSet());
    List<RunningRule> found = new ArrayList<>();
    for (RunningRule each : target.rules()) {
      Emission emission = each.rule().emission();
      if (emission != null && takes.contains(emission.type().name())) {
        found.add(each);
      }
    }
    return found;
  }

  /** Whether nothing begins. */
  boolean isEmpty() {
    return rules.isEmpty();
  }

  /** Ids of the states of rules and series that have none yet. */
  Set<Long> begins() {
    return begins;
  }

  private boolean begins(Keyed tenant) {
    return begins.contains(tenant.stateId());
  }

  /** The rule sets with none but these rules, under the schema of all. */
  Running running() {
    List<Running.Set> sets =
        target.sets().stream()
            .map(set -> set.with(asTheyWere(set.rules())))
            .filter(set -> !set.rules().isEmpty())
            .toList();
    List<KeyGroups.Group> groups =
        target.groups().groups().stream()
            .map(
                group ->
                    new KeyGroups.Group(
                        group.id(),
                        group.lateness(),
                        group.level(),
                        asTheyWere(group.rules()),
                        group.series().stream().filter(series::contains).toList()))
            .filter(group -> !group.tenants().isEmpty())
            .toList();
    return new Running(
        target.schema(),
        sets,
        new RunningFeatures(series, reads()),
        target.nextStateId(),
        new KeyGroups(groups, target.groups().nextId()));
  }

  /**
   * Those of them that are needed. One that is paused has seen what came before, and nobody was
   * told of what it found.
   */
  private List<RunningRule> asTheyWere(List<RunningRule> all) {
    return all.stream()
        .filter(rules::contains)
        .map(rule -> rule.paused() ? rule.in(RuleMode.SHADOW, false) : rule)
        .toList();
  }

  private List<RunningFeatures.Read> reads() {
    List<RunningSeries> all = target.features().series();
    List<RunningFeatures.Read> reads = new ArrayList<>();
    for (RunningFeatures.Read read : target.features().reads()) {
      int index = series.indexOf(all.get(read.series()));
      boolean isRead =
          rules.stream()
              .anyMatch(rule -> rule.lateness() == read.lateness() && rule.level() == read.level());
      if (index >= 0 && isRead) {
        reads.add(read.of(index));
      }
    }
    return reads;
  }

  /** The lists and tables that its rules look things up in. */
  List<EntryForm> forms() {
    Set<String> names = new HashSet<>();
    rules.forEach(rule -> names.addAll(lookedUp(rule.rule())));
    return target.sets().stream()
        .flatMap(set -> EntryForm.all(set.ruleSet()).stream())
        .filter(form -> names.remove(form.name()))
        .toList();
  }

  /** The names of the lists and tables that a rule looks things up in. */
  static Set<String> lookedUp(Rule rule) {
    Set<String> names = new HashSet<>();
    rule.walk(e -> addLookedUp(e, names));
    return names;
  }

  private static void addLookedUp(Expr expression, Set<String> names) {
    switch (expression) {
      case Expr.InList e -> names.add(e.list().name());
      case Expr.Lookup e -> names.add(e.table().name());
      case Expr.FeatureValue e -> {
        WindowAggregate aggregate = e.feature().aggregate();
        for (Expr part : Arrays.asList(aggregate.argument(), aggregate.where())) {
          if (part != null) {
            part.walk(inner -> addLookedUp(inner, names));
          }
        }
      }
      default -> {}
    }
  }

  /**
   * For how long before now an event can make a difference to what begins, ms; {@link #ENDLESS} if
   * time does not bound it.
   */
  long reach() {
    // Those that make events are on lower levels than those that take them.
    Map<RunningRule, Long> found = new HashMap<>();
    rules.stream()
        .sorted(Comparator.comparingInt(RunningRule::level))
        .forEach(rule -> found.put(rule, reach(rule, found)));
    long reach = found.values().stream().mapToLong(each -> each).max().orElse(0);
    // An id that came before what is read, and comes again, would be taken for a new one.
    long remembered =
        rules.stream()
            .flatMap(rule -> rule.types().stream())
            .mapToLong(type -> type.arrival().dedupeMillis())
            .max()
            .orElse(0);
    return sum(reach, Math.max(0, remembered));
  }

  private long reach(RunningRule rule, Map<RunningRule, Long> ofMakers) {
    long own = span(rule);
    long read = 0;
    for (RunningSeries each : series) {
      if (rule.reads(each)) {
        read = Math.max(read, each.series().horizonMillis());
      }
    }
    long made = 0;
    for (RunningRule maker : makers.getOrDefault(rule, List.of())) {
      made = Math.max(made, ofMakers.getOrDefault(maker, 0L));
    }
    return sum(sum(sum(own, read), made), rule.lateness());
  }

  /**
   * Twice as long as a partial match can be kept, about: which events a match has taken, so that
   * they begin none, depends on the match before.
   */
  private static long span(RunningRule rule) {
    return sum(StateBound.reachMillis(rule.program()), rule.program().horizonMillis());
  }

  static long sum(long a, long b) {
    return a > ENDLESS - b ? ENDLESS : a + b;
  }
}
