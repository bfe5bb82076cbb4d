package io.tripline.engine.pipeline;

import java.util.List;

/**
 * What rules and windows keep for a key, as of a checkpoint.
 *
 * @param sequence of the last entry that the checkpoint holds, −1 before the first one
 * @param clock the greatest event time up to there, ms; {@code Long.MIN_VALUE} before the first
 *     event
 * @param states of rules and windows that run now
 */
public record KeyReading(long sequence, long clock, List<StoredState> states) {
  public KeyReading {
    states = List.copyOf(states);
  }
}
