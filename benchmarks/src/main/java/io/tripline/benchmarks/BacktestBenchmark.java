package io.tripline.benchmarks;

import io.tripline.app.backtest.Backtest;
import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.examples.world.PaymentWorld;
import io.tripline.examples.world.WorldSettings;
import io.tripline.ingest.file.EventFile;
import io.tripline.ingest.file.ProgressListener;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * How fast a backtest is, end to end from the file, beside what reading the file's JSON costs
 * alone.
 *
 * <p>Both are measured alternately in the same process, after rounds that warm up; shown are the
 * medians. How to run it: {@code docs/performance.md}.
 */
@Command(name = "backtest-benchmark", mixinStandardHelpOptions = true)
public final class BacktestBenchmark implements Callable<Integer> {
  private static final String RULES = "payments.trip";
  private static final String A_PAYMENT = "{\"type\":\"Payment\"";
  private static final int EVENTS_PER_CARD = 20;
  private static final int WARM_UP_ROUNDS = 2;
  private static final int BUFFER = 1 << 16;

  @Option(names = "--events", description = "Payments to generate. Default: ${DEFAULT-VALUE}.")
  private int events = 1_000_000;

  @Option(names = "--file", description = "A file of payments, instead of generated ones.")
  private @Nullable Path file;

  @Option(names = "--rounds", description = "Measured rounds. Default: ${DEFAULT-VALUE}.")
  private int rounds = 7;

  @Option(names = "--workers", description = "Match workers. Default: ${DEFAULT-VALUE}.")
  private int workers = EngineSettings.defaults().workers();

  public static void main(String[] args) {
    System.exit(new CommandLine(new BacktestBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tripline-benchmark-");
    Path generated = folder.resolve("payments.jsonl");
    Path alerts = folder.resolve("alerts.jsonl");
    try {
      Path input = file == null ? generated : file;
      if (file == null) {
        generate(generated);
      }
      measure(input, alerts);
      return 0;
    } finally {
      Files.deleteIfExists(generated);
      Files.deleteIfExists(alerts);
      Files.delete(folder);
    }
  }

  /** Writes payments only, from a world that is a little larger. */
  private void generate(Path to) throws IOException {
    WorldSettings world =
        WorldSettings.of(2L * events + 1000, Math.max(1, events / EVENTS_PER_CARD), 42, 0.005);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), BUFFER)) {
      Iterator<String> lines = new PaymentWorld(world).lines();
      for (int written = 0; written < events; ) {
        String line = lines.next();
        if (line.startsWith(A_PAYMENT)) {
          out.write(line.getBytes(StandardCharsets.UTF_8));
          out.write('\n');
          written++;
        }
      }
    }
  }

  private void measure(Path input, Path alerts) throws IOException, InterruptedException {
    RuleSet rules = rules();
    long[] parsing = new long[rounds];
    long[] backtesting = new long[rounds];
    Backtest.Result last = null;
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      long start = System.nanoTime();
      parse(input);
      long middle = System.nanoTime();
      last = backtest(rules, input, alerts);
      long end = System.nanoTime();
      if (round >= 0) {
        parsing[round] = middle - start;
        backtesting[round] = end - middle;
      }
    }
    report(Files.size(input), Objects.requireNonNull(last), parsing, backtesting);
  }

  /** What any reader of JSON has to do at least. */
  private static long parse(Path input) throws IOException {
    long tokens = 0;
    JsonFactory json = new JsonFactory();
    try (InputStream in = Files.newInputStream(input);
        JsonParser parser = json.createParser(ObjectReadContext.empty(), in)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }

  private Backtest.Result backtest(RuleSet rules, Path input, Path alerts)
      throws IOException, InterruptedException {
    try (EventFile events = EventFile.open(input);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(alerts), BUFFER)) {
      EngineSettings usual = EngineSettings.defaults();
      EngineSettings settings =
          new EngineSettings(
              workers,
              usual.ringSize(),
              0,
              usual.maxRunsPerKey(),
              usual.cachedKeys(),
              usual.maxEventBytes());
      return new Backtest("benchmark", rules, settings)
          .run(List.of(events), out, rejected -> {}, ProgressListener.NONE);
    }
  }

  private static RuleSet rules() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(BacktestBenchmark.class.getResourceAsStream(RULES))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Compilation compilation = RuleCompiler.compile(List.of(new SourceFile(RULES, text)));
      return Objects.requireNonNull(
          compilation.ruleSet(), () -> compilation.diagnostics().toString());
    }
  }

  private void report(long bytes, Backtest.Result last, long[] parsing, long[] backtesting) {
    long count = last.progress().events();
    System.out.printf(
        Locale.ROOT,
        "%,d events, %,d rejected, %,.1f MB, %,d alerts; Java %s, %d cores, %d workers, %d"
            + " rounds%n%n",
        count,
        last.progress().rejected(),
        bytes / 1e6,
        last.stats().alerts(),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        workers,
        rounds);
    System.out.printf("%-34s %12s %10s %8s  %s%n", "", "events/s", "MB/s", "s", "s, least to most");
    row("Jackson, nextToken to the end", count, bytes, parsing);
    row("backtest, three rules", count, bytes, backtesting);
    System.out.printf(
        Locale.ROOT, "%nbacktest / Jackson: %.2f%n", median(parsing) / median(backtesting));
  }

  private static void row(String what, long count, long bytes, long[] nanos) {
    double seconds = median(nanos);
    System.out.printf(
        Locale.ROOT,
        "%-34s %,12.0f %,10.1f %8.3f  %.3f to %.3f%n",
        what,
        count / seconds,
        bytes / 1e6 / seconds,
        seconds,
        LongStream.of(nanos).min().orElseThrow() / 1e9,
        LongStream.of(nanos).max().orElseThrow() / 1e9);
  }

  /** In seconds. */
  private static double median(long[] nanos) {
    long[] sorted = LongStream.of(nanos).sorted().toArray();
    int middle = sorted.length / 2;
    long median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return median / 1e9;
  }
}
