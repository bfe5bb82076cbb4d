package io.tripline.app.serve;

import io.tripline.app.cli.ByteSizeConverter;
import io.tripline.app.cli.DurationConverter;
import io.tripline.app.cli.WrongUseException;
import io.tripline.state.StoreSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What the journal is good for. */
final class JournalOptions {
  private static final long LEAST = 1 << 20;

  @Option(
      names = "--sync",
      paramLabel = "WHEN",
      converter = SyncConverter.class,
      defaultValue = "every-batch",
      description =
          "What an acknowledgement waits for: every-batch (the disk; survives a loss of power), a "
              + "time from 1ms to 1s such as 20ms (the same, but the disk is asked once in that "
              + "time, for all that came meanwhile) or os (the operating system; survives a crash "
              + "of the process, while a loss of power may take the last seconds). Default: "
              + "${DEFAULT-VALUE}.")
  private SyncConverter.When sync = settings -> settings;

  @Option(
      names = "--journal-keep",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "0s",
      description =
          "How long the journal is kept, by this machine's clock, where nothing needs it; 0s for "
              + "any time, up to --journal-max. Default: ${DEFAULT-VALUE}.")
  private Duration keep = Duration.ZERO;

  @Option(
      names = "--journal-max",
      paramLabel = "SIZE",
      converter = ByteSizeConverter.class,
      defaultValue = "2GB",
      description =
          "The most disk for the part of the journal that nothing needs any more, such as 10GB; at "
              + "least 1MB. Default: ${DEFAULT-VALUE}.")
  private long max = StoreSettings.defaults().journalRetentionBytes();

  @Option(
      names = "--journal-hold",
      paramLabel = "SIZE",
      converter = ByteSizeConverter.class,
      defaultValue = "20GB",
      description =
          "The most disk for the part of the journal that the last checkpoint does not need, where "
              + "running rules look back to it, or alerts rest on it: that part is kept beyond "
              + "--journal-max and --journal-keep. Default: ${DEFAULT-VALUE}.")
  private long hold = StoreSettings.defaults().journalHeldBytes();

  @Option(
      names = "--evidence-keep",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "30d",
      description =
          "For how long after an alert its events are held in the journal, by this machine's clock;"
              + " 0s for not at all. Default: ${DEFAULT-VALUE}.")
  private Duration evidence = Duration.ofMillis(StoreSettings.defaults().evidenceMillis());

  /**
   * These settings, as the options say.
   *
   * @throws WrongUseException if an option is out of bounds
   */
  StoreSettings apply(StoreSettings settings) {
    if (max < LEAST) {
      throw new WrongUseException("--journal-max must be 1MB or more");
    }
    return sync.apply(settings)
        .withJournalRetention(max, keep.toMillis())
        .withJournalHeld(hold, evidence.toMillis());
  }
}
