package io.tripline.app.check;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.PartialMatchLimit;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.rules.CheckedRules;
import io.tripline.app.rules.RulePaths;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.describe.GraphFormat;
import io.tripline.engine.describe.RuleDescription;
import io.tripline.rest.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tripline check}: says everything that is wrong with rules. */
@Command(
    name = "check",
    customSynopsis = {
      "tripline check PATH… [--json]",
      "tripline check PATH… --explain [--graph FORMAT] [--rule NAME] [--json]"
    },
    description = {
      "Check rule files.",
      "",
      "Everything that is found goes to standard output, with its place and, where there is one, "
          + "the likely fix; a summary goes to standard error. Warnings alone are no failure.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline check examples/demo",
      "          tripline check examples/demo --explain --rule card_testing",
      "          tripline check examples/demo --explain --graph dot | dot -Tsvg > rules.svg",
      "",
      "What a code such as TL0103 means, and how it is put right: docs/diagnostics.",
      "",
      ExitCode.HELP
    })
public final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RulePaths paths = new RulePaths();

  @Option(
      names = "--json",
      description = "Print what was found as one JSON object; docs/checking.md describes it.")
  private boolean json;

  @Option(
      names = "--explain",
      description =
          "Also say of each rule what it listens to, its automaton, what it keeps of events, and "
              + "the most it can keep for one key.")
  private boolean explain;

  @Option(
      names = "--graph",
      paramLabel = "FORMAT",
      description =
          "With --explain: text, dot or mermaid. The last two print the automata alone, and what "
              + "was found goes to standard error.")
  private @Nullable GraphFormat graph;

  @Option(
      names = "--rule",
      paramLabel = "NAME",
      description = "With --explain: this rule only. Can be given several times.")
  private List<String> rules = List.of();

  @Mixin private PartialMatchLimit partialMatches = new PartialMatchLimit();

  public CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (!explain && (graph != null || !rules.isEmpty() || partialMatches.isGiven())) {
      throw new WrongUseException(
          "--graph, --rule and " + PartialMatchLimit.NAME + " are of use with --explain only");
    }
    int limit = partialMatches.value();
    CheckedRules checked = paths.read();
    List<RuleDescription> explanations = null;
    RuleSet set = checked.ruleSet();
    if (explain && set != null) {
      explanations =
          checked.named(rules).stream().map(rule -> RuleDescription.of(rule, set.rules())).toList();
    }
    if (json) {
      write(Json.bytes(CheckJson.of(checked, explanations, graph, limit)));
      write("\n");
    } else {
      print(checked, explanations, limit);
    }
    terminal.err().println(checked.summary());
    boolean broken =
        explanations != null && explanations.stream().anyMatch(RuleDescription::isTooLarge);
    return checked.ruleSet() == null || broken ? ExitCode.FINDINGS : ExitCode.FINE;
  }

  private void print(CheckedRules checked, @Nullable List<RuleDescription> explanations, int limit)
      throws IOException {
    if (explanations != null && graph != null && graph != GraphFormat.TEXT) {
      terminal.err().print(checked.report());
      write(graph.print(CheckJson.graphs(explanations)));
      return;
    }
    write(checked.report());
    if (explanations != null) {
      Findings findings = new Findings(checked);
      for (RuleDescription explanation : explanations) {
        write(ExplanationText.of(explanation, findings.in(explanation.rule()), limit));
      }
    }
  }

  private void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(byte[] bytes) throws IOException {
    terminal.out().write(bytes);
  }
}
