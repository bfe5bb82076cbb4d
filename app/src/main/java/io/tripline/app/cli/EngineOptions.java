package io.tripline.app.cli;

import io.tripline.engine.pipeline.EngineSettings;
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

  @Option(
      names = "--max-partial-matches",
      paramLabel = "N",
      description =
          "The most partial matches of one rule for one key. Past it those that started first are "
              + "dropped, and counted; alerts may be missing then. Default: ${DEFAULT-VALUE}.")
  private int maxPartialMatches = EngineSettings.defaults().maxRunsPerKey();

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
    if (maxPartialMatches < 1) {
      throw new WrongUseException(
          "--max-partial-matches must be 1 or more, not " + maxPartialMatches);
    }
    EngineSettings usual = EngineSettings.defaults();
    return new EngineSettings(
        workers,
        usual.ringSize(),
        checkpointIntervalMillis,
        maxPartialMatches,
        usual.cachedKeys(),
        usual.maxEventBytes());
  }
}
