package io.tripline.benchmarks.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/**
 * From the moment at which a caller sends an event to its decision over HTTP, at a rate: on each
 * variant of the server, and beside the first one a request to the same server that no rule sees.
 * Prints a table.
 */
@Command(name = "decisions-benchmark", mixinStandardHelpOptions = true)
public final class DecisionsBenchmark implements Callable<Integer> {
  private static final int CARDS = 100_000;
  private static final double SLOW_START = 0.2;

  @Option(names = "--root", description = "The source tree. Default: ${DEFAULT-VALUE}.")
  private Path root = Path.of("");

  @Option(names = "--rates", split = ",", description = "Requests a second; default 1000,5000.")
  private List<Integer> rates = List.of(1_000, 5_000);

  @Option(names = "--variants", split = ",", description = "${COMPLETION-CANDIDATES}; default all.")
  private List<ServerVariant> variants = List.of(ServerVariant.values());

  @Option(names = "--rounds", description = "Measured rounds. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--seconds", description = "Measured, per round. Default: ${DEFAULT-VALUE}.")
  private double seconds = 8;

  @Option(
      names = "--warm-up",
      description = "Seconds at a fifth of the largest rate, and again at that rate; default 15.")
  private double warmUp = 15;

  @Option(names = "--connections", description = "Kept open. Default: ${DEFAULT-VALUE}.")
  private int connections = 256;

  @Option(names = "--cards", description = "In the events. Default: ${DEFAULT-VALUE}.")
  private int cards = CARDS;

  @Option(
      names = "--floor",
      arity = "1",
      description = "Whether GET /health is measured beside the first; default ${DEFAULT-VALUE}.")
  private boolean floor = true;

  @Option(names = "--deadline", description = "Of the server, such as 50ms; default its own.")
  private @Nullable String deadline;

  @Option(names = "--folder", description = "Where stores are made. Default: ${DEFAULT-VALUE}.")
  private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] args) {
    CommandLine line = new CommandLine(new DecisionsBenchmark());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, TimeoutException {
    BankWorld world = new BankWorld(requestsOfAServer(), cards);
    Rounds.HEAD.forEach(spec.commandLine().getOut()::println);
    for (ServerVariant variant : variants) {
      Path place = Files.createTempDirectory(folder, "tripline-decisions-");
      try {
        measure(variant, world, place, floor && variant == variants.getFirst());
      } finally {
        delete(place);
      }
    }
    return 0;
  }

  private int requestsOfAServer() {
    double all = warmUp * (1 + SLOW_START) * largestRate();
    for (int rate : rates) {
      all += rounds * seconds * rate;
    }
    return (int) Math.ceil(all) + rates.size() * rounds + 2;
  }

  private int largestRate() {
    return rates.stream().mapToInt(rate -> rate).max().orElseThrow();
  }

  private void measure(ServerVariant variant, BankWorld world, Path place, boolean withFloor)
      throws IOException, InterruptedException, TimeoutException {
    Path rules = place.resolve("rules");
    BankRules.write(root, rules);
    List<String> options = new ArrayList<>(variant.options());
    // The events are of a certain day, whatever day it is.
    options.addAll(List.of("--rules", "bank=" + rules, "--max-ahead", "0s"));
    if (deadline != null) {
      options.addAll(List.of("--decision-deadline", deadline));
    }
    Path log = place.resolve("server.log");
    try (ServerProcess server = new ServerProcess(place.resolve("data"), log, options);
        ServerApi api = new ServerApi(server.uri());
        OpenLoop loop = new OpenLoop(server.uri(), connections)) {
      api.load(world);
      DecisionRequests decisions = new DecisionRequests(world, server.uri());
      ServerRun run = new ServerRun(server, loop, decisions);
      run.warmUp(SLOW_START * largestRate(), warmUp);
      run.warmUp(largestRate(), warmUp);
      print(run.rounds(variant.title(), rates, rounds, seconds));
      requireSameCounts(run, api.decisions());
      if (withFloor) {
        ServerRun health = new ServerRun(server, loop, new HealthRequests(server.uri()));
        health.warmUp(largestRate(), warmUp / 2);
        print(health.rounds("`GET /health` there", rates, rounds, seconds));
      }
    } catch (IOException | RuntimeException | TimeoutException e) {
      spec.commandLine().getErr().print(Files.exists(log) ? Files.readString(log) : "");
      throw e;
    }
  }

  private void print(List<Rounds> all) {
    for (Rounds each : all) {
      spec.commandLine().getOut().println(each.row());
      spec.commandLine().getErr().println(each.each());
    }
  }

  /** What the callers were told is what the server says it told them. */
  private static void requireSameCounts(ServerRun run, JsonNode server) {
    require("answered", run.answered() - run.refused(), server);
    require("timed_out", run.atDeadline(), server);
    require("repeated", 0, server);
    require("not_matched", 0, server);
    if (run.decided() == 0) {
      throw new IllegalStateException("no rule has decided on anything");
    }
  }

  private static void require(String figure, long counted, JsonNode server) {
    if (server.path(figure).asLong(-1) != counted) {
      throw new IllegalStateException(
          figure + ": the callers have counted " + counted + ", the server " + server);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
