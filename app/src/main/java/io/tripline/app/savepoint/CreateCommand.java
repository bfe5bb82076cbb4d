package io.tripline.app.savepoint;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.FailedException;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.rules.StoredRules;
import io.tripline.engine.port.StorageException;
import io.tripline.rest.json.SavepointJson;
import io.tripline.state.RocksStorage;
import io.tripline.state.SavepointException;
import io.tripline.state.Savepoints;
import io.tripline.state.StoreSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code tripline savepoint create}: of a running server, or of a store that nobody uses. */
@Command(
    name = "create",
    description = {
      "Make a savepoint.",
      "",
      "With --url the server makes it while events flow; otherwise the data folder must not be in "
          + "use. It lies in the folder savepoints of the data folder.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline savepoint create before-upgrade --url http://127.0.0.1:8080",
      "",
      SavepointCommand.EXIT_CODES
    })
final class CreateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "What it is called; the time if nothing is given.")
  private @Nullable String name;

  @Option(
      names = "--comment",
      paramLabel = "TEXT",
      description = "One line for those who read the list.")
  private String comment = "";

  @Mixin private Place place = new Place();

  @Option(names = "--json", description = "Print what it says of itself as JSON.")
  private boolean json;

  CreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    ServerApi server = place.server();
    JsonNode made = server == null ? offline(place.data()) : online(server);
    terminal.results().print(json ? SavepointOutput.json(made) : SavepointOutput.page(made));
    return ExitCode.FINE;
  }

  private JsonNode online(ServerApi server) throws InterruptedException {
    Map<String, String> request = new HashMap<>(Map.of("comment", comment));
    if (name != null) {
      request.put("name", name);
    }
    return server.create(request);
  }

  private JsonNode offline(Path data) {
    if (!RocksStorage.isStore(data)) {
      throw new WrongUseException("there is no store in " + data);
    }
    try (RocksStorage storage = RocksStorage.open(data, StoreSettings.defaults())) {
      Savepoints savepoints = storage.savepoints();
      String called = name == null ? savepoints.usualName() : name;
      return SavepointOutput.tree(
          SavepointJson.of(savepoints.create(called, comment, StoredRules::compile)));
    } catch (SavepointException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()), e);
    } catch (StorageException e) {
      throw new WrongUseException(
          e.getMessage() + " A savepoint of a running server is made with --url.", e);
    } catch (IllegalStateException e) {
      throw new FailedException(String.valueOf(e.getMessage()), e);
    }
  }
}
