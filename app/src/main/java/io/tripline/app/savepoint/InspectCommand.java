package io.tripline.app.savepoint;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.engine.port.StorageException;
import io.tripline.rest.json.SavepointJson;
import io.tripline.state.SavepointFolder;
import io.tripline.state.SavepointRestore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code tripline savepoint inspect}. */
@Command(
    name = "inspect",
    description = {
      "Say what a savepoint holds: how far it has come, its rules with their modes, its formats.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline savepoint inspect before-upgrade --data data --verify",
      "",
      SavepointCommand.EXIT_CODES
    })
final class InspectCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "NAME|PATH",
      description = "Its name, or the path of its folder, wherever that was copied to.")
  private Path savepoint = Path.of("");

  @Mixin private Place place = new Place();

  @Option(
      names = "--verify",
      description = "Also read all of its files, and say which of them are damaged.")
  private boolean verify;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  InspectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    JsonNode found = find();
    terminal.results().print(json ? SavepointOutput.json(found) : SavepointOutput.page(found));
    if (!found.path("state").asString("").equals("broken") && verify) {
      return verified(Place.savepoint(place.data(), savepoint));
    }
    return found.path("problem").isNull() ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private JsonNode find() throws InterruptedException {
    ServerApi server = place.server();
    if (server == null) {
      Path folder = Place.savepoint(place.data(), savepoint);
      return SavepointOutput.tree(SavepointJson.of(SavepointFolder.look(folder)));
    }
    if (verify) {
      throw new WrongUseException("--verify reads files: give --data or a path, not --url");
    }
    return server.get(savepoint.toString());
  }

  private int verified(Path folder) {
    try {
      SavepointRestore.verify(folder);
      terminal.err().println("All of its files are whole.");
      return ExitCode.FINE;
    } catch (StorageException e) {
      terminal.err().println(e.getMessage());
      return ExitCode.FINDINGS;
    }
  }
}
