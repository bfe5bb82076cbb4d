package io.tripline.state;

import io.tripline.engine.port.StorageException;
import io.tripline.state.StoreReport.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers what a check of a store finds. Used by one thread. */
final class Findings {
  /** What to do about damage that nothing here can mend. */
  static final String RESTORE = " Restore a savepoint or another copy of the folder.";

  /** So many of a kind are told one by one. */
  private static final int MOST_OF_A_KIND = 20;

  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Long> figures = new TreeMap<>();
  private final Map<String, Integer> kinds = new TreeMap<>();

  /**
   * Adds damage.
   *
   * @param kind of which many may be found
   */
  void damage(String kind, String where, String what, String means) {
    int many = kinds.merge(kind, 1, Integer::sum);
    if (many <= MOST_OF_A_KIND) {
      findings.add(new Finding(true, where, what, means));
    }
  }

  /** Adds what is put right by itself. */
  void note(String where, String what, String means) {
    findings.add(new Finding(false, where, what, means));
  }

  void count(String figure, long many) {
    figures.merge(figure, many, Long::sum);
  }

  /** Runs a part of the check, for which a store that cannot be read is a finding. */
  void within(String where, String means, Runnable part) {
    try {
      part.run();
    } catch (StorageException | IllegalStateException e) {
      damage(where, where, String.valueOf(e.getMessage()), means);
    }
  }

  StoreReport report() {
    kinds.forEach(
        (kind, many) -> {
          if (many > MOST_OF_A_KIND) {
            findings.add(
                new Finding(
                    true,
                    kind,
                    (many - MOST_OF_A_KIND) + " more like those before",
                    RESTORE.strip()));
          }
        });
    return new StoreReport(findings, figures);
  }
}
