package io.tripline.app.soak;

import java.util.Locale;

/** What has happened so far. */
final class Tally {
  private int rounds;
  private int kills;
  private int restores;
  private int savepoints;
  private int changes;
  private long alerts;
  private long again;

  void killed() {
    kills++;
  }

  void restored() {
    restores++;
  }

  void saved() {
    savepoints++;
  }

  /** A round has come out as it should. */
  void roundEnded(int ofChanges, int ofAlerts, long toldAgain) {
    rounds++;
    changes += ofChanges;
    alerts += ofAlerts;
    again += toldAgain;
  }

  int kills() {
    return kills;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d rounds, %,d kills, %,d savepoints, %,d restored, %,d changes of rules, %,d alerts"
            + " (%,d sent again)",
        rounds,
        kills,
        savepoints,
        restores,
        changes,
        alerts,
        again);
  }
}
