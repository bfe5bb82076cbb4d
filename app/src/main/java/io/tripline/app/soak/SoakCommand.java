package io.tripline.app.soak;

import io.tripline.app.cli.DurationConverter;
import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Folders;
import io.tripline.app.cli.StopRequest;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.demo.DemoRules;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code tripline soak}: shows for as long as one likes that nothing is lost and nothing doubled.
 */
@Command(
    name = "soak",
    customSynopsis = {
      "tripline soak [--for TIME] [--events N] [--kills N] [--seed S] [--folder DIR]"
    },
    description = {
      "Kill servers at random, and compare their alerts with those of one that is not killed.",
      "",
      "Round by round a bank's day is sent to a server, with changes of rules between the events. "
          + "The same is sent to servers that are killed while they start, run, write checkpoints, "
          + "make savepoints or change rules; are started again with other numbers of workers; "
          + "and are restored from savepoints. Their alerts go to a receiver that is slow, and "
          + "fails at times. In the end all alerts must be the same, in the same order, and each "
          + "must have come to the receiver.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline soak --for 1h",
      "",
      "Exit codes: 0 all is as it should be, 1 it is not, 2 wrong use, 3 a failure."
    })
public final class SoakCommand implements Callable<Integer> {
  private static final int LEAST_EVENTS = 1_000;

  private final Terminal terminal;
  private final StopRequest stop;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "10m",
      description = "For how long; the round that runs then is ended. Default: ${DEFAULT-VALUE}.")
  private Duration time = Duration.ofMinutes(10);

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "How many events a round has. Default: ${DEFAULT-VALUE}.")
  private int events = 30_000;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "How often servers are killed in a round. Default: ${DEFAULT-VALUE}.")
  private int kills = 20;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Chooses events, changes and kills of the first round, as far as chance allows; the next "
              + "rounds have the next numbers. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "Where the stores lie, on the disk that is to be tried; that of a round that went wrong "
              + "is kept. Default: one for temporary files.")
  private @Nullable Path folder;

  public SoakCommand(Terminal terminal, StopRequest stop) {
    this.terminal = terminal;
    this.stop = stop;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (events < LEAST_EVENTS || kills < 1) {
      throw new WrongUseException(
          "--events must be " + LEAST_EVENTS + " or more, and --kills 1 or more");
    }
    stop.listen();
    String rules = DemoRules.read().text();
    Path in = folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : folder;
    Path work = Files.createTempDirectory(Files.createDirectories(in), "tripline-soak-");
    Tally tally = new Tally();
    PrintStream out = terminal.results();
    long until = System.nanoTime() + time.toNanos();
    long round = seed;
    do {
      List<String> differences = run(work.resolve("round" + round), rules, round, tally);
      if (!differences.isEmpty()) {
        out.println("Round " + round + " went wrong; its stores are in " + work + ".");
        differences.forEach(out::println);
        return ExitCode.FINDINGS;
      }
      out.println("round " + round + " is as it should be; so far " + tally);
      round++;
    } while (System.nanoTime() < until && !stop.isAsked());
    Folders.delete(work);
    out.println("No alert was lost, none was there twice, and none was different.");
    return ExitCode.FINE;
  }

  private List<String> run(Path in, String rules, long round, Tally tally)
      throws IOException, InterruptedException {
    Plan plan = new Plan(rules, events, round);
    try (SlowReceiver receiver = new SlowReceiver()) {
      List<String> differences = new Round(in, plan, round, tally, receiver).run(kills);
      if (differences.isEmpty()) {
        Folders.delete(in);
      }
      return differences;
    }
  }
}
