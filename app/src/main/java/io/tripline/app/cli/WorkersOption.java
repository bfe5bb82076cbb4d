package io.tripline.app.cli;

import io.tripline.engine.pipeline.EngineSettings;
import picocli.CommandLine.Option;

/** How many threads match; the same for every command that runs an engine. */
public final class WorkersOption {
  private static final int MOST = 64;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = {
        "Threads that match, 1 to 64; the alerts do not depend on it.",
        "Default: one for two cores."
      })
  private int workers = EngineSettings.defaults().workers();

  /**
   * @throws WrongUseException if it is out of bounds
   */
  public int number() {
    if (workers < 1 || workers > MOST) {
      throw new WrongUseException("--workers must be 1 to " + MOST + ", not " + workers);
    }
    return workers;
  }
}
