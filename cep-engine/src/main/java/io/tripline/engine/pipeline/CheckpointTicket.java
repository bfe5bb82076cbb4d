package io.tripline.engine.pipeline;

import io.tripline.engine.port.StateStore.StateChange;
import java.util.ArrayList;
import java.util.List;

/**
 * Travels with a barrier and gathers what a checkpoint is made of. Each field is written by one
 * handler and read by the alert handler, with the ring's sequences between them.
 */
final class CheckpointTicket {
  private final List<List<StateChange>> changes = new ArrayList<>();
  private TimeReading time = TimeReading.START;
  private List<StateChange> intakeChanges = List.of();
  private final long startedAt;

  /**
   * @param startedAt by {@link System#nanoTime}, for the statistics
   */
  CheckpointTicket(int workers, long startedAt) {
    this.startedAt = startedAt;
    for (int i = 0; i < workers; i++) {
      changes.add(List.of());
    }
  }

  void changes(int worker, List<StateChange> workerChanges) {
    changes.set(worker, workerChanges);
  }

  /** By the intake. */
  void intake(TimeReading reading, List<StateChange> held) {
    time = reading;
    intakeChanges = held;
  }

  List<StateChange> allChanges() {
    List<StateChange> all = new ArrayList<>(intakeChanges);
    changes.forEach(all::addAll);
    return all;
  }

  TimeReading time() {
    return time;
  }

  long startedAt() {
    return startedAt;
  }
}
