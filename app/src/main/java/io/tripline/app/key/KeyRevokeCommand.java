package io.tripline.app.key;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Operator;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.state.ApiKey;
import io.tripline.state.RocksStorage;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tripline key revoke}. */
@Command(
    name = "revoke",
    description = {"Let an API key be good no more, for ever.", ""},
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline key revoke 1f3k9x0a2b --data data",
      "",
      KeyCommand.EXIT_CODES
    })
final class KeyRevokeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KeyStore store = new KeyStore();

  @Parameters(paramLabel = "KEY", description = "Its id, as key list shows it; not the key itself.")
  private String id = "";

  KeyRevokeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ApiKey key = store.inExisting(storage -> revoke(storage));
    if (key == null) {
      throw new WrongUseException("there is no key " + id);
    }
    terminal.results().println("Revoked " + key.id() + " (" + key.name() + ").");
    return ExitCode.FINE;
  }

  private @Nullable ApiKey revoke(RocksStorage storage) {
    ApiKey key = storage.apiKeys().revoke(id, System.currentTimeMillis());
    if (key != null) {
      Operator.audit(storage.audit(), "revokeKey", id, Map.of("name", key.name()));
    }
    return key;
  }
}
