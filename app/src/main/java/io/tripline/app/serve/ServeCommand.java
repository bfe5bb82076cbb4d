package io.tripline.app.serve;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.FailedException;
import io.tripline.app.cli.StopRequest;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.rules.CheckedRules;
import io.tripline.engine.pipeline.DeploymentRefusedException;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.engine.port.StorageException;
import io.tripline.rest.ServerStartException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tripline serve}: rules, events and alerts over HTTP, with a store that survives. */
@Command(
    name = "serve",
    customSynopsis = {
      "tripline serve [--config FILE] [--data DIR] [--host HOST] [--port PORT] [--rules"
          + " [NAME=]PATH…]",
      "                      [--warm-start | --drain] [--workers N] [--max-partial-matches N]",
      "                      [--state-memory SIZE] [--checkpoint-interval TIME] [--source-idle-time"
          + " TIME]",
      "                      [--max-held-events N] [--max-ahead TIME] [--max-remembered-ids N]",
      "                      [--checkpoint-min-pause TIME] [--sync WHEN] [--journal-keep TIME]",
      "                      [--journal-max SIZE] [--decision-deadline TIME]",
      "                      [--decision-default DECISION] [--decision-after WHAT]",
      "                      [--max-remembered-decisions N] [--webhook-allow WHERE…]",
      "                      [--auth HOW] [--require-approval] [--approval-within TIME]",
      "                      [--oidc-issuer URL --oidc-audience NAME…]",
      "                      [--oidc-keys WHERE] [--oidc-scope-claim CLAIM…]",
      "                      [--oidc-scope VALUE=SCOPE…] [--oidc-caller-claim CLAIM]",
      "                      [--oidc-clock-skew TIME] [--oidc-max-token SIZE]",
      "                      [--oidc-keys-refresh TIME] [--oidc-keys-outage TIME]",
      "                      [--tls-certificate FILE --tls-key FILE | --unencrypted-http]",
      "                      [--trusted-proxy NETWORK… [--forwarded-header NAME]]",
      "                      [--otlp-endpoint URL] [--otlp-interval TIME] [--otlp-timeout TIME]",
      "                      [--otlp-headers FILE] [--otlp-attribute NAME=VALUE…]",
      "                      [--max-requests N] [--max-rule-sets N] [--max-rules N]",
      "                      [--max-rule-reach TIME] [--max-body SIZE] [--max-upload SIZE]",
      "                      [--log-level LEVEL]",
      "                      [--log-format FORMAT]"
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
      "Environment: every option can be given there, --data as TRIPLINE_DATA, --log-level as"
          + " TRIPLINE_LOG_LEVEL; TRIPLINE_JAVA_OPTS holds options for Java. \"tripline config\""
          + " with the same options shows what holds, and from where it is.";

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
  private static final Duration WATCH_PERIOD = Duration.ofMillis(500);

  private final Terminal terminal;
  private final StopRequest stop;

  @Mixin private ServeOptions options = new ServeOptions();

  public ServeCommand(Terminal terminal, StopRequest stop) {
    this.terminal = terminal;
    this.stop = stop;
  }

  @Override
  public Integer call() throws InterruptedException {
    options.applyToLog();
    NodeSettings settings = options.settings();
    for (String variable : options.config().unknownVariables()) {
      LOG.warn("There is no setting {}; see: tripline config", variable);
    }
    Map<String, CheckedRules> checked = new LinkedHashMap<>();
    for (NamedRules each : options.rules()) {
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
