package io.tripline.engine.evidence;

import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule over the versions of its rule set. A match can hold events from before a new version, if
 * its rule kept its state over it: each was taken by the conditions that were in force then. Not
 * thread-safe.
 */
final class PastRules {
  private final List<RuleSetVersion> versions;
  private final RuleSetReader reader;
  private final String rule;
  private final boolean showPii;
  private final Map<Integer, @Nullable PastRule> compiled = new HashMap<>();

  /**
   * @param showPii whether values are told that are personal data
   */
  PastRules(
      RuleVersions versions, RuleSetReader reader, String ruleSet, String rule, boolean showPii) {
    this.versions = versions.versions(ruleSet);
    this.reader = reader;
    this.rule = rule;
    this.showPii = showPii;
  }

  /** The rule as it was in force for an entry; null if it is gone. */
  @Nullable PastRule inForceAt(long sequence) {
    RuleSetVersion found = null;
    for (RuleSetVersion version : versions) {
      if (version.sequence() < sequence) {
        found = version;
      }
    }
    return found == null ? null : compiled(found);
  }

  /** The rule as a version of its rule set has it; null if it is gone. */
  @Nullable PastRule version(int number) {
    for (RuleSetVersion version : versions) {
      if (version.version() == number) {
        return compiled(version);
      }
    }
    return null;
  }

  /** The rule in the latest version that has it; null if there is none. */
  @Nullable PastRule latest() {
    for (RuleSetVersion version : versions.reversed()) {
      PastRule found = compiled(version);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable PastRule compiled(RuleSetVersion version) {
    if (!compiled.containsKey(version.version())) {
      compiled.put(version.version(), compile(version));
    }
    return compiled.get(version.version());
  }

  private @Nullable PastRule compile(RuleSetVersion version) {
    if (version.deleted()) {
      return null;
    }
    RuleSet ruleSet;
    try {
      ruleSet = reader.read(version.name(), version.text());
    } catch (IllegalStateException e) {
      return null; // it was fine once; this Tripline reads the language otherwise
    }
    for (Rule each : ruleSet.rules()) {
      if (each.name().equals(rule)) {
        return new PastRule(version, ruleSet, each, showPii);
      }
    }
    return null;
  }
}
