package io.tripline.app.serve;

import io.tripline.app.cli.ByteSizeConverter;
import io.tripline.app.cli.DurationConverter;
import io.tripline.app.cli.WrongUseException;
import io.tripline.engine.pipeline.RuleLimits;
import io.tripline.rest.ServerSettings;
import io.tripline.rest.backtest.BacktestSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How much may be deployed and sent. */
final class LimitOptions {
  private static final long LEAST_BODY = 1 << 10;
  private static final long LARGEST_BODY = 1 << 30;
  private static final long LEAST_MEMORY = 1 << 20;

  @Option(
      names = "--max-rule-sets",
      paramLabel = "N",
      description = "The most rule sets that run at a time, at least 1. Default: ${DEFAULT-VALUE}.")
  private int ruleSets = RuleLimits.USUAL.ruleSets();

  @Option(
      names = "--max-rules",
      paramLabel = "N",
      description =
          "The most rules that run at a time, of all rule sets together, at least 1. Default: "
              + "${DEFAULT-VALUE}.")
  private int rules = RuleLimits.USUAL.rules();

  @Option(
      names = "--max-rule-reach",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "0s",
      description =
          "How far back a rule may look, such as 90d: how long it may keep a partial match, and how"
              + " long a window of time may be that it reads; 0s for any time. Default: "
              + "${DEFAULT-VALUE}.")
  private Duration reach = Duration.ZERO;

  @Option(
      names = "--max-body",
      paramLabel = "SIZE",
      converter = ByteSizeConverter.class,
      defaultValue = "16MB",
      description =
          "The largest body of a request, unpacked, 1KB to 1GB; eight times as much of all bodies "
              + "being handled. Default: ${DEFAULT-VALUE}.")
  private long body = ServerSettings.defaults().maxBodyBytes();

  @Option(
      names = "--max-upload",
      paramLabel = "SIZE",
      converter = ByteSizeConverter.class,
      defaultValue = "256MB",
      description =
          "The largest upload of a list or table, unpacked, at least 1KB. Default: "
              + "${DEFAULT-VALUE}.")
  private long upload = ServerSettings.defaults().maxUploadBytes();

  @Option(
      names = "--max-backtest-memory",
      paramLabel = "SIZE",
      converter = ByteSizeConverter.class,
      defaultValue = "256MB",
      description =
          "The most memory for what the rules of a backtest remember, at least 1MB; one runs at a "
              + "time. Default: ${DEFAULT-VALUE}.")
  private long backtestMemory = BacktestSettings.defaults().maxStateBytes();

  @Option(
      names = "--max-backtest-upload",
      paramLabel = "SIZE",
      converter = ByteSizeConverter.class,
      defaultValue = "4GB",
      description =
          "The largest file of events that is uploaded for a backtest, unpacked, at least 1KB. "
              + "Default: ${DEFAULT-VALUE}.")
  private long backtestUpload = BacktestSettings.defaults().maxUploadBytes();

  /**
   * What may be deployed.
   *
   * @throws WrongUseException if an option is out of bounds
   */
  RuleLimits rules() {
    require(ruleSets >= 1, "--max-rule-sets must be 1 or more");
    require(rules >= 1, "--max-rules must be 1 or more");
    return new RuleLimits(ruleSets, rules, reach.toMillis());
  }

  /**
   * These settings with what may be sent.
   *
   * @throws WrongUseException likewise
   */
  ServerSettings apply(ServerSettings settings) {
    require(body >= LEAST_BODY && body <= LARGEST_BODY, "--max-body must be 1KB to 1GB");
    require(upload >= LEAST_BODY, "--max-upload must be 1KB or more");
    require(backtestMemory >= LEAST_MEMORY, "--max-backtest-memory must be 1MB or more");
    require(backtestUpload >= LEAST_BODY, "--max-backtest-upload must be 1KB or more");
    BacktestSettings usual = BacktestSettings.defaults();
    return settings
        .withBodies((int) body, 8 * body)
        .withUploads(upload)
        .withBacktests(
            new BacktestSettings(
                backtestMemory, backtestUpload, usual.maxAlerts(), usual.maxJobs()));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new WrongUseException(otherwise);
    }
  }
}
