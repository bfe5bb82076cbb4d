package io.tripline.benchmarks.scale;

import com.sun.management.OperatingSystemMXBean;
import io.tripline.app.cli.Folders;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.state.RocksStorage;
import io.tripline.state.StoreSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * What checkpoints cost an engine with much state, and how soon it is back after it was killed.
 * Each part is a process of its own, with the options of this one; by turns they take checkpoints
 * each second and none, as fast as events are taken, and at a pace that leaves time. Run it with a
 * heap of twice the state.
 */
public final class Checkpoints {
  private static final long NEVER = 1L << 40;

  /** Events a second where there is time left: less than half of what is possible here. */
  private static final long PACE = 120_000;

  private final Path folder;
  private final long keys;
  private final SplittableRandom random = new SplittableRandom(1);

  private Checkpoints(Path folder, long keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /**
   * Prints a line for each part.
   *
   * @param args how many keys, how many events in each part, how many rounds, a folder for the
   *     store, which is removed; of one part its name, too
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    long keys = Long.parseLong(args[0]);
    long events = Long.parseLong(args[1]);
    int rounds = Integer.parseInt(args[2]);
    if (args.length > 4) {
      new Checkpoints(Path.of(args[3]), keys).part(args[4], events);
      return;
    }
    Path folder = Path.of(args[3]).resolve("checkpoints-" + ProcessHandle.current().pid());
    try {
      start(args, folder, "fill");
      for (int round = 0; round < rounds; round++) {
        for (String of : List.of("few", "all")) {
          start(args, folder, "never-" + of);
          start(args, folder, "each-second-" + of);
        }
        start(args, folder, "never-paced-few");
        start(args, folder, "each-second-paced-few");
      }
      start(args, folder, "killed");
      start(args, folder, "recovered");
    } finally {
      Folders.delete(folder);
    }
  }

  private static void start(String[] args, Path folder, String part)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Checkpoints.class.getName(), args[0], args[1], args[2]));
    command.addAll(List.of(folder.toString(), part));
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != (part.equals("killed") ? 1 : 0)) {
      throw new IllegalStateException(part + " ended with " + code);
    }
  }

  private void part(String name, long events) throws InterruptedException {
    boolean eachSecond = name.startsWith("each-second");
    long began = System.nanoTime();
    try (RocksStorage storage = RocksStorage.open(folder, StoreSettings.defaults());
        Engine engine =
            Engine.open(settings(eachSecond), storage, (_, text) -> KeyedPayments.rules())) {
      double opened = (System.nanoTime() - began) / 1e9;
      KeyedPayments payments = new KeyedPayments(engine.stats().events());
      switch (name) {
        case "fill" -> {
          engine.deploy("keys", KeyedPayments.RULES, KeyedPayments.rules());
          for (int times = 0; times < 10; times++) {
            long[] next = {0};
            payments.send(engine, keys, () -> next[0]++);
          }
        }
        case "killed" -> {
          engine.checkpoint();
          payments.send(engine, 1_000_000, this::any);
          Runtime.getRuntime().halt(1);
        }
        case "recovered" -> {}
        default -> {
          LongSupplier which = name.endsWith("few") ? this::mostlyFew : this::any;
          long rate = name.contains("paced") ? PACE : Long.MAX_VALUE;
          payments.send(engine, events / 2, rate, which); // for the compiler
          EngineStats.CheckpointStats before = engine.stats().checkpoints();
          long processor = processorNanos();
          long nanos = payments.send(engine, events, rate, which);
          processor = processorNanos() - processor;
          System.out.printf(
              Locale.ROOT, "%s: %,d ns of processor an event; ", name, processor / events);
          tell(events * 1e9 / nanos, before, engine.stats().checkpoints());
          return;
        }
      }
      EngineStats stats = engine.stats();
      System.out.printf(
          Locale.ROOT,
          "%s: ready after %.1f s, %,d entries of the journal; %,d keys, %,d MB of state%n",
          name,
          opened,
          stats.recoveredEntries(),
          stats.keys().states(),
          stats.keys().bytes() >> 20);
    }
  }

  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static void tell(
      double perSecond, EngineStats.CheckpointStats before, EngineStats.CheckpointStats after) {
    EngineStats.Durations pauses = after.pauses();
    System.out.printf(
        Locale.ROOT,
        "%,.0f events/s, %d checkpoints, %,d MB; %d pauses, longest %.2f ms, %d over 5 ms%n",
        perSecond,
        after.count() - before.count(),
        after.bytes() - before.bytes() >> 20,
        pauses.count(),
        pauses.longestNanos() / 1e6,
        over(pauses, 5_000_000));
  }

  private static long over(EngineStats.Durations durations, long nanos) {
    long count = 0;
    for (int i = 0; i < durations.counts().size(); i++) {
      List<Long> bounds = EngineStats.Durations.BOUNDS_NANOS;
      if (i == bounds.size() || bounds.get(i) > nanos) {
        count += durations.counts().get(i);
      }
    }
    return count;
  }

  private static EngineSettings settings(boolean eachSecond) {
    EngineSettings usual = EngineSettings.defaults();
    return new EngineSettings(
        usual.workers(),
        usual.ringSize(),
        eachSecond ? 1_000 : NEVER,
        usual.maxRunsPerKey(),
        NEVER,
        usual.maxEventBytes());
  }

  private long any() {
    return random.nextLong(keys);
  }

  /** Nine in ten for one key in a hundred. */
  private long mostlyFew() {
    return random.nextInt(10) > 0 ? random.nextLong(keys / 100) : random.nextLong(keys);
  }
}
