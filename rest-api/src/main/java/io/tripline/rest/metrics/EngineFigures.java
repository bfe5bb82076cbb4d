package io.tripline.rest.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tripline.engine.contents.Contents;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.engine.pipeline.EngineStats.RuleCost;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import java.util.List;
import java.util.Map;

/** The engine's figures: all of one scrape are of the same moment. */
final class EngineFigures implements MultiCollector {
  private static final double NANOS = 1e9;

  private final Engine engine;

  EngineFigures(Engine engine) {
    this.engine = engine;
  }

  @Override
  public MetricSnapshots collect() {
    EngineStats stats = engine.stats();
    Families out = new Families();
    out.gauge(
        "tripline_engine_up",
        "1 while the engine runs, 0 once it has stopped on an error.",
        stats.failure() == null ? 1 : 0);
    out.counter("tripline_events", "Events taken since the store was made.", stats.events());
    time(stats.time(), out);
    ids(stats, out);
    out.counter("tripline_alerts", "Alerts raised since the store was made.", stats.alerts());
    out.counter(
        "tripline_shadow_alerts",
        "Alerts of rules in shadow since the store was made, of which nobody was told.",
        stats.shadowAlerts());
    if (stats.watermark() != Long.MIN_VALUE) {
      out.gauge(
          "tripline_watermark_seconds", "Event time, since 1970.", stats.watermark() / 1000.0);
    }
    out.gauge(
        "tripline_journal_sequence", "Sequence of the ring's last entry.", stats.lastSequence());
    out.gauge("tripline_ring_used", "Slots of the ring in use.", stats.ringUsed());
    out.gauge("tripline_ring_size", "Slots of the ring.", stats.ringSize());
    keys(stats.keys(), out);
    checkpoints(stats.checkpoints(), out);
    out.histogram(
        "tripline_deployment_pause_seconds",
        "How long a worker took no events for a change of rules.",
        stats.deploymentPauses());
    out.gauge(
        "tripline_recovered_entries",
        "Journal entries replayed at the start.",
        stats.recoveredEntries());
    contents(out);
    rules(stats, out);
    decisions(stats.decisions(), out);
    flow(stats.flow(), out);
    return out.build();
  }

  private static void keys(EngineStats.KeyStats keys, Families out) {
    out.gauge("tripline_key_states", "Key states with something pending.", keys.states());
    out.gauge(
        "tripline_key_bytes",
        "Memory of keys, with what is pending for them and the rows of their windows.",
        keys.bytes());
    out.gauge(
        "tripline_keys_in_store_alone",
        "1 while there are keys that only the store has.",
        keys.partly() ? 1 : 0);
    out.counter(
        "tripline_key_memory_wait_seconds",
        "How long workers waited for a checkpoint to make room in memory.",
        keys.memoryWaits().sumNanos() / NANOS);
  }

  private static void checkpoints(EngineStats.CheckpointStats checkpoints, Families out) {
    out.gauge(
        "tripline_checkpoint_sequence",
        "Sequence of the last checkpoint, -1 before the first.",
        checkpoints.lastSequence());
    out.gauge(
        "tripline_checkpoint_last_duration_seconds",
        "How long the last checkpoint took.",
        checkpoints.lastMillis() / 1000.0);
    out.gauge(
        "tripline_checkpoint_last_bytes",
        "What had changed since the checkpoint before.",
        checkpoints.lastBytes());
    out.counter("tripline_checkpoints", "Checkpoints since the start.", checkpoints.count());
    out.counter(
        "tripline_checkpoint_bytes", "What they have written of states.", checkpoints.bytes());
    out.histogram(
        "tripline_checkpoint_pause_seconds",
        "How long a worker took no events for a checkpoint.",
        checkpoints.pauses());
  }

  private static void time(EngineStats.TimeStats time, Families out) {
    out.counter(
        "tripline_events_late", "Events that came later than their type allows.", time.late());
    out.counter("tripline_events_diverted", "Late events put into the late log.", time.diverted());
    out.counter("tripline_events_dropped", "Late events only counted.", time.dropped());
    out.counter("tripline_events_duplicate", "Events whose id was seen before.", time.duplicates());
    out.gauge("tripline_events_held", "Events that wait for their turn.", time.held());
    out.counter(
        "tripline_events_released_early",
        "Events that made room for others before their turn.",
        time.releasedEarly());
    out.gauges(
        "tripline_source_watermark_seconds",
        "The greatest event time of a source, since 1970.",
        time.sources().stream().filter(s -> s.watermark() != Long.MIN_VALUE).toList(),
        source -> Labels.of("source", source.name()),
        source -> source.watermark() / 1000.0);
    out.gauges(
        "tripline_source_idle",
        "1 while a source is silent for so long that nothing waits for it.",
        time.sources(),
        source -> Labels.of("source", source.name()),
        source -> source.idle() ? 1 : 0);
    out.gauges(
        "tripline_lane_watermark_seconds",
        "Up to which event time the rules of a lateness have matched, since 1970.",
        time.lanes().stream().filter(l -> l.watermark() != Long.MIN_VALUE).toList(),
        lane -> Labels.of("lateness_ms", Long.toString(lane.latenessMillis())),
        lane -> lane.watermark() / 1000.0);
  }

  private static void ids(EngineStats stats, Families out) {
    out.gauges(
        "tripline_ids_remembered",
        "Ids remembered to tell duplicates.",
        stats.ids(),
        ids -> Labels.of("type", ids.type()),
        EngineStats.IdStats::remembered);
    out.counters(
        "tripline_ids_forgotten_early",
        "Ids forgotten before their time, as there were too many.",
        stats.ids(),
        ids -> Labels.of("type", ids.type()),
        EngineStats.IdStats::forgottenEarly);
  }

  private void contents(Families out) {
    List<Contents> all = List.copyOf(engine.contents().values());
    out.gauges(
        "tripline_contents_entries",
        "Entries of a list, rows of a table.",
        all,
        EngineFigures::labels,
        Contents::count);
    out.counters(
        "tripline_contents_changes",
        "Entries added, replaced or removed since the start.",
        all,
        EngineFigures::labels,
        Contents::changes);
  }

  private static Labels labels(Contents of) {
    return Labels.of("kind", of.form().kind(), "name", of.form().name());
  }

  private static void rules(EngineStats stats, Families out) {
    out.counters(
        "tripline_rule_matches",
        "Matches found, suppressed ones included.",
        stats.rules(),
        EngineFigures::labels,
        RuleStats::matches);
    out.counters(
        "tripline_rule_alerts",
        "Alerts raised.",
        stats.rules(),
        EngineFigures::labels,
        RuleStats::alerts);
    out.counters(
        "tripline_rule_shadow_alerts",
        "Alerts in shadow, of which nobody was told.",
        stats.rules(),
        EngineFigures::labels,
        RuleStats::shadowAlerts);
    out.counters(
        "tripline_rule_events_held_back",
        "Events that a rule did not make, as it was in shadow.",
        stats.rules(),
        EngineFigures::labels,
        RuleStats::heldBack);
    out.gauges(
        "tripline_rule_live_share",
        "Of which share of the keys what a rule finds is told: 1 live, 0 in shadow.",
        stats.rules(),
        EngineFigures::labels,
        rule -> rule.mode().share() / (double) RuleMode.ALL);
    out.gauges(
        "tripline_rule_paused",
        "1 while a rule takes no events.",
        stats.rules(),
        EngineFigures::labels,
        rule -> rule.paused() ? 1 : 0);
    out.gauges(
        "tripline_rule_failed",
        "1 while a rule takes no events since it has met an error of Tripline's own.",
        stats.rules(),
        EngineFigures::labels,
        rule -> rule.failed() == null ? 0 : 1);
    out.counters(
        "tripline_rule_suppressed",
        "Matches held back by once per.",
        stats.rules(),
        EngineFigures::labels,
        RuleStats::suppressed);
    out.gauges(
        "tripline_rule_runs",
        "Partial matches pending.",
        stats.rules(),
        EngineFigures::labels,
        RuleStats::runs);
    out.counters(
        "tripline_rule_runs_dropped",
        "Partial matches dropped by the limit.",
        stats.rules(),
        EngineFigures::labels,
        RuleStats::runsDropped);
    out.counters(
        "tripline_rule_events_limited",
        "Events that completed more matches than the rule's limit lets through.",
        stats.rules(),
        EngineFigures::labels,
        RuleStats::eventsLimited);
    out.counters(
        "tripline_rule_evaluation_errors",
        "Conditions that became unknown by a run-time error.",
        stats.rules(),
        EngineFigures::labels,
        RuleStats::evaluationErrors);
    out.gauges(
        "tripline_draining_runs",
        "Partial matches that are left of a rule of an earlier version.",
        stats.draining(),
        each ->
            Labels.of(
                "ruleset",
                each.ruleSet(),
                "rule",
                each.rule(),
                "version",
                Integer.toString(each.version())),
        EngineStats.DrainStats::partialMatches);
  }

  private static void flow(EngineStats.FlowStats flow, Families out) {
    out.histogram(
        "tripline_alert_latency_seconds",
        "From the arrival of what completed an alert until that was in the store.",
        flow.latencies());
    out.counters(
        "tripline_source_events",
        "Events of a source taken since the start.",
        flow.sources(),
        source -> Labels.of("source", source.name()),
        EngineStats.SourceFlow::events);
    out.counters(
        "tripline_rule_events",
        "Events that a rule was given, about: one in 1,024 is counted, for all of them.",
        flow.costs(),
        EngineFigures::labels,
        RuleCost::events);
    out.counters(
        "tripline_rule_matching_seconds",
        "How long a rule took over them, about: one in 1,024 is timed, for all of them.",
        flow.costs(),
        EngineFigures::labels,
        cost -> cost.nanos() / NANOS);
    out.gauges(
        "tripline_rule_state_bytes",
        "What a rule remembers of all its keys, about, as it is stored.",
        flow.costs(),
        EngineFigures::labels,
        RuleCost::stateBytes);
  }

  private static Labels labels(RuleCost rule) {
    return Labels.of("ruleset", rule.ruleSet(), "rule", rule.rule());
  }

  private static void decisions(EngineStats.DecisionStats decisions, Families out) {
    out.counters(
        "tripline_events_decided",
        "Events on which rules have decided, asked for or not, by the most severe decision.",
        List.of(
            Map.entry("approve", decisions.approve()),
            Map.entry("review", decisions.review()),
            Map.entry("decline", decisions.decline())),
        each -> Labels.of("decision", each.getKey()),
        Map.Entry::getValue);
    out.gauge("tripline_decisions_waiting", "Events on which somebody waits.", decisions.waiting());
  }

  private static Labels labels(RuleStats rule) {
    return Labels.of("ruleset", rule.ruleSet(), "rule", rule.rule());
  }
}
