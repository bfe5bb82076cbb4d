package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The comparison: one run, one table. {@code benchmarks/run} starts it. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    description = "Measures Tripline beside other engines and prints a table of ratios.")
public final class Compare implements Callable<Integer> {
  private static final List<String> RULES = List.of("R1", "R5", "R100", "R1000");

  @Option(names = "--parts", split = ",", description = "Of R1, R5, R100, R1000, W. Default: all.")
  private List<String> parts = List.of("R1", "R5", "R100", "R1000", "W");

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

  @Option(names = "--root", hidden = true, required = true)
  private Path root = Path.of("");

  @Option(names = "--commit", hidden = true)
  private String commit = "unknown";

  private final Map<String, List<Series>> measured = new LinkedHashMap<>();
  private final List<String> bars = new ArrayList<>();

  public static void main(String[] args) {
    System.exit(new CommandLine(new Compare()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    if (rounds == 0) {
      rounds = quick ? 3 : 7;
    }
    Path folder = root.resolve("benchmarks/target/compare");
    Files.createDirectories(folder);
    for (String part : parts) {
      if (part.equals("W")) {
        for (Workload.Pattern pattern : Workload.Pattern.values()) {
          for (int window = 100; window <= 100_000; window *= 10) {
            measure(new Workload.Window(pattern, window).part(), "W", folder);
          }
        }
      } else {
        measure(part, part, folder);
      }
    }
    System.out.println(header());
    bars();
    System.out.println();
    measured.forEach(Compare::print);
    return 0;
  }

  private void measure(String part, String kind, Path folder) throws IOException {
    System.err.println(part + " …");
    List<ContenderSpec> contenders = new ArrayList<>(List.of(ContenderSpec.OWN));
    contenders.addAll(ContenderSpec.others(variants));
    contenders.removeIf(c -> !c.parts().contains(kind));
    boolean window = kind.equals("W");
    if (window && Workload.Window.of(part).events() > 100) {
      // What they did at a hundred says enough.
      contenders.removeIf(c -> c.kind() == ContenderSpec.Kind.PEER);
    }
    measured.put(
        part,
        PartRun.measure(
            part,
            contenders,
            new PartRun.Settings(
                root,
                folder,
                quick ? 300_000 : 1_000_000,
                kind.equals("R100") || kind.equals("R1000") ? 20_000 : 60_000,
                rounds,
                Duration.ofMillis(quick ? 200 : 600),
                Duration.ofSeconds(20),
                cpu)));
  }

  private String header() throws IOException {
    return String.format(
        Locale.ROOT,
        "# Comparison%n%n%s, %d cores; Java %s; commit %s; medians of %d rounds, contenders by"
            + " turns; %s; load %.1f at the end%n",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        commit,
        rounds,
        cpu ? "processor time" : "time",
        java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
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

  private void bars() {
    System.out.println("| figure | bar | measured | |");
    System.out.println("| --- | --- | --- | --- |");
    for (String part : RULES) {
      bar(part, ContenderSpec.Kind.PEER, part.equals("R1") ? 5 : 20);
      bar(part, ContenderSpec.Kind.BY_HAND, 0.5);
    }
    if (measured.containsKey("R1") && measured.containsKey("R1000")) {
      double cost = own("R1").against(own("R1000"));
      row("R1000 against R1, cost per event", "≤ 3 ×", cost, "×", cost <= 3);
    }
    bars.forEach(System.out::println);
  }

  private Series own(String part) {
    return measured.getOrDefault(part, List.of()).getFirst();
  }

  private void bar(String part, ContenderSpec.Kind kind, double bar) {
    List<Series> of = measured.getOrDefault(part, List.of());
    Optional<Series> fastest =
        of.stream()
            .filter(s -> s.contender().kind() == kind && s.hasFigure())
            .min(Comparator.comparingDouble(Series::nanosPerEvent));
    fastest.ifPresent(
        other -> {
          double ratio = own(part).against(other);
          row(
              "matcher only, " + part + ", against " + other.contender().title(),
              String.format(Locale.ROOT, "≥ %.1f ×", bar),
              ratio,
              "×",
              ratio >= bar);
        });
  }

  private void row(String figure, String bar, double value, String unit, boolean holds) {
    bars.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | %.2f %s | %s |",
            figure,
            bar,
            value,
            unit,
            holds ? "holds" : "**missed**"));
  }

  private static void print(String part, List<Series> series) {
    System.out.println("## " + part + "\n");
    System.out.println(
        "| | events/s | ns an event | spread | bytes allocated an event | Tripline is × as fast |"
            + " |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
    series.forEach(s -> System.out.println(s.row(series.getFirst())));
    System.out.println();
  }
}
