package io.tripline.app.demo;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.FailedException;
import io.tripline.app.cli.StopRequest;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.rules.CheckedRules;
import io.tripline.app.serve.Node;
import io.tripline.app.serve.NodeSettings;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.examples.world.WorldSettings;
import io.tripline.rest.ServerStartException;
import io.tripline.rest.webhook.AllowedReceivers;
import io.tripline.rest.webhook.WebhookSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tripline demo}: a bank's day, its fraudsters, and the alerts. */
@Command(
    name = "demo",
    customSynopsis = {"tripline demo [--stay] [--port PORT] [--events N] [--seed S] [--seconds N]"},
    description = {
      "See everything at work: a server with its store, ten rules, a webhook, and a bank's day.",
      "",
      "The day is made up, with fraud and with harmless things that look like it; the alerts are "
          + "shown as they arrive at the webhook. Nothing is left behind.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {"", "Example:  tripline demo --seed 7", "", ExitCode.HELP})
public final class DemoCommand implements Callable<Integer> {
  private static final int EVENTS_PER_CARD = 10;
  private static final double FRAUD = 0.01;
  private static final Duration FOREVER = Duration.ofDays(365);

  private final Terminal terminal;
  private final StopRequest stop;

  @Option(
      names = "--stay",
      description = "Keep the server up afterwards, until Ctrl-C, and keep its folder.")
  private boolean stay;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The server's port. Default: any free one.")
  private int port;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "How many events the day has. Default: ${DEFAULT-VALUE}.")
  private int events = 20_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Chooses the day. Default: ${DEFAULT-VALUE}.")
  private long seed = 42;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description =
          "How long the day takes, at least, so that one can watch; 0 for as fast as it goes. "
              + "Default: ${DEFAULT-VALUE}.")
  private int seconds = 8;

  public DemoCommand(Terminal terminal, StopRequest stop) {
    this.terminal = terminal;
    this.stop = stop;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    WorldSettings world = world();
    CheckedRules rules = DemoRules.read();
    RuleSet ruleSet = rules.ruleSet();
    if (ruleSet == null) {
      throw new FailedException("the demo's rules have errors:\n" + rules.report());
    }
    stop.listen();
    Show show = new Show(terminal);
    show.title("Tripline: a bank's day");
    try (Folder folder = new Folder(stay);
        Node node = Node.start(settings(folder), Map.of());
        Demo demo = new Demo(node.uri(), show, stop)) {
      show.fact("server", node.uri() + ", its store in " + folder.path());
      demo.deploy(rules);
      demo.register();
      demo.stream(world, Duration.ofSeconds(Math.max(0, seconds)));
      node.engine().awaitProcessed();
      demo.awaitDelivered(node.engine().stats().alerts());
      if (!stop.isAsked()) {
        finish(show, demo.score(ruleSet.rules()), node);
      }
      if (stay) {
        show.line(
            "The server stays at "
                + node.uri()
                + " until Ctrl-C, with its store in "
                + folder.path());
        stop.await(FOREVER);
      }
      return ExitCode.FINE;
    } catch (ServerStartException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The receiver is ours, so it may be called on this machine. */
  private NodeSettings settings(Folder folder) {
    return NodeSettings.of(folder.path().resolve("data"), port)
        .withWebhooks(
            WebhookSettings.defaults().withAllowed(AllowedReceivers.parse(List.of("127.0.0.1"))));
  }

  private WorldSettings world() {
    try {
      return WorldSettings.of(events, Math.max(1, events / EVENTS_PER_CARD), seed, FRAUD);
    } catch (IllegalArgumentException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void finish(Show show, Score score, Node node) {
    show.line("");
    show.table(score.table());
    show.line("");
    show.line("  " + node.engine().stats().alerts() + " alerts raised, as many delivered.");
    score.missed().ifPresent(missed -> show.line("  Frauds that no rule caught: " + missed));
    show.line("");
    show.title("What next");
    show.line("  read a rule      examples/demo/card_testing.trip");
    show.line("  try your own     ./tripline check my.trip");
    show.line("                   ./tripline generate --events 100000 --out events.jsonl");
    show.line("                   ./tripline backtest --rules my.trip --events events.jsonl");
    show.line("  run the server   ./tripline serve --rules demo=examples/demo");
    show.line("  go on reading    docs/getting-started.md");
  }
}
