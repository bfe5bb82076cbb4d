package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Place;
import org.jspecify.annotations.Nullable;

/** A rule set that compiles, but cannot run here; the message is for its author. */
public final class DeploymentRefusedException extends RuntimeException {
  private final @Nullable Place place;
  private final @Nullable Failed failed;

  /**
   * The rule for which it was refused, as that fails.
   *
   * @param rule as {@code set.rule}
   * @param reason what happened, without values of events
   */
  public record Failed(String rule, String reason) {}

  public DeploymentRefusedException(String message, @Nullable Place place) {
    this(message, place, null);
  }

  private DeploymentRefusedException(
      String message, @Nullable Place place, @Nullable Failed failed) {
    super(message);
    this.place = place;
    this.failed = failed;
  }

  static DeploymentRefusedException as(String message, Failed failed) {
    return new DeploymentRefusedException(message, null, failed);
  }

  public @Nullable Place place() {
    return place;
  }

  /** The rule that fails; null where there is none. */
  public @Nullable Failed failed() {
    return failed;
  }
}
