package io.tripline.app.serve;

import io.tripline.state.StoreSettings;
import picocli.CommandLine.Option;

/** What the journal is good for. */
final class JournalOptions {
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

  /** These settings, as the options say. */
  StoreSettings apply(StoreSettings settings) {
    return sync.apply(settings);
  }
}
