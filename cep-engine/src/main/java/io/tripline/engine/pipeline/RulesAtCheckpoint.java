package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.Schema;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.port.StorageException;
import io.tripline.engine.window.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes of a checkpoint what was running at it: for a recovery, and for those who read stored
 * states without an engine.
 */
final class RulesAtCheckpoint {
  private final Meta meta;
  private final RuleVersions versions;
  private final RuleSetReader reader;

  private RulesAtCheckpoint(Meta meta, RuleVersions versions, RuleSetReader reader) {
    this.meta = meta;
    this.versions = versions;
    this.reader = reader;
  }

  /**
   * Compiles what was running.
   *
   * @param fields that events hold
   * @throws StorageException if this version makes something else of it than the one that wrote it
   */
  static Running of(Meta meta, RuleVersions versions, RuleSetReader reader, Schema.Fields fields) {
    return new RulesAtCheckpoint(meta, versions, reader).running(fields);
  }

  private Running running(Schema.Fields fields) {
    List<Running.Set> sets = new ArrayList<>();
    for (Meta.RuleSetEntry entry : meta.ruleSets()) {
      String text = text(entry.name(), entry.version());
      sets.add(restored(entry, text, read(reader, entry.name(), text)));
    }
    Schema schema =
        Schema.of(meta.schemaId(), sets.stream().map(Running.Set::ruleSet).toList(), fields);
    if (SchemaFingerprint.of(schema) != meta.schemaFingerprint()) {
      throw otherVersion("lays events out differently");
    }
    List<Running.Set> placed = Running.placed(sets);
    List<RunningRule> rules = placed.stream().flatMap(set -> set.rules().stream()).toList();
    RunningFeatures features = RunningFeatures.of(rules, this::savedId);
    return new Running(
        schema,
        placed,
        features,
        meta.nextStateId(),
        KeyGroups.NONE.with(rules, features.series()));
  }

  private long savedId(RunningRule reader, Feature feature) {
    String text = RunningSeries.text(feature, reader.lateness(), reader.level());
    String shape = Series.shape(feature.aggregate());
    long reach = Series.reach(feature.aggregate());
    return meta.series().stream()
        .filter(s -> s.text().equals(text) && s.shape().equals(shape) && s.reach() >= reach)
        .mapToLong(Meta.SeriesEntry::stateId)
        .min()
        .orElseThrow(() -> otherVersion("keeps the window " + text + " differently"));
  }

  private static Running.Set restored(Meta.RuleSetEntry entry, String text, RuleSet all) {
    List<String> names = entry.rules().stream().map(Meta.RuleEntry::name).toList();
    RuleSet ruleSet = entry.draining() ? Draining.cutDown(all, names) : all;
    List<RunningRule> rules = new ArrayList<>();
    for (Rule rule : ruleSet.rules()) {
      RunningRule restored = restored(entry, rule);
      if (restored.stateId() != Meta.RuleEntry.ENDED) {
        rules.add(entry.draining() ? restored.drained() : restored);
      }
    }
    RuleModes modes = entry.modes();
    return new Running.Set(
            entry.name(), entry.version(), text, ruleSet, rules, modes, entry.draining())
        .in(modes);
  }

  private static RunningRule restored(Meta.RuleSetEntry entry, Rule rule) {
    Meta.RuleEntry saved =
        entry.rules().stream()
            .filter(r -> r.name().equals(rule.name()))
            .findAny()
            .orElseThrow(() -> otherVersion("reads rule set " + entry.name() + " differently"));
    RunningRule restored =
        new RunningRule(
            entry.name(), entry.version(), DeploymentPlanner.compile(rule), saved.stateId());
    if (saved.stateId() != Meta.RuleEntry.ENDED
        && !restored.program().stateShape().equals(saved.stateShape())) {
      throw otherVersion("compiles rule " + rule.name() + " differently");
    }
    return restored;
  }

  private String text(String name, int version) {
    return versions.versions(name).stream()
        .filter(v -> v.version() == version && !v.deleted())
        .map(RuleSetVersion::text)
        .findAny()
        .orElseThrow(
            () ->
                new StorageException(
                    "The store has lost version " + version + " of rule set " + name + "."));
  }

  /** Compiles a rule set that is stored. */
  static RuleSet read(RuleSetReader reader, String name, String text) {
    try {
      return reader.read(name, text);
    } catch (IllegalStateException e) {
      throw new StorageException(
          "The rule set " + name + " in the store does not compile any more: " + e.getMessage(), e);
    }
  }

  /** What another version has written cannot be gone on with. */
  static StorageException otherVersion(String does) {
    return new StorageException(
        "This version of Tripline "
            + does
            + " than the one that wrote the store. Use the version that wrote it, or start on an"
            + " empty store.");
  }
}
