package io.tripline.state;

import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.explain.Pii;
import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.port.StorageException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Masks in alerts what is personal data: as they know of themselves, or, of older ones, by the
 * rules that raised them. Not thread-safe.
 */
final class AlertMask {
  private final RuleVersions versions;
  private final RuleSetReader reader;
  private final boolean showPii;

  /** Of each rule set the last that was asked for: alerts come in the order of versions. */
  private final Map<String, Compiled> last = new HashMap<>();

  private record Compiled(int version, @Nullable RuleSet ruleSet) {}

  AlertMask(RuleVersions versions, RuleSetReader reader, boolean showPii) {
    this.versions = versions;
    this.reader = reader;
    this.showPii = showPii;
  }

  /** The alert as it may be shown. */
  StoredAlert of(StoredAlert stored) {
    if (showPii) {
      return stored;
    }
    Alert alert = stored.alert();
    return new StoredAlert(
        alert.masked(parts(alert)), stored.suppressed(), stored.silenced(), stored.review());
  }

  private PersonalParts parts(Alert alert) {
    if (!alert.personal().unknown()) {
      return alert.personal();
    }
    Rule rule = rule(alert);
    return rule == null ? PersonalParts.UNKNOWN : Pii.partsOf(rule);
  }

  private @Nullable Rule rule(Alert alert) {
    Compiled known = last.get(alert.ruleSet());
    if (known == null || known.version() != alert.version()) {
      known = new Compiled(alert.version(), compile(alert));
      last.put(alert.ruleSet(), known);
    }
    RuleSet ruleSet = known.ruleSet();
    return ruleSet == null
        ? null
        : ruleSet.rules().stream()
            .filter(rule -> rule.name().equals(alert.rule()))
            .findAny()
            .orElse(null);
  }

  /** Null where it is not there, or cannot be read any more. */
  private @Nullable RuleSet compile(Alert alert) {
    try {
      for (RuleSetVersion version : versions.versions(alert.ruleSet())) {
        if (version.version() == alert.version() && !version.deleted()) {
          return reader.read(version.name(), version.text());
        }
      }
    } catch (StorageException | IllegalStateException e) {
      return null; // then all is masked that may tell
    }
    return null;
  }
}
