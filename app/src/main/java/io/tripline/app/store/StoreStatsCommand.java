package io.tripline.app.store;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.rules.StoredRules;
import io.tripline.engine.port.StorageException;
import io.tripline.state.StoreSummary;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tripline store stats}: how much of what there is. */
@Command(
    name = "stats",
    description = {
      "Say what is in a store: how far it has come, its journal, states by rule and window, alerts,"
          + " and what waits for webhooks.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {"", "Example:  tripline store stats --data data", "", StoreCommand.EXIT_CODES})
final class StoreStatsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private StoreOptions options = new StoreOptions();

  StoreStatsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  private record Stats(
      long events,
      long alerts,
      long keys,
      List<StoreSummary.Owner> states,
      Journal journal,
      Checkpoint checkpoint,
      List<StoreSummary.Queue> webhooks,
      List<RuleSet> rulesets,
      Map<String, Long> bytes) {
    static Stats of(StoreSummary read) {
      return new Stats(
          read.outline().events(),
          read.alerts(),
          read.keys(),
          read.states(),
          new Journal(
              read.firstEntry(),
              read.outline().position(),
              instant(read.oldestWrittenAt()),
              instant(read.newestWrittenAt())),
          new Checkpoint(
              read.outline().checkpoint(),
              instant(read.checkpointWrittenAt()),
              read.outline().position() - read.outline().checkpoint()),
          read.webhooks(),
          read.outline().ruleSets().stream()
              .map(set -> new RuleSet(set.name(), set.version(), set.rules()))
              .toList(),
          new TreeMap<>(read.bytes()));
    }
  }

  private record Journal(
      long firstEntry,
      long lastEntry,
      @Nullable Instant oldestWrittenAt,
      @Nullable Instant newestWrittenAt) {}

  /**
   * @param entry the last that it holds
   * @param replayed entries behind it
   */
  private record Checkpoint(long entry, @Nullable Instant writtenAt, long replayed) {}

  private record RuleSet(String name, int version, List<String> rules) {}

  private static @Nullable Instant instant(long millis) {
    return millis < 0 ? null : Instant.ofEpochMilli(millis);
  }

  @Override
  public Integer call() {
    Path data = options.data();
    try {
      Stats stats = Stats.of(StoreSummary.read(data, StoredRules::compile));
      options.print(terminal, stats, text(stats));
      return ExitCode.FINE;
    } catch (StorageException e) {
      throw new WrongUseException(e.getMessage() + " See: tripline store check --data " + data, e);
    }
  }

  private static String text(Stats stats) {
    StringBuilder text = new StringBuilder();
    line(text, "events", stats.events());
    line(text, "alerts", stats.alerts());
    line(text, "keys", stats.keys());
    for (StoreSummary.Owner owner : stats.states()) {
      line(
          text,
          "states",
          "%d, %d partial matches, %d bytes: %s"
              .formatted(owner.states(), owner.partialMatches(), owner.bytes(), owner.name()));
    }
    line(
        text,
        "journal",
        "entries %d to %d, written from %s to %s"
            .formatted(
                stats.journal().firstEntry(),
                stats.journal().lastEntry(),
                stats.journal().oldestWrittenAt(),
                stats.journal().newestWrittenAt()));
    line(
        text,
        "checkpoint",
        "holds entries to %d, written at %s; %d to replay"
            .formatted(
                stats.checkpoint().entry(),
                stats.checkpoint().writtenAt(),
                stats.checkpoint().replayed()));
    for (StoreSummary.Queue queue : stats.webhooks()) {
      line(
          text,
          "webhook",
          "%s%s: %d pending, %d dead letters"
              .formatted(
                  queue.webhook(),
                  queue.enabled() ? "" : " (disabled)",
                  queue.pending(),
                  queue.deadLetters()));
    }
    for (RuleSet set : stats.rulesets()) {
      String rules = String.join(", ", set.rules());
      line(text, "rule set", set.name() + ", version " + set.version() + ": " + rules);
    }
    stats.bytes().forEach((part, bytes) -> line(text, "bytes", bytes + " " + part));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append("%-10s %s%n".formatted(name, value));
  }
}
