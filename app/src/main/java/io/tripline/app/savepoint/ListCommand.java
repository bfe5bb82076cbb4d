package io.tripline.app.savepoint;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import io.tripline.rest.json.SavepointJson;
import io.tripline.state.SavepointFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code tripline savepoint list}. */
@Command(
    name = "list",
    description = {
      "List savepoints, the oldest first. It makes no difference whether the store is in use.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {"", "Example:  tripline savepoint list --data data", "", SavepointCommand.EXIT_CODES})
final class ListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Place place = new Place();

  @Option(names = "--json", description = "Print a line of JSON for each.")
  private boolean json;

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    ServerApi server = place.server();
    if (server == null) {
      SavepointFolder.of(place.data())
          .list()
          .forEach(found -> all.add(SavepointOutput.tree(SavepointJson.of(found))));
    } else {
      server.list().path("savepoints").forEach(all::add);
    }
    if (json) {
      all.forEach(each -> terminal.results().print(SavepointOutput.json(each)));
    } else {
      terminal.results().print(SavepointOutput.table(all));
    }
    boolean broken =
        all.stream().anyMatch(each -> each.path("state").asString("").equals("broken"));
    return broken ? ExitCode.FINDINGS : ExitCode.FINE;
  }
}
