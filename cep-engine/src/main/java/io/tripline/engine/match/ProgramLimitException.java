package io.tripline.engine.match;

import io.tripline.dsl.ir.Place;

/** A rule that is larger than the engine allows. */
public final class ProgramLimitException extends RuntimeException {
  private final Place place;

  public ProgramLimitException(String message, Place place) {
    super(message);
    this.place = place;
  }

  /** The rule, or the part of it that is too large. */
  public Place place() {
    return place;
  }
}
