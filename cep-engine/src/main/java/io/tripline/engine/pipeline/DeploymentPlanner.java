package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.RuleSetPrinter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.match.Program;
import io.tripline.engine.match.ProgramLimitException;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine.Deployment.Kind;
import io.tripline.engine.pipeline.Engine.Deployment.RuleChange;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.predicate.PredicateSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out what a deployment leads to. Compiles; touches nothing that runs. */
final class DeploymentPlanner {
  private final Schema.Fields fields;
  private final PredicateSet.Way way;
  private final PlannerMemory memory;
  private final WorkerPlans workers;

  /**
   * @param fields what events hold
   * @param way how predicates are evaluated
   * @param memories of the workers, which matchers are bound to; nothing here touches them
   */
  DeploymentPlanner(
      Schema.Fields fields,
      PredicateSet.Way way,
      int maxRunsPerKey,
      List<WorkerMemory> memories,
      RuleFiguresRegistry figures) {
    this.fields = fields;
    this.way = way;
    this.memory = new PlannerMemory();
    this.workers = new WorkerPlans(maxRunsPerKey, memories, figures, memory);
  }

  private DeploymentPlanner(DeploymentPlanner other) {
    this.fields = other.fields;
    this.way = other.way;
    this.memory = other.memory.copy();
    this.workers = other.workers.aside(memory);
  }

  /** One whose plans are not carried out: what it counts is nobody's. */
  DeploymentPlanner aside() {
    return new DeploymentPlanner(this);
  }

  /**
   * A plan to run a rule set in place of its version before.
   *
   * @param mode of all its rules; null if they keep theirs
   * @param restores see {@link RuleSetVersion}
   * @param drain whether rules that lose their states complete what they have begun
   * @throws DeploymentRefusedException if it does not go together with the others, or is too large
   */
  DeploymentPlan deploy(
      Running current,
      String name,
      int version,
      long deployedAt,
      String text,
      RuleSet ruleSet,
      @Nullable RuleMode mode,
      int restores,
      boolean drain) {
    DeploymentConflicts.refuse(current, name, ruleSet);
    return plan(current, name, version, deployedAt, text, ruleSet, mode, restores, drain);
  }

  /**
   * A plan to change modes of a running rule set. Nothing else changes, but that a rule which has
   * failed loses its states: nobody knows what they are like; and that one is no more which has
   * drained. What drains of the rule set changes with it.
   *
   * @return empty if the modes are those already
   * @throws IllegalArgumentException if there is no such rule set or rule
   */
  Optional<DeploymentPlan> change(Running current, ModeEntryCodec.Entry change) {
    if (change.change() instanceof RuleModes.Change.Drained drained) {
      return Optional.of(drained(current, change, drained));
    }
    Running.Set before = current.find(change.ruleSet()).orElseThrow(IllegalArgumentException::new);
    String rule = change.change().rule();
    if (rule != null && !before.ruleNames().contains(rule)) {
      throw new IllegalArgumentException("no rule " + rule);
    }
    long nextStateId = current.nextStateId();
    List<Running.Set> sets = new ArrayList<>(current.sets());
    if (change.change() instanceof RuleModes.Change.Fail fail) {
      RuleModes modes = before.modes().after(fail, before.ruleNames());
      if (modes.equals(before.modes())) {
        return Optional.empty();
      }
      long afresh = nextStateId++;
      Running.Set after = before.in(modes);
      sets.set(
          sets.indexOf(before),
          after.with(
              after.rules().stream()
                  .map(each -> each.name().equals(fail.rule()) ? each.withStates(afresh) : each)
                  .toList()));
    } else {
      sets.replaceAll(
          set ->
              set.name().equals(before.name())
                  ? set.in(set.modes().after(change.change(), set.ruleNames()))
                  : set);
    }
    return sets.equals(current.sets())
        ? Optional.empty()
        : Optional.of(changing(current, change, sets, nextStateId));
  }

  /** A plan after which a rule is no more that has drained. */
  private DeploymentPlan drained(
      Running current, ModeEntryCodec.Entry change, RuleModes.Change.Drained drained) {
    List<Running.Set> sets = new ArrayList<>();
    for (Running.Set set : current.sets()) {
      boolean isIt =
          set.draining()
              && set.name().equals(change.ruleSet())
              && set.version() == drained.version();
      sets.add(
          isIt
              ? set.with(
                  set.rules().stream().filter(rule -> !rule.name().equals(drained.rule())).toList())
              : set);
    }
    return changing(current, change, sets, current.nextStateId());
  }

  private DeploymentPlan changing(
      Running current, ModeEntryCodec.Entry change, List<Running.Set> sets, long nextStateId) {
    Running target =
        Running.after(
            current.groups(), current.features().series(), current.schema(), sets, nextStateId);
    Dispatch dispatch = dispatch(target);
    return DeploymentPlan.changing(target, change, dispatch, workers.of(target, dispatch));
  }

  /** A plan to take a rule set away. */
  DeploymentPlan undeploy(Running current, String name, int version, long deployedAt) {
    return plan(current, name, version, deployedAt, "", null, null, RuleSetVersion.NONE, false);
  }

  private DeploymentPlan plan(
      Running current,
      String name,
      int version,
      long deployedAt,
      String text,
      @Nullable RuleSet ruleSet,
      @Nullable RuleMode mode,
      int restores,
      boolean drain) {
    List<RunningRule> before = current.find(name).map(Running.Set::rules).orElse(List.of());
    List<RunningRule> toDrain = new ArrayList<>();
    List<Running.Set> sets = new ArrayList<>(current.deployed());
    sets.removeIf(set -> set.name().equals(name));
    List<RuleChange> changes = new ArrayList<>();
    long nextStateId = current.nextStateId();
    if (ruleSet != null) {
      List<RunningRule> rules = new ArrayList<>();
      Map<String, RunningRule> byName = byName(before);
      for (Rule rule : ruleSet.rules()) {
        RunningRule made = new RunningRule(name, version, compile(rule), nextStateId);
        RunningRule earlier = byName.get(rule.name());
        if (earlier != null && made.canContinue(earlier)) {
          made = new RunningRule(name, version, made.program(), earlier.stateId());
          changes.add(new RuleChange(rule.name(), goesOn(earlier, made)));
        } else {
          nextStateId++;
          Kind kind = earlier == null ? Kind.NEW : lost(earlier, drain, Kind.RESET, toDrain);
          changes.add(new RuleChange(rule.name(), kind));
        }
        rules.add(made);
      }
      RuleModes modes = modes(current, name, rules, mode);
      sets.add(new Running.Set(name, version, text, ruleSet, rules, modes).in(modes));
    }
    Set<String> goOn = new HashSet<>();
    changes.forEach(change -> goOn.add(change.rule()));
    for (RunningRule gone : before) {
      if (!goOn.contains(gone.name())) {
        changes.add(new RuleChange(gone.name(), lost(gone, drain, Kind.GONE, toDrain)));
      }
    }
    List<RunningRule> ended = new ArrayList<>();
    List<Running.Set> draining = Draining.after(current.draining(), sets, ended);
    ended.forEach(rule -> changes.add(new RuleChange(nameIn(name, rule), Kind.GONE)));
    if (!toDrain.isEmpty()) {
      draining.add(Draining.begin(current.find(name).orElseThrow(), toDrain, sets));
    }
    sets.addAll(draining);
    sets.sort(Running.Set.ORDER);
    PlacesBefore places = PlacesBefore.of(current);
    List<Running.Set> placed = new ArrayList<>();
    for (Running.Set set : Running.placed(sets)) {
      List<RunningRule> rules = new ArrayList<>();
      for (RunningRule rule : set.rules()) {
        DeploymentConflicts.refuseLateDecision(rule);
        RunningRule made = rule;
        if (places.areCountedOtherwise(rule)) {
          made = rule.withStates(nextStateId++);
          if (set.name().equals(name)) {
            changes.removeIf(change -> change.rule().equals(rule.name()));
            changes.add(new RuleChange(rule.name(), Kind.RESET));
          }
        }
        rules.add(made);
      }
      placed.add(set.with(rules));
    }
    Schema schema =
        Schema.after(
            current.schema(),
            current.schema().id() + 1,
            memory.parts(sets.stream().map(Running.Set::ruleSet).toList()),
            fields);
    List<RunningSeries> kept = current.features().series();
    Running target = Running.after(current.groups(), kept, schema, placed, nextStateId);
    tellOfStates(name, current, target, changes);
    changes.sort(Comparator.comparing(RuleChange::rule));
    Dispatch dispatch = dispatch(target);
    return new DeploymentPlan(
        target,
        new RuleSetEntryCodec.Entry(
            name,
            version,
            deployedAt,
            text,
            SchemaFingerprint.of(schema),
            null,
            mode,
            restores,
            drain),
        ruleSet == null,
        dispatch,
        workers.of(target, dispatch),
        changes,
        earlierIds(current, name));
  }

  /** By the names that changes have, the ids of states before. */
  private static Map<String, Long> earlierIds(Running current, String name) {
    Map<String, Long> ids = new HashMap<>();
    for (RunningRule rule : current.rules()) {
      ids.put(nameIn(name, rule), rule.stateId());
    }
    return ids;
  }

  /** What a rule is called in the changes of a rule set. */
  private static String nameIn(String ruleSet, RunningRule rule) {
    return rule.ruleSet().equals(ruleSet) ? rule.label() : rule.ruleSet() + "." + rule.label();
  }

  /**
   * What becomes of a rule that is no more as it was.
   *
   * @param otherwise where it does not drain
   * @param toDrain takes it, if it does
   */
  private static Kind lost(
      RunningRule earlier, boolean drain, Kind otherwise, List<RunningRule> toDrain) {
    if (!drain || !Draining.canHaveBegun(earlier)) {
      return otherwise;
    }
    toDrain.add(earlier);
    return Kind.DRAINING;
  }

  /** What a rule is that goes on with its states. */
  private static Kind goesOn(RunningRule earlier, RunningRule rule) {
    String before = RuleSetPrinter.print(earlier.rule());
    return before.equals(RuleSetPrinter.print(rule.rule())) ? Kind.KEPT : Kind.CARRIED_OVER;
  }

  private static RuleModes modes(
      Running current, String name, List<RunningRule> rules, @Nullable RuleMode mode) {
    return modes(
        current
            .find(name)
            .map(set -> set.modes().withAnotherChance(changed(set.rules(), rules)))
            .orElse(RuleModes.LIVE),
        rules.stream().map(RunningRule::name).toList(),
        mode);
  }

  /**
   * The modes of a new version: those of the one before, unless it is to have others.
   *
   * @param rules all of the new version
   */
  static RuleModes modes(RuleModes before, List<String> rules, @Nullable RuleMode mode) {
    RuleModes left = before.only(rules);
    return mode == null ? left : left.after(new RuleModes.Change.To(null, mode), rules);
  }

  /** Rules that are not the same as before. */
  private static List<String> changed(List<RunningRule> before, List<RunningRule> rules) {
    Map<String, RunningRule> byName = byName(before);
    return rules.stream()
        .filter(
            rule -> {
              RunningRule earlier = byName.get(rule.name());
              return earlier != null && goesOn(earlier, rule) != Kind.KEPT;
            })
        .map(RunningRule::name)
        .toList();
  }

  /** Says which rules read windows that begin, and which of other rule sets lose states. */
  private static void tellOfStates(
      String name, Running current, Running target, List<RuleChange> changes) {
    Set<Long> before = new HashSet<>();
    current.rules().forEach(rule -> before.add(rule.stateId()));
    current.features().series().forEach(series -> before.add(series.stateId()));
    List<RunningSeries> begun =
        target.features().series().stream().filter(s -> !before.contains(s.stateId())).toList();
    Set<String> inNewWindows = new HashSet<>();
    for (RunningRule rule : target.rules()) {
      boolean newWindows = begun.stream().anyMatch(rule::reads);
      boolean keepsStates = before.contains(rule.stateId());
      if (rule.ruleSet().equals(name) && !rule.draining()) {
        if (newWindows) {
          inNewWindows.add(rule.name());
        }
      } else if (newWindows || !keepsStates) {
        Kind kind = keepsStates ? Kind.KEPT : Kind.RESET;
        changes.add(new RuleChange(nameIn(name, rule), kind, newWindows));
      }
    }
    changes.replaceAll(
        change ->
            inNewWindows.contains(change.rule())
                ? new RuleChange(change.rule(), change.kind(), true)
                : change);
  }

  /**
   * What places of events the states before have in them, by the ids of the states.
   *
   * @param made those of rules that take events which rules make
   * @param arrived those of all others
   */
  private record PlacesBefore(Set<Long> made, Set<Long> arrived) {
    static PlacesBefore of(Running current) {
      PlacesBefore places = new PlacesBefore(new HashSet<>(), new HashSet<>());
      for (RunningRule rule : current.rules()) {
        (rule.takesMadeEvents() ? places.made : places.arrived).add(rule.stateId());
      }
      return places;
    }

    /** Whether the states that a rule would go on with have other places in them. */
    boolean areCountedOtherwise(RunningRule rule) {
      return (rule.takesMadeEvents() ? arrived : made).contains(rule.stateId());
    }
  }

  static Program compile(Rule rule) {
    try {
      return Program.compile(rule);
    } catch (ProgramLimitException e) {
      throw new DeploymentRefusedException(String.valueOf(e.getMessage()), e.place());
    }
  }

  private static Map<String, RunningRule> byName(List<RunningRule> rules) {
    Map<String, RunningRule> byName = new HashMap<>();
    rules.forEach(rule -> byName.put(rule.name(), rule));
    return byName;
  }

  private Dispatch dispatch(Running target) {
    Dispatch dispatch = Dispatch.of(target, way, memory.predicates());
    memory.predicates().retain(target.rules().stream().map(RunningRule::program).toList());
    return dispatch;
  }

  /** A plan that leads to what is running anyway: for a start from a checkpoint. */
  DeploymentPlan restore(Running running, DeploymentPlan.Start start) {
    Dispatch dispatch = dispatch(running);
    return DeploymentPlan.restoring(running, dispatch, workers.of(running, dispatch), start);
  }
}
