package io.tripline.app.savepoint;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.state.SavepointException;
import io.tripline.state.SavepointFolder;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tripline savepoint delete}. */
@Command(
    name = "delete",
    description = {"Delete a savepoint. It makes no difference whether the store is in use.", ""},
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline savepoint delete before-upgrade --data data",
      "",
      SavepointCommand.EXIT_CODES
    })
final class DeleteCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Mixin private Place place = new Place();

  DeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    ServerApi server = place.server();
    if (server != null) {
      server.delete(name);
    } else {
      try {
        SavepointFolder.of(place.data()).delete(name).run(new CountDownLatch(1));
      } catch (SavepointException e) {
        throw new WrongUseException(String.valueOf(e.getMessage()), e);
      }
    }
    terminal.results().println("Deleted " + name + ".");
    return ExitCode.FINE;
  }
}
