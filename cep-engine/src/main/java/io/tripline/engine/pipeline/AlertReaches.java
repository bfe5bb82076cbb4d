package io.tripline.engine.pipeline;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.port.Journal.AlertReach;
import io.tripline.engine.port.StateStore.StateChange;
import java.util.ArrayList;
import java.util.List;

/**
 * From which entry on the journal has the events that alerts rest on, by where the alerts were
 * raised: from barrier to barrier, and of the past ever more barriers together. Of the alert
 * handler.
 */
final class AlertReaches {
  /** The most that are kept. */
  static final int MOST = 256;

  private static final long NONE = Long.MAX_VALUE;

  // By where they were raised. What reaches farther back than all before it stands for these, too.
  private final List<AlertReach> reaches = new ArrayList<>();
  private long sinceBarrier = NONE;

  /**
   * An alert was raised.
   *
   * @param match of it
   */
  void raised(List<Alert.Binding> match) {
    for (Alert.Binding binding : match) {
      for (long number : binding.numbers()) {
        long event = number < 0 ? MadePlaces.numberOf(number) : number;
        // Before an event there are at least the entries of the events before it.
        sinceBarrier = Math.min(sinceBarrier, Math.max(0, event - 1));
      }
    }
  }

  /**
   * At a barrier.
   *
   * @param last sequence of the last entry before it
   * @param changes what the checkpoint has to store of it
   */
  void add(long last, List<StateChange> changes) {
    if (sinceBarrier == NONE) {
      return;
    }
    AlertReach added = new AlertReach(last, sinceBarrier);
    sinceBarrier = NONE;
    while (!reaches.isEmpty()
        && (reaches.getLast().from() >= added.from() || reaches.getLast().raisedBy() == last)) {
      AlertReach within = remove(reaches.size() - 1, changes);
      added = new AlertReach(last, Math.min(within.from(), added.from()));
    }
    put(reaches.size(), added, changes);
    if (reaches.size() > MOST) {
      int at = leastMissed();
      // Those of the first count as raised with the second: their events are kept for longer.
      AlertReach first = remove(at, changes);
      AlertReach second = remove(at, changes);
      put(at, new AlertReach(second.raisedBy(), first.from()), changes);
    }
  }

  /** The first of the two that are the closest to each other, by how long ago they were. */
  private int leastMissed() {
    double now = reaches.getLast().raisedBy() + 1;
    int least = 0;
    double leastGap = Double.MAX_VALUE;
    for (int i = 0; i + 2 < reaches.size(); i++) {
      double first = reaches.get(i).raisedBy();
      double gap = (reaches.get(i + 1).raisedBy() - first) / (now - first);
      if (gap < leastGap) {
        least = i;
        leastGap = gap;
      }
    }
    return least;
  }

  private AlertReach remove(int at, List<StateChange> changes) {
    AlertReach gone = reaches.remove(at);
    changes.add(new StateChange(StateIds.ALERT_REACHES, key(gone), null, true));
    return gone;
  }

  private void put(int at, AlertReach reach, List<StateChange> changes) {
    byte[] key = key(reach);
    byte[] from = new ByteSink().putLong(reach.from()).copy();
    changes.add(new StateChange(StateIds.ALERT_REACHES, key, from, false));
    reaches.add(at, reach);
  }

  /** Takes in a stored one. */
  void restore(byte[] key, byte[] value) {
    reaches.add(
        new AlertReach(
            new ByteSource("A reach of alerts", key).getLong(),
            new ByteSource("A reach of alerts", value).getLong()));
    reaches.sort((a, b) -> Long.compare(a.raisedBy(), b.raisedBy()));
  }

  /** All that were barriers. */
  List<AlertReach> all() {
    return List.copyOf(reaches);
  }

  private static byte[] key(AlertReach reach) {
    return new ByteSink().putLong(reach.raisedBy()).copy();
  }
}
