package io.tripline.app.savepoint;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.engine.port.StorageException;
import io.tripline.state.Savepoint;
import io.tripline.state.SavepointRestore;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tripline savepoint restore}. */
@Command(
    name = "restore",
    description = {
      "Make a data folder from a savepoint.",
      "",
      "All files of the savepoint are verified first. The folder must be empty, or not be there; "
          + "it is complete afterwards, or as it was.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline savepoint restore before-upgrade --from data --data data2",
      "          tripline savepoint restore /backup/before-upgrade --data data",
      "",
      SavepointCommand.EXIT_CODES
    })
final class RestoreCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "NAME|PATH",
      description = "Its name, or the path of its folder, wherever that was copied to.")
  private Path savepoint = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data folder to make.")
  private Path data = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description =
          "The data folder that a savepoint given by its name belongs to. Default: TRIPLINE_DATA, "
              + "or data.")
  private @Nullable Path from;

  RestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path folder = Place.savepoint(Objects.requireNonNullElseGet(from, Place::usualData), savepoint);
    try {
      Savepoint restored = SavepointRestore.restore(folder, data);
      terminal
          .results()
          .printf(
              "Restored %s into %s: %d events, the next one to give is number %d.%n",
              restored.name(), data, restored.events(), restored.events() + 1);
      return ExitCode.FINE;
    } catch (StorageException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()), e);
    }
  }
}
