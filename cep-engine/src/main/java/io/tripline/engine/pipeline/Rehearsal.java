package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.contents.LookUps;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.match.RuleMatcher;
import io.tripline.engine.match.TraceListener;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.predicate.PredicateSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule set that is run on events without an engine: the same stages in the same order, but in the
 * caller's thread, in memory, and without a ring. The alerts are those of a fresh {@link Engine}
 * that is given the rule set under the same name, and then the same events.
 *
 * <p>Rules are compiled once; each {@link RehearsalSession} starts from nothing, and is cheap. Not
 * thread-safe. One session at a time: starting one ends the one before.
 *
 * <pre>
 *   Rehearsal rehearsal = Rehearsal.of("cards", ruleSet);
 *   EventWriter events = …;                                  // written for rehearsal.schema()
 *   List&lt;Alert&gt; alerts = rehearsal.run(events).alerts();
 * </pre>
 */
public final class Rehearsal {
  private final WorkerMemory memory = new WorkerMemory();
  private final RuleFiguresRegistry figures = new RuleFiguresRegistry();
  private final RuleSet ruleSet;
  private final int maxRunsPerKey;
  private final DeploymentPlan plan;
  private @Nullable RehearsalSession current;

  private Rehearsal(String name, RuleSet ruleSet, int maxRunsPerKey) {
    this.ruleSet = ruleSet;
    this.maxRunsPerKey = maxRunsPerKey;
    this.plan =
        new DeploymentPlanner(
                Schema.Fields.DECLARED,
                PredicateSet.Way.BY_NUMBER,
                maxRunsPerKey,
                List.of(memory),
                figures)
            .deploy(Running.NOTHING, name, 1, 0, "", ruleSet, null, RuleSetVersion.NONE, false);
  }

  /**
   * Compiles a rule set. To rehearse some of its rules only, give a rule set of those.
   *
   * @param name of the rule set; the alerts' ids depend on it
   * @throws DeploymentRefusedException if it is larger than the engine allows
   */
  public static Rehearsal of(String name, RuleSet ruleSet) {
    return of(name, ruleSet, EngineSettings.defaults().maxRunsPerKey());
  }

  /**
   * Compiles a rule set, likewise.
   *
   * @param maxRunsPerKey see {@link EngineSettings#maxRunsPerKey}
   */
  public static Rehearsal of(String name, RuleSet ruleSet, int maxRunsPerKey) {
    return new Rehearsal(name, ruleSet, maxRunsPerKey);
  }

  public RuleSet ruleSet() {
    return ruleSet;
  }

  /** What events are to be written for. */
  public Schema schema() {
    return plan.target().schema();
  }

  /** As of what place the rules of the session at hand ask lists and tables. */
  public LookUps lookUps() {
    return memory.lookUps();
  }

  /** A session over these events, in their order, to the end of the input. */
  public RehearsalSession run(EventWriter events) {
    RehearsalSession session = start(AlertListener.NONE);
    session.onEvents(events);
    session.endOfInput();
    return session;
  }

  /** A session that is fed piece by piece. */
  public RehearsalSession start(AlertListener listener) {
    return start(listener, Map.of());
  }

  /**
   * A session that is fed piece by piece, and watched.
   *
   * @param traces by name of the rule, who hears how it is matched
   * @throws IllegalArgumentException if there is no such rule
   */
  public RehearsalSession start(AlertListener listener, Map<String, TraceListener> traces) {
    for (String rule : traces.keySet()) {
      if (ruleSet.rules().stream().noneMatch(r -> r.name().equals(rule))) {
        throw new IllegalArgumentException("no rule " + rule);
      }
    }
    if (current != null) {
      current.close();
    }
    figures.reset();
    List<RuleRun> runs = new ArrayList<>();
    for (RuleRun compiled : plan.worker(0).runs()) {
      TraceListener trace = traces.get(compiled.rule().name());
      RuleRun run = compiled.fromNothing(schema());
      if (trace != null) {
        run = traced(compiled, trace);
      }
      runs.add(run);
    }
    current = new RehearsalSession(plan, runs, memory, figures, listener);
    return current;
  }

  private RuleRun traced(RuleRun compiled, TraceListener trace) {
    RunningRule rule = compiled.rule();
    LimitWatch limit = new LimitWatch(figures.of(rule.ruleSet(), rule.name()));
    RuleMatcher matcher =
        new RuleMatcher(rule.program(), schema(), maxRunsPerKey, limit, memory.workbench(), trace);
    return new RuleRun(rule, schema(), matcher, limit, true);
  }
}
