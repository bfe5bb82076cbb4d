package io.tripline.app.serve;

import io.tripline.app.cli.ByteSizeConverter;
import io.tripline.app.cli.DurationConverter;
import io.tripline.app.cli.EngineOptions;
import io.tripline.app.cli.LogFormat;
import io.tripline.app.cli.LogLevel;
import io.tripline.app.cli.Version;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.config.ConfigFileOption;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.rest.ServerSettings;
import io.tripline.state.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a server runs: all that can be set, on the command line, in the environment or in a file. */
final class ServeOptions {
  private static final long LEAST_STATE_MEMORY = 1 << 20;

  @Mixin private ConfigFileOption config = new ConfigFileOption();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The data folder; made if it is missing. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on; other than of this machine's loopback only with --auth, and "
              + "with TLS. Default: ${DEFAULT-VALUE}.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
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

  @Mixin private WebhookOptions webhooks = new WebhookOptions();

  @Mixin private SecurityOptions security = new SecurityOptions();

  @Mixin private OtlpOptions otlp = new OtlpOptions();

  @Mixin private ApprovalOptions approval = new ApprovalOptions();

  @Mixin private LimitOptions limits = new LimitOptions();

  @Option(
      names = "--cors-origin",
      paramLabel = "ORIGIN",
      arity = "1..*",
      description =
          "Origins of web pages that may use the API from a browser, such as "
              + "https://fraud.example.com; only where callers show who they are (--auth). None if "
              + "not given.")
  private List<String> origins = List.of();

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description =
          "What is logged, to standard error: ${COMPLETION-CANDIDATES}. "
              + "Default: ${DEFAULT-VALUE}.")
  private LogLevel logLevel = LogLevel.INFO;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "How the log is written: text for people, or json for programs, an object a line. "
              + "Default: ${DEFAULT-VALUE}.")
  private LogFormat logFormat = LogFormat.TEXT;

  List<NamedRules> rules() {
    return rules;
  }

  /** Lets the log be as it is asked for. */
  void applyToLog() {
    logFormat.apply();
    logLevel.apply();
  }

  ConfigFileOption config() {
    return config;
  }

  /**
   * What they come to.
   *
   * @throws WrongUseException if one is out of bounds, or two exclude each other
   */
  NodeSettings settings() {
    try {
      return checked();
    } catch (WrongUseException | IllegalArgumentException e) {
      throw new WrongUseException(config.explained(e.getMessage()), e);
    }
  }

  private NodeSettings checked() {
    EngineSettings engine =
        engineOptions
            .settings(checkpointInterval.toMillis(), sourceIdleTime.toMillis())
            .withCheckpointPause(checkpointPause.toMillis())
            .withEarlyAnswers(decisions.early())
            .withRuleLimits(limits.rules())
            .withStateBytes(stateMemory);
    if (stateMemory < LEAST_STATE_MEMORY) {
      throw new WrongUseException("--state-memory must be 1MB or more");
    }
    if (!origins.isEmpty() && !security.asksWhoCalls()) {
      throw new WrongUseException("--cors-origin needs --auth: nobody asks a page who it is else");
    }
    ServerSettings server =
        limits
            .apply(ServerSettings.defaults())
            .withAddress(host, port)
            .withDecisions(decisions.settings())
            .withWebhooks(webhooks.settings())
            .withSecurity(security.settings())
            .withApproval(approval.settings(security.asksWhoCalls()))
            .withOrigins(origins)
            .withOtlp(otlp.settings(Version.number()));
    StoreSettings store =
        journal.apply(StoreSettings.defaults()).withDecisions(decisions.maxRemembered());
    return new NodeSettings(data, engine, server, store, start(), maxAhead);
  }

  private Engine.Start start() {
    if (warmStart && drain) {
      throw new WrongUseException("--warm-start and --drain exclude each other");
    }
    return warmStart ? Engine.Start.WARM : drain ? Engine.Start.DRAIN : Engine.Start.COLD;
  }
}
