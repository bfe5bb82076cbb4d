package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.SchemaPart;
import io.tripline.engine.match.Program;
import io.tripline.engine.predicate.PredicateMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the last plan was made of, so that the next one makes anew only what a deployment changes.
 * Whether that plan was carried out is no matter: what is found here by a program or a series that
 * runs was made for it, and a plan changes nothing of it. Not thread-safe; workers do not see it.
 */
final class PlannerMemory {
  private Map<RuleSet, SchemaPart> parts = new IdentityHashMap<>();
  private final List<OfWorker> workers = new ArrayList<>();
  private final PredicateMemory predicates;

  PlannerMemory() {
    this(new PredicateMemory());
  }

  private PlannerMemory(PredicateMemory predicates) {
    this.predicates = predicates;
  }

  /** What was made for one worker. */
  static final class OfWorker {
    // By identity: a program is that of one rule of one version.
    private final Map<Program, RuleRun> runs;
    private final Map<Long, SeriesRun> series;

    private OfWorker(Map<Program, RuleRun> runs, Map<Long, SeriesRun> series) {
      this.runs = runs;
      this.series = series;
    }

    /**
     * The run of a rule that matches as this one; null if there is none. One that has lost its
     * states may have failed: then nobody knows what its matcher is like.
     */
    @Nullable RuleRun run(RunningRule rule) {
      RuleRun known = runs.get(rule.program());
      boolean isAlike =
          known != null
              && known.stateId() == rule.stateId()
              && known.rule().draining() == rule.draining();
      return isAlike ? known : null;
    }

    /** The run of a series that keeps and tells what this one does; null if there is none. */
    @Nullable SeriesRun series(RunningSeries sought) {
      SeriesRun known = series.get(sought.stateId());
      return known != null && known.series().series().isSame(sought.series()) ? known : null;
    }
  }

  /**
   * One that goes its own way from here: what it remembers for workers is never theirs. What is
   * known of predicates is the same for whoever asks.
   */
  PlannerMemory copy() {
    PlannerMemory copy = new PlannerMemory(predicates);
    copy.parts = parts;
    copy.workers.addAll(workers);
    return copy;
  }

  /** What rule sets have a schema hold; of no others is it remembered. */
  List<SchemaPart> parts(List<RuleSet> of) {
    Map<RuleSet, SchemaPart> now = new IdentityHashMap<>();
    List<SchemaPart> all = new ArrayList<>();
    for (RuleSet ruleSet : of) {
      SchemaPart known = parts.get(ruleSet);
      SchemaPart part = known == null ? SchemaPart.of(ruleSet) : known;
      now.put(ruleSet, part);
      all.add(part);
    }
    parts = now;
    return all;
  }

  PredicateMemory predicates() {
    return predicates;
  }

  OfWorker worker(int worker) {
    return worker < workers.size() ? workers.get(worker) : new OfWorker(Map.of(), Map.of());
  }

  /** All that a plan has for a worker; workers in their order. */
  void remember(int worker, List<RuleRun> runs, List<SeriesRun> series) {
    Map<Program, RuleRun> byProgram = new IdentityHashMap<>();
    runs.forEach(run -> byProgram.put(run.rule().program(), run));
    Map<Long, SeriesRun> byId = new HashMap<>();
    series.forEach(run -> byId.put(run.stateId(), run));
    OfWorker made = new OfWorker(byProgram, byId);
    if (worker < workers.size()) {
      workers.set(worker, made);
    } else {
      workers.add(made);
    }
  }
}
