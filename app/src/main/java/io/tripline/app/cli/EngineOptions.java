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

  @Option(
      names = "--max-held-events",
      paramLabel = "N",
      description =
          "The most events that wait for their turn because their type has a lateness. Past it "
              + "the oldest are matched before their turn, and counted. Default: ${DEFAULT-VALUE}.")
  private int maxHeldEvents = EngineSettings.USUAL_HELD_EVENTS;

  @Option(
      names = "--max-remembered-ids",
      paramLabel = "N",
      description =
          "The most ids of one event type that are remembered to tell duplicates. Past it the "
              + "oldest are forgotten, and counted. Default: ${DEFAULT-VALUE}.")
  private int maxRememberedIds = EngineSettings.USUAL_REMEMBERED_IDS;

  @Mixin private PartialMatchLimit partialMatches = new PartialMatchLimit();

  /**
   * The settings, without a bound for states in memory, as there may be no store but memory.
   *
   * @param checkpointIntervalMillis between two checkpoints; 0 for none
   * @param idleMillis after which a silent source holds nothing back; 0 for never
   * @throws WrongUseException if an option is out of bounds
   */
  public EngineSettings settings(long checkpointIntervalMillis, long idleMillis) {
    if (workers < 1 || workers > EngineSettings.MAX_WORKERS) {
      throw new WrongUseException(
          "--workers must be 1 to " + EngineSettings.MAX_WORKERS + ", not " + workers);
    }
    if (maxHeldEvents < 1) {
      throw new WrongUseException("--max-held-events must be 1 or more, not " + maxHeldEvents);
    }
    if (maxRememberedIds < 1) {
      throw new WrongUseException(
          "--max-remembered-ids must be 1 or more, not " + maxRememberedIds);
    }
    EngineSettings usual = EngineSettings.defaults();
    return new EngineSettings(
        workers,
        usual.ringSize(),
        checkpointIntervalMillis,
        partialMatches.value(),
        Long.MAX_VALUE,
        usual.maxEventBytes(),
        idleMillis,
        maxHeldEvents,
        maxRememberedIds,
        usual.answersEarly(),
        usual.checkpointPauseMillis(),
        usual.ruleLimits());
  }
}
