package io.tripline.app.explain;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.PartialMatchLimit;
import io.tripline.app.cli.Results;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.events.RecordedInput;
import io.tripline.app.rules.CheckedRules;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.contents.Change;
import io.tripline.engine.explain.Moment;
import io.tripline.engine.explain.Pii;
import io.tripline.engine.explain.SourceText;
import io.tripline.engine.explain.Wording;
import io.tripline.engine.pipeline.DeploymentRefusedException;
import io.tripline.engine.pipeline.Rehearsal;
import io.tripline.engine.pipeline.RuleKey;
import io.tripline.ingest.file.EventFile;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tripline explain}: what a rule did with the events of one key. */
@Command(
    name = "explain",
    customSynopsis = {
      "tripline explain RULE --rules PATH… --events FILE… --key KEY [--why-not]",
      "                        [--list NAME=FILE] [--table NAME=FILE] [--from TIME]",
      "                        [--to TIME] [--limit N] [--show-pii] [--json]"
    },
    description = {
      "Show what a rule did with the events of one key, and why it raised no alert.",
      "",
      "Each event of the key is shown with what it did to each partial match: which variable took"
          + " it, or which condition kept it out, with the values. If there was no alert, the"
          + " partial match that came furthest is shown at the end, and what stopped it.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline explain card_testing --rules rules --events day.gz --key c1",
      "",
      ExitCode.HELP
    })
public final class ExplainCommand implements Callable<Integer> {
  private static final long NO_LIMIT = 0;

  private final Terminal terminal;

  @Parameters(paramLabel = "RULE", arity = "1", description = "The name of the rule.")
  private String ruleName = "";

  @Mixin private RecordedInput input = new RecordedInput();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = {
        "The key. One of several parts has commas between them, or is given part by part: "
            + "--key c1,m7 or --key c1 --key m7.",
        "To be left out for a rule `by none`."
      })
  private List<String> key = List.of();

  @Option(
      names = "--why-not",
      description =
          "Tell of each event that began something, and led to no alert, how far it came, even if "
              + "others did lead to one.")
  private boolean whyNot;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Show only what happened from this time on, such as 2026-01-31T10:00:00Z. What came "
              + "before is followed all the same.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Show nothing after this time.")
  private @Nullable String to;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "The most lines of the timeline (with --json: events); 0 for all. "
              + "Default: ${DEFAULT-VALUE}.")
  private long limit = 500;

  @Option(
      names = "--show-pii",
      description = "Show fields marked @pii as they are, and not as " + Wording.MASKED + ".")
  private boolean showPii;

  @Option(
      names = "--json",
      description = "Write JSON, an object a line; docs/explain.md tells what is in it.")
  private boolean json;

  @Mixin private PartialMatchLimit partialMatches = new PartialMatchLimit();

  public ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (limit < 0) {
      throw new WrongUseException("--limit must be 0 or more, not " + limit);
    }
    int most = partialMatches.value();
    Predicate<Moment> shown = between(time("--from", from), time("--to", to));
    CheckedRules checked = input.rules();
    RuleSet ruleSet = checked.ruleSet();
    if (ruleSet == null) {
      checked.tell(terminal.err());
      return ExitCode.FINDINGS;
    }
    Rule found = checked.named(List.of(ruleName)).getFirst();
    Rule rule = showPii ? found : Pii.masked(found);
    Rehearsal rehearsal;
    try {
      rehearsal = Rehearsal.of(input.name(checked), alone(ruleSet, rule), most);
    } catch (DeploymentRefusedException e) {
      terminal.err().println(CheckedRules.refusal(e));
      return ExitCode.FINDINGS;
    }
    List<Change> contents = input.contents(alone(ruleSet, rule), terminal);
    byte[] wanted = KeyArgument.read(key, rule, RuleKey.of(rule, rehearsal.schema()));
    SourceText source = checked.source();
    try (Results results = Results.to(null, terminal)) {
      Report report = report(results, rule, source);
      List<EventFile> files = input.open(terminal);
      try {
        new Explanation(rehearsal, contents, rule, wanted, source, shown, whyNot, report)
            .run(files, showPii || !isPii(rule));
      } finally {
        for (EventFile file : files) {
          file.close();
        }
      }
      results.complete();
    }
    return ExitCode.FINE;
  }

  private Report report(Results results, Rule rule, SourceText source) {
    String pattern = source.of(rule.pattern()).orElseGet(() -> rule.variables().getFirst().name());
    Wording wording = new Wording(rule, showPii);
    long most = limit == NO_LIMIT ? Long.MAX_VALUE : limit;
    return json
        ? new JsonReport(results.stream(), rule, pattern, wording, most)
        : new TextReport(results.stream(), rule, pattern, wording, most);
  }

  /** Other rules would only cost time: no rule depends on another. */
  private static RuleSet alone(RuleSet ruleSet, Rule rule) {
    return new RuleSet(
        ruleSet.eventTypes(),
        ruleSet.features(),
        ruleSet.lists(),
        ruleSet.tables(),
        List.of(rule),
        List.of());
  }

  /** Whether a part of the rule's key is personal data. */
  private static boolean isPii(Rule rule) {
    for (Key.Source source : rule.key().sources()) {
      EventType type = source.type();
      if (source.fields().stream().anyMatch(field -> type.fields().get(field).pii())) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Long time(String option, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new WrongUseException(
          option + " must be a time such as 2026-01-31T10:00:00Z, not " + text);
    }
  }

  private static Predicate<Moment> between(@Nullable Long first, @Nullable Long last) {
    return moment ->
        (first == null || moment.time() >= first) && (last == null || moment.time() <= last);
  }
}
