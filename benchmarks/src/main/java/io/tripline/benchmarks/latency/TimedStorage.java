package io.tripline.benchmarks.latency;

import io.tripline.engine.port.AlertLog;
import io.tripline.engine.port.DecisionLog;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.LateLog;
import io.tripline.engine.port.RejectedLog;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.Storage;
import java.util.function.LongConsumer;

/** A store as it is, but for its alert log, which is watched. */
final class TimedStorage implements Storage {
  private final Storage storage;
  private final TimedAlerts alerts;

  TimedStorage(Storage storage, LongConsumer stored) {
    this.storage = storage;
    this.alerts = new TimedAlerts(storage.alerts(), stored);
  }

  @Override
  public Journal journal() {
    return storage.journal();
  }

  @Override
  public StateStore states() {
    return storage.states();
  }

  @Override
  public AlertLog alerts() {
    return alerts;
  }

  @Override
  public RuleVersions ruleVersions() {
    return storage.ruleVersions();
  }

  @Override
  public RejectedLog rejected() {
    return storage.rejected();
  }

  @Override
  public LateLog late() {
    return storage.late();
  }

  @Override
  public DecisionLog decisions() {
    return storage.decisions();
  }

  @Override
  public void close() {
    storage.close();
  }
}
