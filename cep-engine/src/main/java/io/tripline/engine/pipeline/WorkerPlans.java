package io.tripline.engine.pipeline;

import io.tripline.engine.event.Schema;
import io.tripline.engine.match.RuleMatcher;
import io.tripline.engine.window.SeriesKeeper;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Makes the matchers and windows of the workers. Touches nothing that runs. */
final class WorkerPlans {
  private final int maxRunsPerKey;
  private final List<WorkerMemory> memories;
  private final RuleFiguresRegistry figures;
  private final PlannerMemory planned;

  /**
   * @param memories of the workers, which matchers are bound to; nothing here touches them
   * @param planned what was made for them before
   */
  WorkerPlans(
      int maxRunsPerKey,
      List<WorkerMemory> memories,
      RuleFiguresRegistry figures,
      PlannerMemory planned) {
    this.maxRunsPerKey = maxRunsPerKey;
    this.memories = List.copyOf(memories);
    this.figures = figures;
    this.planned = planned;
  }

  /** The same for plans that are not carried out: what they count is nobody's. */
  WorkerPlans aside(PlannerMemory copy) {
    return new WorkerPlans(maxRunsPerKey, memories, new RuleFiguresRegistry(), copy);
  }

  /**
   * What each worker needs. A rule that goes on as it was, over events that have what it reads
   * where it was, goes on with its matcher; a window likewise.
   */
  List<DeploymentPlan.Worker> of(Running target, Dispatch dispatch) {
    Map<RunningSeries, List<RuleFigures>> readers = readers(target);
    List<DeploymentPlan.Worker> all = new ArrayList<>();
    for (int worker = 0; worker < memories.size(); worker++) {
      PlannerMemory.OfWorker known = planned.worker(worker);
      List<RuleRun> runs = new ArrayList<>();
      for (RunningRule rule : target.rules()) {
        runs.add(run(rule, target.schema(), memories.get(worker), known));
      }
      List<SeriesRun> series = new ArrayList<>();
      for (RunningSeries each : target.features().series()) {
        List<RuleFigures> by = readers.getOrDefault(each, List.of());
        series.add(series(each, by, target.schema(), memories.get(worker), known));
      }
      planned.remember(worker, runs, series);
      all.add(DeploymentPlan.Worker.of(runs, series, dispatch));
    }
    return all;
  }

  private RuleRun run(
      RunningRule rule, Schema schema, WorkerMemory memory, PlannerMemory.OfWorker known) {
    RuleRun before = known.run(rule);
    if (before != null && before.matcher().fits(schema)) {
      return new RuleRun(rule, schema, before.matcher(), before.limit(), false);
    }
    LimitWatch limit = new LimitWatch(figures.of(rule.ruleSet(), rule.name()));
    RuleMatcher matcher =
        new RuleMatcher(
            rule.program(),
            schema,
            maxRunsPerKey,
            limit,
            memory.workbench(),
            null,
            !rule.draining());
    return new RuleRun(rule, schema, matcher, limit, false);
  }

  /** What keeps a series in a worker; its errors are counted by every rule that reads it. */
  private static SeriesRun series(
      RunningSeries series,
      List<RuleFigures> readers,
      Schema schema,
      WorkerMemory memory,
      PlannerMemory.OfWorker known) {
    SeriesRun before = known.series(series);
    SeriesErrors errors = new SeriesErrors(readers);
    if (before != null && before.keeper().fits(schema) && before.keeper().tells(errors)) {
      return new SeriesRun(series, before.keeper());
    }
    return new SeriesRun(
        series,
        new SeriesKeeper(series.series(), schema, memory.heap(), errors).lookUps(memory.lookUps()));
  }

  private Map<RunningSeries, List<RuleFigures>> readers(Running target) {
    Map<RunningSeries, List<RuleFigures>> readers = new IdentityHashMap<>();
    for (RunningRule rule : target.rules()) {
      if (!rule.program().features().isEmpty()) {
        for (RunningSeries series : target.features().series()) {
          if (rule.reads(series)) {
            readers
                .computeIfAbsent(series, each -> new ArrayList<>())
                .add(figures.of(rule.ruleSet(), rule.name()));
          }
        }
      }
    }
    return readers;
  }
}
