package io.tripline.ingest.json;

import io.tripline.engine.pipeline.EngineSettings;

/**
 * Limits of one event; what is beyond them is rejected as {@code too_large}.
 *
 * @param maxEventBytes the largest flat event, its record included, in bytes
 * @param maxDepth how deep objects and arrays may be nested, the event itself counted
 * @param maxNumberLength the longest number, in characters
 * @param maxNameLength the longest name of a field, in bytes
 */
public record DecodeLimits(
    int maxEventBytes, int maxDepth, int maxNumberLength, int maxNameLength) {

  public DecodeLimits {
    if (maxEventBytes < 1 || maxDepth < 2 || maxNumberLength < 1 || maxNameLength < 1) {
      throw new IllegalArgumentException("limits out of range");
    }
  }

  /** What the engine takes by default; 64 levels, numbers of 200, names of 1,000. */
  public static DecodeLimits defaults() {
    return of(EngineSettings.defaults().maxEventBytes());
  }

  /** The same for an engine that takes events of another size. */
  public static DecodeLimits of(int maxEventBytes) {
    return new DecodeLimits(maxEventBytes, 64, 200, 1_000);
  }

  /** What an event that is larger than {@link #maxEventBytes} is told. */
  public Rejection tooLarge() {
    return Sentences.tooLarge("The event is larger than %d bytes.".formatted(maxEventBytes));
  }
}
