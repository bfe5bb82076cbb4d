package io.tripline.engine.pipeline;

import io.tripline.engine.match.StateNote;
import io.tripline.engine.window.SeriesKeeper;

/** A series of windows as one worker keeps it. */
final class SeriesRun extends Tenant {
  private final RunningSeries series;
  private final SeriesKeeper keeper;
  private final StateNote note = new StateNote();

  /**
   * @param keeper bound to the schema that is in force
   */
  SeriesRun(RunningSeries series, SeriesKeeper keeper) {
    this.series = series;
    this.keeper = keeper;
  }

  /** The same without any state; the two share a keeper, so only one may be in use. */
  SeriesRun fromNothing() {
    return new SeriesRun(series, keeper);
  }

  RunningSeries series() {
    return series;
  }

  SeriesKeeper keeper() {
    return keeper;
  }

  @Override
  long stateId() {
    return series.stateId();
  }

  @Override
  String name() {
    return "the window " + series.text();
  }

  /** A window is read where it is asked for, whatever else happens. */
  @Override
  boolean seesEverything() {
    return false;
  }

  @Override
  boolean waits() {
    return false;
  }

  @Override
  StateNote note(int state) {
    note.make(keeper.deadline(state), 0);
    return note;
  }

  @Override
  long nextTimer(int state) {
    return Long.MAX_VALUE;
  }

  @Override
  byte[] encode(int state) {
    return keeper.encode(state);
  }

  @Override
  int decode(byte[] bytes) {
    return keeper.decode(bytes);
  }

  @Override
  void free(int state) {
    keeper.free(state);
  }
}
