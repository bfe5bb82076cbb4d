package io.tripline.app.serve;

import io.tripline.app.cli.ByteSizeConverter;
import io.tripline.app.cli.DurationConverter;
import io.tripline.app.cli.EngineOptions;
import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.FailedException;
import io.tripline.app.cli.LogLevel;
import io.tripline.app.cli.StopRequest;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.rules.CheckedRules;
import io.tripline.engine.pipeline.DeploymentRefusedException;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.engine.port.StorageException;
import io.tripline.rest.ServerSettings;
import io.tripline.rest.ServerStartException;
import io.tripline.state.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tripline serve}: rules, events and alerts over HTTP, with a store that survives. */
@Command(
    name = "serve",
    customSynopsis = {
      "tripline serve [--data DIR] [--host HOST] [--port PORT] [--rules [NAME=]PATH…]",
      "                      [--warm-start | --drain] [--workers N] [--max-partial-matches N]",
      "                      [--state-memory SIZE] [--checkpoint-interval TIME] [--source-idle-time"
          + " TIME]",
      "                      [--max-held-events N] [--max-ahead TIME] [--max-remembered-ids N]",
      "                      [--checkpoint-min-pause TIME] [--sync WHEN] [--journal-keep TIME]",
      "                      [--journal-max SIZE] [--decision-deadline TIME]",
      "                      [--decision-default DECISION] [--decision-after WHAT]",
      "                      [--max-remembered-decisions N] [--log-level LEVEL]"
    },
    description = {
      "Run the server: rules and events in, alerts out, over HTTP.",
      "",
      "Everything is kept in the data folder. After a crash the server goes on where it was: no "
          + "acknowledged event and no alert is lost. SIGTERM and Ctrl-C stop it in order.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline serve --data data --rules cards=rules/cards",
      "",
      ServeCommand.VARIABLES,
      "",
      ExitCode.HELP
    })
public final class ServeCommand implements Callable<Integer> {
  static final String VARIABLES =
      "Environment: TRIPLINE_DATA, TRIPLINE_HOST, TRIPLINE_PORT and TRIPLINE_LOG_LEVEL stand in "
          + "for options that are not given; TRIPLINE_JAVA_OPTS holds options for Java.";

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
  private static final long LEAST_STATE_MEMORY = 1 << 20;
  private static final Duration WATCH_PERIOD = Duration.ofMillis(500);

  private final Terminal terminal;
  private final StopRequest stop;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:TRIPLINE_DATA:-data}",
      description = "The data folder; made if it is missing. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "${env:TRIPLINE_HOST:-127.0.0.1}",
      description =
          "The address to listen on, of this machine's loopback: there is no authentication yet. "
              + "Default: ${DEFAULT-VALUE}.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "${env:TRIPLINE_PORT:-8080}",
      description = "The port to listen on, 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private int port = 8080;

  @Option(
      names = "--rules",
      paramLabel = "[NAME=]PATH",
      arity = "1..*",
      converter = NamedRules.Converter.class,
      description =
          "Rules to deploy at the start: files, or folders of which every .trip file below is "
              + "taken. Each is a rule set, with the name of the file or folder if none is given.")
  private List<NamedRules> rules = List.of();

  @Option(
      names = "--warm-start",
      description =
          "Let new rules of --rules, and new windows, begin as if they had been there before: what "
              + "the journal still has is given to them first, without alerts.")
  private boolean warmStart;

  @Option(
      names = "--drain",
      description =
          "Let rules of --rules that are changed or gone, so that their partial matches would be "
              + "dropped, complete what they have begun; they begin nothing more.")
  private boolean drain;

  @Mixin private EngineOptions engineOptions = new EngineOptions();

  @Option(
      names = "--state-memory",
      paramLabel = "SIZE",
      converter = ByteSizeConverter.class,
      description = {
        "About how much memory partial matches and windows may take, such as 512MB; what was not "
            + "used lately is kept in the store alone. At least 1MB.",
        "Default: a quarter of the memory that Java may have."
      })
  private long stateMemory = EngineSettings.defaults().stateBytes();

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "5s",
      description =
          "The time from the beginning of a checkpoint to the next one; what came after the last "
              + "one is replayed at the next start. Default: ${DEFAULT-VALUE}.")
  private Duration checkpointInterval = Duration.ofSeconds(5);

  @Option(
      names = "--checkpoint-min-pause",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "0s",
      description =
          "The least time from the end of a checkpoint to the next one, where they take long, or "
              + "a full memory asks for more of them. Default: ${DEFAULT-VALUE}.")
  private Duration checkpointPause = Duration.ZERO;

  @Option(
      names = "--source-idle-time",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "30s",
      description =
          "How long a source of events may be silent before rules with a lateness no longer wait "
              + "for it; 0s for ever. Default: ${DEFAULT-VALUE}.")
  private Duration sourceIdleTime = Duration.ofSeconds(30);

  @Option(
      names = "--max-ahead",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "1d",
      description =
          "How far ahead of this machine's clock an event's time may lie; what lies further is "
              + "rejected, as it would make all that follow late. 0s for any time. Default: "
              + "${DEFAULT-VALUE}.")
  private Duration maxAhead = Duration.ofDays(1);

  @Mixin private JournalOptions journal = new JournalOptions();

  @Mixin private DecisionOptions decisions = new DecisionOptions();

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "${env:TRIPLINE_LOG_LEVEL:-info}",
      description =
          "What is logged, to standard error: ${COMPLETION-CANDIDATES}. "
              + "Default: ${DEFAULT-VALUE}.")
  private LogLevel logLevel = LogLevel.INFO;

  public ServeCommand(Terminal terminal, StopRequest stop) {
    this.terminal = terminal;
    this.stop = stop;
  }

  @Override
  public Integer call() throws InterruptedException {
    logLevel.apply();
    NodeSettings settings = settings();
    Map<String, CheckedRules> checked = new LinkedHashMap<>();
    for (NamedRules each : rules) {
      CheckedRules set = CheckedRules.read(List.of(each.path()));
      if (set.hasFindings()) {
        terminal.err().print(set.report());
      }
      if (set.ruleSet() == null) {
        terminal.err().println(set.summary());
        return ExitCode.FINDINGS;
      }
      if (checked.put(each.name(), set) != null) {
        throw new WrongUseException("two rule sets have the name " + each.name());
      }
    }
    stop.listen();
    try (Node node = Node.start(settings, checked)) {
      terminal.results().println("Tripline is ready: " + node.uri());
      serve(node, settings.engine().maxRunsPerKey());
      return ExitCode.FINE;
    } catch (StorageException | ServerStartException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()), e);
    } catch (DeploymentRefusedException e) {
      terminal.err().println(CheckedRules.refusal(e));
      return ExitCode.FINDINGS;
    }
  }

  private NodeSettings settings() {
    EngineSettings engine =
        engineOptions
            .settings(checkpointInterval.toMillis(), sourceIdleTime.toMillis())
            .withCheckpointPause(checkpointPause.toMillis())
            .withEarlyAnswers(decisions.early())
            .withStateBytes(stateMemory);
    if (stateMemory < LEAST_STATE_MEMORY) {
      throw new WrongUseException("--state-memory must be 1MB or more");
    }
    try {
      ServerSettings server =
          ServerSettings.defaults().withAddress(host, port).withDecisions(decisions.settings());
      StoreSettings store =
          journal.apply(StoreSettings.defaults()).withDecisions(decisions.maxRemembered());
      return new NodeSettings(data, engine, server, store, start(), maxAhead);
    } catch (IllegalArgumentException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()), e);
    }
  }

  private Engine.Start start() {
    if (warmStart && drain) {
      throw new WrongUseException("--warm-start and --drain exclude each other");
    }
    return warmStart ? Engine.Start.WARM : drain ? Engine.Start.DRAIN : Engine.Start.COLD;
  }

  private void serve(Node node, int partialMatches) throws InterruptedException {
    LimitLog limits = new LimitLog(partialMatches, LOG::warn);
    HeldLog held = new HeldLog(node.engine().stats().time(), LOG::warn);
    FailureLog failures = new FailureLog(LOG::error);
    while (!stop.await(WATCH_PERIOD)) {
      EngineStats stats = node.engine().stats();
      failures.look(stats.rules());
      limits.look(stats.rules(), System.nanoTime());
      held.look(stats.time(), System.nanoTime());
      String failure = node.failure();
      if (failure != null) {
        throw new FailedException(
            "the engine has stopped: "
                + failure
                + (failure.endsWith(".") ? "" : ".")
                + " What was acknowledged is safe; start again.");
      }
    }
  }
}
