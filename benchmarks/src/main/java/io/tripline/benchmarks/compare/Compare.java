package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.http.DecisionsBenchmark;
import io.tripline.benchmarks.workload.RuleFamilies;
import io.tripline.benchmarks.workload.Workload;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The comparison: one run, one table. {@code benchmarks/run} starts it. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    description = "Measures Tripline beside other engines and prints a table of ratios.")
public final class Compare implements Callable<Integer> {
  static final List<String> PARTS =
      List.of(
          "R1",
          "R5",
          "R100",
          "R1000",
          "W",
          "all",
          "keys",
          "workers",
          "file",
          "latency",
          "windows",
          "decisions");

  private static final int FEW = 500;
  private static final int PEERS_WINDOW = 100;
  private static final int SMALL_WINDOW = 15;
  private static final int FILE_EVENTS = 1_000_000;
  private static final int KEYS = 1_000_000;
  private static final int FAMILY_EVENTS = 20_000;

  @Option(
      names = "--parts",
      split = ",",
      description =
          "Of R1, R5, R100, R1000 (rules), W (sequences in windows), all (every match of a window),"
              + " keys, workers, file, latency, windows (aggregates over time), decisions (over"
              + " HTTP). Default: all of them.")
  private List<String> parts = PARTS;

  @Option(names = "--quick", description = "Short rounds, and three of them: to see that it runs.")
  private boolean quick;

  @Option(names = "--variants", description = "Also the slower ways to say the rules to Esper.")
  private boolean variants;

  @Option(
      names = "--cpu",
      description =
          "Take the time for which the matching thread had a processor, instead of the time that"
              + " passed: for ratios on a machine that does other things.")
  private boolean cpu;

  @Option(names = "--rounds", description = "Measured rounds. Default: 7, or 3 with --quick.")
  private int rounds;

  @Option(
      names = "--rates",
      split = ",",
      description = "Of decisions, requests a second. Default: 1000,5000.")
  private List<Integer> rates = List.of(1_000, 5_000);

  @Option(names = "--root", hidden = true, required = true)
  private Path root = Path.of("");

  @Option(names = "--commit", hidden = true)
  private String commit = "unknown";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final Map<String, List<Series>> measured = new LinkedHashMap<>();
  private double bytesPerKey = Double.NaN;
  private WindowFigures windowFigures = WindowFigures.NOT_MEASURED;
  private Latency latency = Latency.NOT_MEASURED;
  private final List<String> decisionRows = new ArrayList<>();

  public static void main(String[] args) {
    System.exit(new CommandLine(new Compare()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (String part : parts) {
      if (!PARTS.contains(part)) {
        throw new ParameterException(spec.commandLine(), "no part " + part + "; " + PARTS);
      }
    }
    if (rounds == 0) {
      rounds = quick ? 3 : 7;
    }
    Files.createDirectories(folder());
    for (String part : parts) {
      switch (part) {
        case "W" -> windows(false);
        case "all" -> windows(true);
        case "keys" -> keys();
        case "workers" -> workers();
        case "file" -> files();
        case "latency" -> latency();
        case "windows" -> windowScale();
        case "decisions" -> decisions();
        default -> rules(part);
      }
    }
    print();
    return 0;
  }

  private Path folder() {
    return root.resolve("benchmarks/target/compare");
  }

  private void measure(
      String name,
      String part,
      List<ContenderSpec> contenders,
      int minEvents,
      int maxEvents,
      int compared,
      boolean fixed)
      throws IOException {
    System.err.println(name + " …");
    measured.put(
        name,
        PartRun.measure(
            part,
            contenders,
            new PartRun.Settings(
                root,
                folder(),
                minEvents,
                maxEvents,
                compared,
                rounds,
                Duration.ofMillis(quick ? 200 : 600),
                Duration.ofSeconds(fixed ? 60 : 20),
                cpu,
                fixed)));
    // What there is, should the run not come to its end.
    measured.getOrDefault(name, List.of()).forEach(s -> System.err.println(s.row(null)));
  }

  private List<ContenderSpec> contenders(String kind) {
    List<ContenderSpec> contenders = new ArrayList<>(List.of(ContenderSpec.OWN));
    contenders.addAll(ContenderSpec.others(variants));
    contenders.removeIf(c -> !c.parts().contains(kind));
    return contenders;
  }

  private void rules(String part) throws IOException {
    int compared = part.length() > 2 ? 20_000 : 60_000;
    measure(part, part, contenders(part), FEW, quick ? 300_000 : 1_000_000, compared, false);
  }

  private void windows(boolean all) throws IOException {
    for (Workload.Pattern pattern : Workload.Pattern.values()) {
      if (pattern.isAll() != all) {
        continue;
      }
      if (!all) {
        window(new Workload.Window(pattern, SMALL_WINDOW), contenders("W"));
      }
      for (int window = PEERS_WINDOW; window <= (all ? 10_000 : 100_000); window *= 10) {
        boolean peers = !all && window == PEERS_WINDOW;
        window(
            new Workload.Window(pattern, window),
            peers ? contenders("W") : List.of(ContenderSpec.OWN));
      }
    }
  }

  private void window(Workload.Window window, List<ContenderSpec> contenders) throws IOException {
    // Two windows of events at the least, and of matches.
    int least = window.pattern().isAll() ? 5 * window.events() : FEW;
    int events = Math.max(400_000, 9 * window.events());
    measure(window.part(), window.part(), contenders, least, events, 20_000, false);
  }

  private void keys() throws IOException, InterruptedException {
    int events = quick ? 300_000 : 1_000_000;
    for (int keys : List.of(1_000, KEYS)) {
      String part = OwnEngine.KEYS + keys;
      measure(part, part, List.of(ContenderSpec.OWN), events, events, 0, true);
    }
    System.err.println("bytes of a key …");
    List<String> lines = OwnProcess.lines(root, KeyBytes.class, List.of(Integer.toString(KEYS)));
    String line = lines.isEmpty() ? "" : lines.getFirst();
    if (!line.endsWith(" " + KEYS)) {
      throw new IOException("of " + KEYS + " keys with a partial match: " + line);
    }
    bytesPerKey = Double.parseDouble(line.substring(0, line.indexOf(' ')));
  }

  private void windowScale() throws IOException, InterruptedException {
    System.err.println("windows …");
    windowFigures = WindowFigures.measure(root, quick ? KEYS / 10 : KEYS, rounds, cpu);
  }

  private void decisions() throws IOException, InterruptedException {
    System.err.println("decisions …");
    List<String> options = new ArrayList<>();
    options.add("--root=" + root);
    options.add("--folder=" + folder());
    options.add("--rates=" + rates.stream().map(String::valueOf).collect(Collectors.joining(",")));
    options.add("--rounds=" + (quick ? 1 : rounds));
    if (quick) {
      options.addAll(List.of("--seconds=2", "--warm-up=3"));
    }
    decisionRows.addAll(OwnProcess.lines(root, DecisionsBenchmark.class, options));
  }

  private void workers() throws IOException {
    int events = quick ? 300_000 : 1_000_000;
    measure("workers", "R5", ContenderSpec.workers(2), FEW, events, 60_000, false);
  }

  private void files() throws IOException {
    System.err.println("the file …");
    int events = quick ? FILE_EVENTS / 4 : FILE_EVENTS;
    PaymentFile file = new PaymentFile(folder());
    try {
      file.write(Workload.payments(events));
      measure("file", "R5", ContenderSpec.files(file), events, events, 0, true);
      measure("file, one core", "R5", ContenderSpec.filesOnOneCore(file), events, events, 0, true);
    } finally {
      file.delete();
    }
  }

  private void latency() throws IOException, InterruptedException {
    System.err.println("latency …");
    latency = Latency.measure(root, folder(), quick ? 1 : 5, quick ? 3 : 8);
  }

  private void print() throws IOException {
    System.out.printf(
        Locale.ROOT,
        "# Comparison%n%n%s, %d cores; Java %s; commit %s; medians of %d rounds, contenders by"
            + " turns; %s; load %.1f at the end%n%n",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        commit,
        rounds,
        cpu ? "processor time of the matching thread" : "time",
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    new Bars(measured, bytesPerKey, latency.tails(), windowFigures.lengths())
        .lines()
        .forEach(System.out::println);
    measured.forEach(Compare::print);
    if (!windowFigures.tables().isEmpty()) {
      System.out.println("\n## windows\n");
      windowFigures.tables().forEach(System.out::println);
    }
    if (!latency.table().isEmpty()) {
      System.out.println("\n## latency\n");
      latency.table().forEach(System.out::println);
    }
    if (!decisionRows.isEmpty()) {
      System.out.println("\n## decisions\n");
      decisionRows.forEach(System.out::println);
    }
  }

  private static String processor() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    }
  }

  private static void print(String part, List<Series> series) {
    System.out.println("\n## " + part + "\n");
    if (part.equals("R100") || part.equals("R1000")) {
      System.out.printf(
          Locale.ROOT,
          "A payment begins %.2f of the rules on average.%n%n",
          RuleFamilies.begun(Workload.families(part), Workload.payments(FAMILY_EVENTS)));
    }
    System.out.println(
        "| | events/s | ns an event | spread | bytes allocated an event | alerts | ours is × as"
            + " fast | |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
    series.forEach(s -> System.out.println(s.row(series.getFirst())));
  }
}
