package io.tripline.app.test;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.OutputFile;
import io.tripline.app.cli.Results;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.rules.CheckedRules;
import io.tripline.app.rules.RulePaths;
import io.tripline.app.test.TestRun.Timed;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.engine.ruletest.RuleTestRunner;
import io.tripline.engine.ruletest.TestResult;
import io.tripline.engine.ruletest.TestResult.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tripline test}: runs the tests of rules. */
@Command(
    name = "test",
    customSynopsis = {"tripline test PATH… [--rule NAME]… [--filter TEXT] [--json] [--junit FILE]"},
    description = {
      "Run the tests of rules.",
      "",
      "Each test gives its events to the rule and compares the alerts with those expected. Time is "
          + "that of the events, so tests take no longer than their work. Results go to standard "
          + "output, a summary goes to standard error.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline test examples/demo",
      "",
      "Exit codes: 0 all tests passed, 1 a test failed or could not run, or the rules have errors,",
      "2 wrong use (also: no test found), 3 a failure."
    })
public final class TestCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RulePaths paths = new RulePaths();

  @Option(
      names = "--rule",
      paramLabel = "NAME",
      description = "Run the tests of this rule only. May be given several times.")
  private List<String> ruleNames = List.of();

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      description = "Run only tests that have this text in their title, in small or large letters.")
  private @Nullable String filter;

  @Option(
      names = "--json",
      description = "Write a JSON object a line for each test, in place of text.")
  private boolean json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the results as JUnit XML, too; build servers read it.")
  private @Nullable Path junit;

  public TestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    CheckedRules checked = paths.read();
    RuleSet ruleSet = checked.ruleSet();
    if (ruleSet == null) {
      checked.tell(terminal.err());
      return ExitCode.FINDINGS;
    }
    checked.named(ruleNames); // a name that is none of a rule is told first
    List<RuleTest> tests = selected(ruleSet.tests());
    // Opened first: who cannot have the report need not wait for the tests.
    try (Results results = Results.to(null, terminal);
        @Nullable OutputFile xml = junit == null ? null : OutputFile.open(junit)) {
      TestRun run = run(tests, checked, ruleSet, results);
      results.complete();
      if (xml != null) {
        xml.stream().write(JUnitReport.of(run).getBytes(StandardCharsets.UTF_8));
        xml.complete();
      }
      terminal.err().println(run.summary());
      return run.count(Outcome.PASSED) == tests.size() ? ExitCode.FINE : ExitCode.FINDINGS;
    }
  }

  private TestRun run(List<RuleTest> tests, CheckedRules checked, RuleSet ruleSet, Results results)
      throws IOException {
    RuleTestRunner runner = new RuleTestRunner(ruleSet, checked.source());
    TestReport report = json ? new JsonTestReport() : new TextTestReport();
    List<Timed> ran = new ArrayList<>();
    for (RuleTest test : tests) {
      long start = System.nanoTime();
      TestResult result = runner.run(test);
      Timed timed = new Timed(result, System.nanoTime() - start);
      report.tell(timed, results.stream());
      ran.add(timed);
    }
    return new TestRun(ran);
  }

  private List<RuleTest> selected(List<RuleTest> tests) {
    if (tests.isEmpty()) {
      throw new WrongUseException("there is no test in " + paths);
    }
    String text = filter == null ? "" : filter.toLowerCase(Locale.ROOT);
    List<RuleTest> selected =
        tests.stream()
            .filter(t -> ruleNames.isEmpty() || ruleNames.contains(t.rule()))
            .filter(t -> title(t).toLowerCase(Locale.ROOT).contains(text))
            .toList();
    if (selected.isEmpty()) {
      throw new WrongUseException(
          "of " + tests.size() + " tests, none is selected by --rule and --filter");
    }
    return selected;
  }

  private static String title(RuleTest test) {
    return test.title() == null ? "" : test.title();
  }
}
