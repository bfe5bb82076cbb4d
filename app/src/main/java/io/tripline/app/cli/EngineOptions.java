package io.tripline.app.cli;

import io.tripline.engine.pipeline.EngineSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the engine runs; the same for every command that runs one. */
public final class EngineOptions {
  @Option(
      names = "--workers",
      paramLabel = "N",
      description = {
        "Threads that match, 1 to 64; the alerts do not depend on it.",
        "Default: one for two cores."
      })
  private int workers = EngineSettings.defaults().workers();

  @Mixin private PartialMatchLimit partialMatches = new PartialMatchLimit();

  /**
   * The settings, with {@code checkpointIntervalMillis} between two checkpoints (0: none).
   *
   * @throws WrongUseException if an option is out of bounds
   */
  public EngineSettings settings(long checkpointIntervalMillis) {
    if (workers < 1 || workers > EngineSettings.MAX_WORKERS) {
      throw new WrongUseException(
          "--workers must be 1 to " + EngineSettings.MAX_WORKERS + ", not " + workers);
    }
    EngineSettings usual = EngineSettings.defaults();
    return new EngineSettings(
        workers,
        usual.ringSize(),
        checkpointIntervalMillis,
        partialMatches.value(),
        usual.cachedKeys(),
        usual.maxEventBytes());
  }
}
