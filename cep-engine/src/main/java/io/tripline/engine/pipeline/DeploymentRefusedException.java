package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Place;
import org.jspecify.annotations.Nullable;

/** A rule set that compiles, but cannot run here; the message is for its author. */
public final class DeploymentRefusedException extends RuntimeException {
  private final @Nullable Place place;

  public DeploymentRefusedException(String message, @Nullable Place place) {
    super(message);
    this.place = place;
  }

  public @Nullable Place place() {
    return place;
  }
}
