package io.tripline.app.store;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which store. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:TRIPLINE_DATA:-data}",
      description = "The data folder, or the folder of a savepoint. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  Path path() {
    return data;
  }
}
