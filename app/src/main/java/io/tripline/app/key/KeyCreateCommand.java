package io.tripline.app.key;

import io.tripline.app.cli.DurationConverter;
import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Operator;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.rest.security.NewKey;
import io.tripline.state.ApiKey;
import io.tripline.state.ApiKeys;
import io.tripline.state.RocksStorage;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tripline key create}. */
@Command(
    name = "create",
    description = {"Make an API key. It is printed to standard output, this once.", ""},
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline key create --data data --name operator --scope admin",
      "          tripline key create --name till-7 --scope ingest --expires-in 90d",
      "",
      KeyCommand.EXIT_CODES
    })
final class KeyCreateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KeyStore store = new KeyStore();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "What it is for, 1 to 100 characters.")
  private String name = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      required = true,
      split = ",",
      description =
          "What it allows: ingest (send events, ask for decisions), read (look at everything but "
              + "keys and the audit log), author (change rules, lists and tables; includes read), "
              + "approve (approve or reject what others propose; includes read), admin (all of "
              + "these; keys, webhooks, savepoints, the audit log), pii (see personal data; no "
              + "other includes it). Several are given with commas.")
  private List<String> scopes = List.of();

  @Option(
      names = "--expires-in",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "For how long it is good, such as 90d. Default: for ever.")
  private @Nullable Duration expiresIn;

  KeyCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    long now = System.currentTimeMillis();
    NewKey asked;
    try {
      long expiresAt = expiresIn == null ? ApiKey.NEVER : now + expiresIn.toMillis();
      asked = NewKey.checked(name, scopes, expiresAt, now);
    } catch (NewKey.WrongException e) {
      throw new WrongUseException("the " + e.part() + " of a key " + e.getMessage(), e);
    }
    NewKey.Added added = store.in(storage -> add(asked, storage, now));
    terminal.results().println(added.text());
    terminal
        .err()
        .println(
            "This is the key %s, for %s; it is not shown again."
                .formatted(added.key().id(), String.join(", ", added.key().scopes())));
    return ExitCode.FINE;
  }

  private static NewKey.Added add(NewKey asked, RocksStorage storage, long now) {
    NewKey.Added added =
        asked
            .addTo(storage.apiKeys(), new SecureRandom(), now, Operator.name())
            .orElseThrow(
                () ->
                    new WrongUseException(
                        "there are as many keys as there may be (%d); revoke one first"
                            .formatted(ApiKeys.MOST)));
    Operator.audit(
        storage.audit(),
        "createKey",
        added.key().id(),
        Map.of("name", asked.name(), "scopes", String.join(",", added.key().scopes())));
    return added;
  }
}
