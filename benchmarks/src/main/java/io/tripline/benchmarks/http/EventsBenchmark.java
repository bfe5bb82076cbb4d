package io.tripline.benchmarks.http;

import io.tripline.app.cli.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How many events a second come in over HTTP, by the events of a request, and how long a request
 * takes at half of that: Tripline with its ways to sync, beside a bare server of the same library
 * that only counts lines. Each server is a new process. Prints a table.
 */
@Command(name = "events-benchmark", mixinStandardHelpOptions = true)
public final class EventsBenchmark implements Callable<Integer> {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double SECOND = 1e9;
  private static final int AT_A_TIME = 200;
  private static final int MOST_EVENTS_AT_A_TIME = 20_000;
  private static final long SEED = 4_711;

  /** What is measured. */
  private enum Variant {
    BARE("bare Javalin"),
    OS("Tripline, `--sync os`"),
    EVERY_BATCH("Tripline, `--sync every-batch`");

    private final String title;

    Variant(String title) {
      this.title = title;
    }
  }

  @Option(names = "--sizes", split = ",", description = "Events of a request.")
  private List<Integer> sizes = List.of(1, 10, 100, 1_000);

  @Option(names = "--seconds", description = "Of each measurement. Default: ${DEFAULT-VALUE}.")
  private double seconds = 8;

  @Option(names = "--connections", description = "Kept open. Default: ${DEFAULT-VALUE}.")
  private int connections = 32;

  @Option(names = "--folder", description = "Where stores are made. Default: ${DEFAULT-VALUE}.")
  private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

  public static void main(String[] args) {
    System.exit(new CommandLine(new EventsBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, TimeoutException {
    System.out.println(
        "| events a request | | events/s | requests/s | share of bare | p50 at half | p99 | p99.9"
            + " | max |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (int size : sizes) {
      double bare = 0;
      for (Variant variant : Variant.values()) {
        Path place = Files.createTempDirectory(folder, "tripline-events-");
        try (ServerProcess server = start(variant, place);
            OpenLoop loop = new OpenLoop(server.uri(), connections)) {
          double peak = measure(variant, new EventBatches(server.uri(), size), loop, bare);
          bare = variant == Variant.BARE ? peak : bare;
        } finally {
          Folders.delete(place);
        }
      }
    }
    return 0;
  }

  private static ServerProcess start(Variant variant, Path place) throws IOException {
    Path log = place.resolve("server.log");
    if (variant == Variant.BARE) {
      return new ServerProcess(BareServer.class, log, List.of());
    }
    Path rules = Files.writeString(place.resolve("payments.trip"), EventBatches.rules());
    String sync = variant == Variant.OS ? "os" : "every-batch";
    return new ServerProcess(
        place.resolve("data"),
        log,
        List.of("--rules", rules.toString(), "--sync", sync, "--max-ahead", "0s"));
  }

  /** Measures one server; requests a second at its best. */
  private double measure(Variant variant, EventBatches batches, OpenLoop loop, double bare)
      throws IOException, InterruptedException, TimeoutException {
    int[] sent = {0};
    atOnce(batches, loop, sent); // for the compilers
    double peak = atOnce(batches, loop, sent);
    Schedule half = Schedule.poisson(peak / 2, seconds, SEED);
    loop.run(half, batches, sent[0]);
    sent[0] += half.requests();
    Tally tally = loop.run(half, batches, sent[0]);
    Histogram nanos = tally.latencies;
    System.out.printf(
        Locale.ROOT,
        "| %,d | %s | %,.0f | %,.0f | %.2f | %.2f ms | %.2f ms | %.2f ms | %.2f ms |%n",
        batches.size(),
        variant.title,
        peak * batches.size(),
        peak,
        bare == 0 ? 1 : peak / bare,
        nanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
        nanos.getValueAtPercentile(99) / NANOS_PER_MILLI,
        nanos.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
        nanos.getMaxValue() / NANOS_PER_MILLI);
    return peak;
  }

  private double atOnce(EventBatches batches, OpenLoop loop, int[] sent)
      throws IOException, InterruptedException, TimeoutException {
    int count = Math.max(AT_A_TIME, MOST_EVENTS_AT_A_TIME / batches.size());
    long nanos = 0;
    int requests = 0;
    while (nanos < seconds * SECOND) {
      nanos += loop.run(Schedule.atOnce(count), batches, sent[0]).nanos;
      sent[0] += count;
      requests += count;
    }
    return requests * SECOND / nanos;
  }
}
