package io.tripline.app.key;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import io.tripline.rest.http.Json;
import io.tripline.rest.json.KeyForm;
import io.tripline.state.ApiKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tripline key list}. */
@Command(
    name = "list",
    description = {"List the API keys, without their secrets, which nobody knows.", ""},
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {"", "Example:  tripline key list --data data", "", KeyCommand.EXIT_CODES})
final class KeyListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KeyStore store = new KeyStore();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  KeyListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  private record Listing(List<KeyForm> keys) {}

  @Override
  public Integer call() {
    List<ApiKey> keys = store.inExisting(storage -> storage.apiKeys().list());
    if (json) {
      Listing listing = new Listing(keys.stream().map(KeyForm::of).toList());
      terminal.results().println(new String(Json.bytes(listing), StandardCharsets.UTF_8));
      return ExitCode.FINE;
    }
    if (keys.isEmpty()) {
      terminal.results().println("There are no keys.");
      return ExitCode.FINE;
    }
    terminal.results().println(line("KEY", "SCOPES", "STATE", "LAST USED", "NAME"));
    long now = System.currentTimeMillis();
    keys.forEach(
        each ->
            terminal
                .results()
                .println(
                    line(
                        each.id(),
                        String.join(",", each.scopes()),
                        state(each, now),
                        each.usedAt() == ApiKey.NEVER ? "never" : shown(each.usedAt()),
                        each.name())));
    return ExitCode.FINE;
  }

  private static String state(ApiKey key, long now) {
    if (key.isRevoked()) {
      return "revoked " + shown(key.revokedAt());
    }
    if (key.expiresAt() == ApiKey.NEVER) {
      return "good";
    }
    return (key.isExpired(now) ? "expired " : "good until ") + shown(key.expiresAt());
  }

  private static String shown(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String line(String id, String scopes, String state, String used, String name) {
    return "%-11s %-26s %-32s %-21s %s".formatted(id, scopes, state, used, name);
  }
}
