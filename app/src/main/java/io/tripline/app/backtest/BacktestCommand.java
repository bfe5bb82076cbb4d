package io.tripline.app.backtest;

import io.tripline.app.cli.EngineOptions;
import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Results;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.events.EventFiles;
import io.tripline.app.events.RecordedInput;
import io.tripline.app.events.Rejections;
import io.tripline.app.rules.CheckedRules;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Value;
import io.tripline.engine.pipeline.DeploymentRefusedException;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.ingest.file.EventFile;
import io.tripline.ingest.file.FileProgress;
import io.tripline.ingest.file.ProgressListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tripline backtest}: recorded events through rules. */
@Command(
    name = "backtest",
    customSynopsis = {
      "tripline backtest --rules PATH… --events FILE… [--out FILE] [--workers N]",
      "                         [--list NAME=FILE] [--table NAME=FILE] [--rejected FILE]",
      "                         [--show-pii]"
    },
    description = {
      "Run recorded events through rules, and write the alerts.",
      "",
      "Events are JSON, one object a line, or CSV in files called *.csv. The alerts are JSON "
          + "lines, in an order that "
          + "depends on nothing but rules and events; a summary goes to standard error. "
          + "Events that cannot be taken are counted, with the reason, and are no failure.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline backtest --rules examples/demo --events events.jsonl.gz --out"
          + " alerts.jsonl",
      "",
      ExitCode.HELP
    })
public final class BacktestCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private RecordedInput input = new RecordedInput();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the alerts go; standard output if not given.")
  private @Nullable Path out;

  @Option(
      names = "--rejected",
      paramLabel = "FILE",
      description = "Where the events go that could not be taken, each with its reason.")
  private @Nullable Path rejected;

  @Option(
      names = "--show-pii",
      description =
          "Write what tells of fields marked @pii as it is, and not as " + Value.MASKED + ".")
  private boolean showPii;

  @Mixin private EngineOptions engineOptions = new EngineOptions();

  public BacktestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    EngineSettings settings = engineOptions.settings(0, 0);
    requireOtherFiles(out);
    requireOtherFiles(rejected);
    if (out != null && out.equals(rejected)) {
      throw new WrongUseException("--out and --rejected must be two files");
    }
    CheckedRules checked = input.rules();
    RuleSet ruleSet = checked.ruleSet();
    if (checked.hasFindings()) {
      checked.tell(terminal.err());
    }
    if (ruleSet == null) {
      return ExitCode.FINDINGS;
    }
    try {
      run(new Backtest(input.name(checked), ruleSet, input.contents(ruleSet, terminal), settings));
      return ExitCode.FINE;
    } catch (DeploymentRefusedException e) {
      terminal.err().println(CheckedRules.refusal(e));
      return ExitCode.FINDINGS;
    }
  }

  /** What is read must not be written over. */
  private void requireOtherFiles(@Nullable Path written) throws IOException {
    if (written == null || !Files.isRegularFile(written)) {
      return;
    }
    for (String each : input.events()) {
      if (!each.equals(EventFiles.STANDARD_INPUT)
          && Files.exists(Path.of(each))
          && Files.isSameFile(Path.of(each), written)) {
        throw new WrongUseException(written + " would be written over while it is read");
      }
    }
  }

  private void run(Backtest backtest) throws IOException, InterruptedException {
    List<EventFile> files = new ArrayList<>();
    try (Results alerts = Results.to(out, terminal);
        @Nullable Results refused = rejected == null ? null : Results.to(rejected, terminal)) {
      files.addAll(input.open(terminal));
      Rejections rejections = new Rejections(refused == null ? null : refused.stream());
      Backtest.Result result = run(backtest, files, alerts.stream(), rejections);
      alerts.complete();
      if (refused != null) {
        refused.complete();
      }
      terminal
          .err()
          .print(Summary.of(result, rejections.reasons(), refused != null, PeakMemory.bytes()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      for (EventFile file : files) {
        file.close();
      }
    }
  }

  /** On a terminal, with a progress bar. */
  private Backtest.Result run(
      Backtest backtest, List<EventFile> files, OutputStream alerts, Rejections rejections)
      throws IOException, InterruptedException {
    if (!terminal.errIsTerminal()) {
      return backtest.run(files, alerts, showPii, rejections, ProgressListener.NONE);
    }
    AtomicReference<FileProgress> latest = new AtomicReference<>(new FileProgress(0, -1, 0, 0));
    try (ProgressBar bar = new ProgressBar(terminal.err(), latest::get)) {
      return backtest.run(files, alerts, showPii, rejections, latest::set);
    }
  }
}
