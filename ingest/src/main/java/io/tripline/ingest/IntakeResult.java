package io.tripline.ingest;

import java.util.List;

/**
 * What became of a body.
 *
 * @param accepted events that are now in the journal
 * @param errors the others, by rising index; they are in the log of rejected events
 */
public record IntakeResult(int accepted, List<EventError> errors) {
  public IntakeResult {
    errors = List.copyOf(errors);
  }
}
