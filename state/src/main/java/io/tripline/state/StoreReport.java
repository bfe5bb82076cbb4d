package io.tripline.state;

import java.util.List;
import java.util.Map;

/**
 * What a look at a store that no process uses has found.
 *
 * @param findings in the order in which they were found; none if all is well
 * @param figures what was looked at, by what it is: how many
 */
public record StoreReport(List<Finding> findings, Map<String, Long> figures) {
  public StoreReport {
    findings = List.copyOf(findings);
  }

  /** Whether nothing is damaged. */
  public boolean isWhole() {
    return findings.stream().noneMatch(Finding::isDamage);
  }

  /**
   * Something that is not as it should be.
   *
   * @param isDamage false for what the next start puts right by itself
   * @param where file, part, or record
   * @param what is wrong there, in a few words
   * @param means what is lost by it, and what to do, in sentences
   */
  public record Finding(boolean isDamage, String where, String what, String means) {}
}
