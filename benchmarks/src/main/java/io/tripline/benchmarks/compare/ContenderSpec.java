package io.tripline.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A contender, and how its process is started.
 *
 * @param title as the table names it
 * @param module the folder of its module, from the root
 * @param arguments behind the part and the number of events
 * @param parts the kinds of parts that it takes part in: {@code R1}, {@code R5}, {@code R100},
 *     {@code R1000}, {@code W}
 * @param cores that it may use, as taskset has them, or empty for all
 */
record ContenderSpec(
    String title,
    Kind kind,
    String module,
    String mainClass,
    List<String> arguments,
    Set<String> parts,
    String cores) {
  /** Whose it is. */
  enum Kind {
    OWN,
    /** Ours again, run in another way; or what an end to end figure is held against. */
    REFERENCE,
    BY_HAND,
    PEER
  }

  /** The most that each may have. */
  static final String HEAP = "8g";

  private static final String OURS = "benchmarks";
  private static final Set<String> ALL = Set.of("R1", "R5", "R100", "R1000", "W");
  private static final Set<String> SMALL = Set.of("R1", "R5");
  private static final String ESPER = "io.tripline.benchmarks.esper.EsperContender";

  static final ContenderSpec OWN =
      new ContenderSpec(
          "Tripline",
          Kind.OWN,
          OURS,
          "io.tripline.benchmarks.compare.OwnEngine",
          List.of(),
          ALL,
          "");

  private static final String FILES = "io.tripline.benchmarks.compare.FileContender";

  /** R5 in one thread, and in as many as asked for. */
  static List<ContenderSpec> workers(int workers) {
    String threads = "io.tripline.benchmarks.compare.OwnWorkers";
    return List.of(
        own("1 worker", Kind.OWN, threads, "1"),
        own(workers + " workers", Kind.REFERENCE, threads, Integer.toString(workers)));
  }

  /** From files, on all cores: Jackson has a thread for each half. */
  static List<ContenderSpec> files(PaymentFile file) {
    String all = file.all().toString();
    return List.of(
        own("Tripline, backtest of R5", Kind.OWN, FILES, "backtest", all),
        own(
            "Jackson, a thread for each half",
            Kind.REFERENCE,
            FILES,
            "jackson",
            file.firstHalf().toString(),
            file.secondHalf().toString()),
        own("Jackson, one thread", Kind.REFERENCE, FILES, "jackson", all));
  }

  /** From one file, everything on one core. */
  static List<ContenderSpec> filesOnOneCore(PaymentFile file) {
    String all = file.all().toString();
    return List.of(
        own("Tripline, backtest of R5", Kind.OWN, FILES, "backtest", all).onCores("0"),
        own("Jackson", Kind.REFERENCE, FILES, "jackson", all).onCores("0"));
  }

  private static ContenderSpec own(String title, Kind kind, String mainClass, String... arguments) {
    return new ContenderSpec(title, kind, OURS, mainClass, List.of(arguments), Set.of(), "");
  }

  private ContenderSpec onCores(String which) {
    return new ContenderSpec(title, kind, module, mainClass, arguments, parts, which);
  }

  /** Everybody else; those that are slower variants of one peer only where all are asked for. */
  static List<ContenderSpec> others(boolean variants) {
    return List.of(
            byHand("by hand, on objects", "ByHandOnObjects"),
            byHand("by hand, on bytes", "ByHandOnBytes"),
            esper("Esper", "best", ALL),
            esper("Esper, patterns", "joined", SMALL),
            esper("Esper, patterns in a context", "context", SMALL),
            esper("Esper, match_recognize", "recognize", SMALL),
            new ContenderSpec(
                "Flink CEP, NFA alone",
                Kind.PEER,
                "benchmarks/peers/flink",
                "io.tripline.benchmarks.flink.NfaContender",
                List.of(),
                ALL,
                ""),
            new ContenderSpec(
                "Flink CEP, local cluster",
                Kind.PEER,
                "benchmarks/peers/flink",
                "io.tripline.benchmarks.flink.ClusterContender",
                List.of(),
                SMALL,
                ""),
            new ContenderSpec(
                "Siddhi",
                Kind.PEER,
                "benchmarks/peers/siddhi",
                "io.tripline.benchmarks.siddhi.SiddhiContender",
                List.of(),
                ALL,
                ""))
        .stream()
        .filter(c -> variants || !c.title().startsWith("Esper, "))
        .toList();
  }

  private static ContenderSpec byHand(String title, String mainClass) {
    return new ContenderSpec(
        title,
        Kind.BY_HAND,
        OURS,
        "io.tripline.benchmarks.handwritten." + mainClass,
        List.of(),
        SMALL,
        "");
  }

  private static ContenderSpec esper(String title, String idiom, Set<String> parts) {
    return new ContenderSpec(
        title, Kind.PEER, "benchmarks/peers/esper", ESPER, List.of(idiom), parts, "");
  }

  /** Whether its module was built; peers are not unless they are asked for. */
  boolean isBuilt(Path root) {
    return Files.exists(classpath(root));
  }

  private Path classpath(Path root) {
    return root.resolve(module).resolve("target/classpath");
  }

  /** The command that starts it, without its arguments. All run on the same JVM and heap. */
  List<String> command(Path root) {
    List<String> command = new ArrayList<>();
    if (!cores.isEmpty()) {
      command.addAll(List.of("taskset", "-c", cores));
    }
    try {
      command.addAll(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xms4g",
              "-Xmx" + HEAP,
              "-XX:+UseParallelGC",
              "-XX:-UsePerfData",
              // As our launcher has it; all get it. The comparison needs Linux anyway.
              "-XX:+UseTransparentHugePages",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
              "--add-opens=java.base/java.lang=ALL-UNNAMED",
              "--add-opens=java.base/java.util=ALL-UNNAMED",
              "-cp",
              root.resolve(module).resolve("target/classes")
                  + ":"
                  + Files.readString(classpath(root)).strip(),
              mainClass));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return command;
  }
}
