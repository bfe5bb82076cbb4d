package io.tripline.engine.memory;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.port.DecisionLog;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.LateLog;
import io.tripline.engine.port.RejectedLog;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.Storage;
import java.util.function.Consumer;

/**
 * A store in memory. {@link #passing} is for a backtest: the journal is not kept, and alerts are
 * given away in their order. {@link #keeping} keeps everything, so that an engine can be opened on
 * it again, or on a {@link #copy} as of any moment, as after a crash. Thread-safe.
 */
public final class MemoryStorage implements Storage {
  // One lock for all rooms, so that a copy is what a crash between two writes leaves behind.
  private final Object lock = new Object();
  private final MemoryJournal journal;
  private final MemoryStates states;
  private final MemoryAlerts alerts;
  private final MemoryRuleVersions ruleVersions;
  private final MemoryRejected rejected;
  private final MemoryLate late;
  private final MemoryDecisions decisions;

  private MemoryStorage(boolean keep, Consumer<Alert> consumer) {
    journal = new MemoryJournal(lock, keep);
    states = new MemoryStates(lock);
    alerts = new MemoryAlerts(lock, keep, consumer);
    ruleVersions = new MemoryRuleVersions(lock);
    rejected = new MemoryRejected(lock);
    late = new MemoryLate(lock, keep);
    decisions = new MemoryDecisions(lock, keep);
  }

  /**
   * A store that keeps neither journal nor alerts nor late events nor answers.
   *
   * @param consumer given each alert once, in the order of their ordinals, on a thread of the
   *     engine; an exception in it stops the engine
   */
  public static MemoryStorage passing(Consumer<Alert> consumer) {
    return new MemoryStorage(false, consumer);
  }

  /** A store that keeps all it is given. */
  public static MemoryStorage keeping() {
    return new MemoryStorage(true, alert -> {});
  }

  /** What the store holds now, in a store of its own that keeps all it is given. */
  public MemoryStorage copy() {
    MemoryStorage copy = keeping();
    synchronized (lock) {
      journal.copyTo(copy.journal);
      states.copyTo(copy.states);
      alerts.copyTo(copy.alerts);
      ruleVersions.copyTo(copy.ruleVersions);
      rejected.copyTo(copy.rejected);
      late.copyTo(copy.late);
      decisions.copyTo(copy.decisions);
    }
    return copy;
  }

  /**
   * A {@link #copy} of which the journal's last blocks are gone, though things were stored of them:
   * as after a loss of power in a store that is used without syncs.
   */
  public MemoryStorage copyAfterLossOfPower(int lostBlocks) {
    MemoryStorage copy = copy();
    copy.journal.lose(
        lostBlocks, copy.states.lastCheckpoint().map(Checkpoint::sequence).orElse(-1L));
    return copy;
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public StateStore states() {
    return states;
  }

  @Override
  public MemoryAlerts alerts() {
    return alerts;
  }

  @Override
  public RuleVersions ruleVersions() {
    return ruleVersions;
  }

  @Override
  public RejectedLog rejected() {
    return rejected;
  }

  @Override
  public LateLog late() {
    return late;
  }

  @Override
  public DecisionLog decisions() {
    return decisions;
  }

  @Override
  public void close() {}
}
