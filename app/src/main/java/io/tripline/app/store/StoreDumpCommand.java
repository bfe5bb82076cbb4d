package io.tripline.app.store;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Results;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.explain.KeyArgument;
import io.tripline.app.rules.StoredRules;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.engine.explain.Wording;
import io.tripline.engine.pipeline.StoredStates.Settings;
import io.tripline.engine.pipeline.StoredStates.StoredRule;
import io.tripline.engine.port.StorageException;
import io.tripline.rest.json.StoreJson;
import io.tripline.state.DumpOptions;
import io.tripline.state.DumpOptions.Chosen;
import io.tripline.state.DumpOptions.Part;
import io.tripline.state.StoreDump;
import io.tripline.state.StoreRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tripline store dump}: all that is in a store, as JSON lines. */
@Command(
    name = "dump",
    description = {
      "Write what is in a store as JSON, an object a line: the checkpoint, rule versions, what"
          + " rules and windows keep for each key, alerts, and what waits for webhooks; and the"
          + " journal, where it is asked for.",
      "",
      "States are those of the last checkpoint: what came after it is in the journal. Fields marked"
          + " @pii read "
          + Wording.MASKED
          + ". What each object is, docs/operations.md tells.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline store dump --data data --rule card_testing --key c1",
      "          tripline store dump --data data --states | jq 'select(.partial_matches > 100)'",
      "          tripline store dump --data data --journal --from 17 --to 20",
      "",
      StoreCommand.EXIT_CODES
    })
final class StoreDumpCommand implements Callable<Integer> {
  private static final long NO_LIMIT = 0;

  private final Terminal terminal;

  @Mixin private DataOption data = new DataOption();

  @Option(names = "--checkpoint", description = "Tell of the last checkpoint.")
  private boolean checkpoint;

  @Option(names = "--versions", description = "Tell the versions of rule sets, with their text.")
  private boolean versions;

  @Option(
      names = "--states",
      description = "Tell what rules and windows keep, once per, and events that are held back.")
  private boolean states;

  @Option(names = "--alerts", description = "Tell alerts.")
  private boolean alerts;

  @Option(names = "--outbox", description = "Tell what waits for webhooks, or was given up.")
  private boolean outbox;

  @Option(
      names = "--journal",
      description = {
        "Tell the entries of the journal.",
        "Without any of these six, all is told but the journal."
      })
  private boolean journal;

  @Option(
      names = "--from",
      paramLabel = "SEQUENCE",
      description = "The first entry of the journal that is told. Default: the oldest.")
  private @Nullable Long from;

  @Option(names = "--to", paramLabel = "SEQUENCE", description = "The last one. Default: the last.")
  private @Nullable Long to;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description =
          "Of states, alerts, deliveries and versions only those of a rule, with the windows that"
              + " it reads: RULE, or SET.RULE.")
  private @Nullable String rule;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "Of these only those of a key of the rule; one of several parts has commas between them,"
              + " or is given part by part: --key c1,m7 or --key c1 --key m7.")
  private List<String> key = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The most lines; 0 for all. Default: ${DEFAULT-VALUE}.")
  private long limit = NO_LIMIT;

  @Option(
      names = "--per-state",
      paramLabel = "N",
      description =
          "The most partial matches of a state that are told one by one, and events of each; they"
              + " are counted all the same. Default: ${DEFAULT-VALUE}.")
  private int perState = 100;

  @Option(
      names = "--show-pii",
      description = "Show what tells of fields marked @pii as it is, and not as " + Wording.MASKED)
  private boolean showPii;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to a file, and not to standard output.")
  private @Nullable Path output;

  StoreDumpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    DumpOptions options = options();
    try (Results results = Results.to(output, terminal)) {
      Lines lines = new Lines(results.stream(), limit);
      try {
        StoreDump.run(data.path(), StoredRules::compile, options, lines::add);
      } catch (StorageException e) {
        throw new WrongUseException(String.valueOf(e.getMessage()), e);
      }
      lines.rethrow();
      results.complete();
      if (lines.isCut) {
        terminal.err().println("There is more: stopped after " + limit + " lines (--limit).");
      }
      if (lines.damaged > 0) {
        terminal
            .err()
            .printf(
                "%d could not be read (\"kind\":\"damage\"). See: tripline store check --data %s%n",
                lines.damaged, data.path());
        return ExitCode.FINDINGS;
      }
      return ExitCode.FINE;
    }
  }

  private DumpOptions options() {
    if (limit < 0 || perState < 0) {
      throw new WrongUseException("--limit and --per-state must be 0 or more");
    }
    if (!key.isEmpty() && rule == null) {
      throw new WrongUseException("--key is the key of a rule: give --rule, too");
    }
    Set<Part> parts = parts();
    if ((from != null || to != null) && !parts.contains(Part.JOURNAL)) {
      throw new WrongUseException("--from and --to are of the journal: give --journal, too");
    }
    String name = rule;
    return new DumpOptions(
        parts,
        name == null ? null : rules -> chosen(name, rules),
        from == null ? 0 : from,
        to == null ? Long.MAX_VALUE : to,
        new Settings(perState, showPii));
  }

  private Set<Part> parts() {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    add(checkpoint, Part.CHECKPOINT, parts);
    add(versions, Part.RULES, parts);
    add(states, Part.STATES, parts);
    add(alerts, Part.ALERTS, parts);
    add(outbox, Part.OUTBOX, parts);
    add(journal, Part.JOURNAL, parts);
    return parts.isEmpty() ? Part.most() : parts;
  }

  private static void add(boolean isAsked, Part part, Set<Part> parts) {
    if (isAsked) {
      parts.add(part);
    }
  }

  private Chosen chosen(String name, List<StoredRule> rules) {
    List<StoredRule> named =
        rules.stream()
            .filter(each -> each.name().equals(name) || each.rule().name().equals(name))
            .toList();
    if (named.isEmpty()) {
      @Nullable String hint = DidYouMean.hint(name, rules.stream().map(StoredRule::name).toList());
      throw new WrongUseException(
          "no rule "
              + name
              + " was running at the checkpoint"
              + (hint == null ? "" : "; " + hint.replace('`', '\'')));
    }
    if (key.isEmpty()) {
      return new Chosen(named, null);
    }
    if (named.size() > 1) {
      throw new WrongUseException(
          "there are several rules "
              + name
              + ", and a key is of one: give one of "
              + String.join(", ", named.stream().map(StoredRule::name).toList()));
    }
    StoredRule only = named.getFirst();
    return new Chosen(named, KeyArgument.read(key, only.rule(), only.key()));
  }

  /** Writes lines, up to a bound. */
  private static final class Lines {
    private final OutputStream out;
    private final long most;
    private @Nullable IOException failure;
    private long count;
    private long damaged;
    private boolean isCut;

    Lines(OutputStream out, long most) {
      this.out = out;
      this.most = most == NO_LIMIT ? Long.MAX_VALUE : most;
    }

    /** Writes a line; whether there may be another. */
    boolean add(StoreRecord record) {
      if (count == most) {
        isCut = true;
        return false;
      }
      count++;
      damaged += record instanceof StoreRecord.Damage ? 1 : 0;
      try {
        out.write((StoreJson.line(record) + "\n").getBytes(StandardCharsets.UTF_8));
        return true;
      } catch (IOException e) {
        failure = e;
        return false;
      }
    }

    void rethrow() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
