package io.tripline.app;

import io.tripline.app.audit.AuditCommand;
import io.tripline.app.backtest.BacktestCommand;
import io.tripline.app.check.CheckCommand;
import io.tripline.app.cli.CommandErrors;
import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.PathConverter;
import io.tripline.app.cli.StopRequest;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.Version;
import io.tripline.app.config.Configuration;
import io.tripline.app.demo.DemoCommand;
import io.tripline.app.explain.ExplainCommand;
import io.tripline.app.fmt.FmtCommand;
import io.tripline.app.generate.GenerateCommand;
import io.tripline.app.key.KeyCommand;
import io.tripline.app.lsp.LspCommand;
import io.tripline.app.savepoint.SavepointCommand;
import io.tripline.app.serve.ConfigCommand;
import io.tripline.app.serve.ServeCommand;
import io.tripline.app.soak.SoakCommand;
import io.tripline.app.store.StoreCommand;
import io.tripline.app.test.TestCommand;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code tripline} command. */
@Command(
    name = "tripline",
    description = "An engine for complex event processing and fraud rules.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Start with:  tripline demo",
      "Then:        tripline COMMAND --help",
      "",
      ExitCode.HELP
    })
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      description = "Show the stack trace of an unexpected failure.",
      scope = ScopeType.INHERIT)
  private boolean debug;

  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess();
    int code = run(terminal, StopRequest.ofSignals(), args);
    terminal.err().flush();
    System.exit(code);
  }

  /** Runs a command line and answers its exit code; throws nothing for whatever is typed. */
  public static int run(Terminal terminal, StopRequest stop, String... args) {
    return run(terminal, stop, System.getenv(), args);
  }

  /** The same, in an environment of these variables. */
  public static int run(
      Terminal terminal, StopRequest stop, Map<String, String> environment, String... args) {
    Main main = new Main();
    CommandLine line =
        new CommandLine(main)
            .addSubcommand(new CheckCommand(terminal))
            .addSubcommand(new FmtCommand(terminal))
            .addSubcommand(new TestCommand(terminal))
            .addSubcommand(new BacktestCommand(terminal))
            .addSubcommand(new ExplainCommand(terminal))
            .addSubcommand(new GenerateCommand(terminal))
            .addSubcommand(new ServeCommand(terminal, stop))
            .addSubcommand(new ConfigCommand(terminal))
            .addSubcommand(SavepointCommand.with(terminal))
            .addSubcommand(StoreCommand.with(terminal))
            .addSubcommand(KeyCommand.with(terminal))
            .addSubcommand(AuditCommand.with(terminal))
            .addSubcommand(new DemoCommand(terminal, stop))
            .addSubcommand(new SoakCommand(terminal, stop))
            .addSubcommand(new LspCommand(terminal));
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8), true);
    CommandErrors errors = new CommandErrors(terminal, () -> main.debug);
    line.registerConverter(Path.class, new PathConverter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(new Configuration(environment))
        .setOut(out)
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi(terminal)))
        .setParameterExceptionHandler(errors::wrongUse)
        .setExecutionExceptionHandler(errors::failed);
    try {
      return line.execute(args);
    } catch (OutOfMemoryError | StackOverflowError e) {
      return errors.outOfMemory(e);
    } finally {
      out.flush();
    }
  }

  private static Ansi ansi(Terminal terminal) {
    return terminal.outIsTerminal() ? Ansi.AUTO : Ansi.OFF;
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.WRONG_USE;
  }
}
