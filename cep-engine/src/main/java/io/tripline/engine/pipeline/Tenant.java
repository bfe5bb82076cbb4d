package io.tripline.engine.pipeline;

import io.tripline.engine.match.StateNote;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a state for each key, in a slot of the key's record in a group: a rule, or a series of
 * windows. As one worker runs it; made by whoever deploys, then owned by the worker.
 */
abstract sealed class Tenant permits RuleRun, SeriesRun {
  static final int NOWHERE = -1;

  private PendingFigures figures = new PendingFigures();
  private @Nullable KeyGroup group;
  private int id = NOWHERE;
  private boolean gone;

  /** Under which its states are stored. */
  abstract long stateId();

  /** What it is, for people. */
  abstract String name();

  /** Whether events that satisfy nothing matter where something is pending. */
  abstract boolean seesEverything();

  /** Whether time completes anything of its states. */
  abstract boolean waits();

  /** What a state is like; valid until the next call for any state of the worker. */
  abstract StateNote note(int state);

  /** The end at which time completes something next, ms; {@code Long.MAX_VALUE} for never. */
  abstract long nextTimer(int state);

  abstract byte[] encode(int state);

  /**
   * The state that was put into bytes.
   *
   * @throws IllegalArgumentException if they are none of its states
   */
  abstract int decode(byte[] bytes);

  abstract void free(int state);

  /** Gives it a place, in which it goes on with what was pending there. */
  final void sit(KeyGroup newGroup, int newId, PendingFigures pending) {
    group = newGroup;
    id = newId;
    figures = pending;
  }

  final @Nullable KeyGroup group() {
    return group;
  }

  /** The id of its slot in the records of its group. */
  final int id() {
    return id;
  }

  final PendingFigures figures() {
    return figures;
  }

  /** It is not running any more; its states are still to be removed. */
  final void leave() {
    gone = true;
  }

  final boolean isGone() {
    return gone;
  }
}
