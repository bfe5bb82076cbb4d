package io.tripline.benchmarks.scale;

import io.tripline.app.cli.Folders;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.state.RocksStorage;
import io.tripline.state.StoreSettings;
import io.tripline.state.StoreStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * An engine on a store on disk whose keys do not fit into memory: each key gets a partial match and
 * a window; then events come for keys at random, for a few keys mostly, and for keys that are new;
 * then it is started again. Run it with the heap that it is to do with.
 */
public final class ManyKeys {
  private final Path folder;
  private final long keys;
  private final KeyedPayments payments = new KeyedPayments(0);

  private ManyKeys(Path folder, long keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /**
   * Prints a table.
   *
   * @param args how many keys, how many events in each part after the first, a folder for the
   *     store, which is removed
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    long keys = Long.parseLong(args[0]);
    long more = Long.parseLong(args[1]);
    Path folder = Path.of(args[2]).resolve("many-keys-" + ProcessHandle.current().pid());
    try {
      new ManyKeys(folder, keys).run(more);
    } finally {
      Folders.delete(folder);
    }
  }

  private void run(long more) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(1);
    System.out.printf(
        Locale.ROOT,
        "%,d keys, heap %,d MB, %d workers%n",
        keys,
        Runtime.getRuntime().maxMemory() >> 20,
        EngineSettings.defaults().workers());
    System.out.println("| | events/s | heap | process | store | checkpoint |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    try (RocksStorage storage = RocksStorage.open(folder, StoreSettings.defaults());
        Engine engine = open(storage)) {
      engine.deploy("keys", KeyedPayments.RULES, KeyedPayments.rules());
      long[] next = {0};
      part("each key for the first time", engine, storage, keys, () -> next[0]++);
      part("keys at random", engine, storage, more, () -> random.nextLong(keys));
      LongSupplier skewed =
          () -> random.nextInt(10) > 0 ? random.nextLong(keys / 100) : random.nextLong(keys);
      part("nine in ten of one key in a hundred", engine, storage, more, skewed);
      part("more keys, for the first time", engine, storage, more, () -> next[0]++);
    }
    long before = System.nanoTime();
    try (RocksStorage storage = RocksStorage.open(folder, StoreSettings.defaults());
        Engine engine = open(storage)) {
      System.out.printf(
          Locale.ROOT,
          "ready again after %.1f s, with %,d keys%n",
          (System.nanoTime() - before) / 1e9,
          engine.stats().keys().states());
      part("after it, at random", engine, storage, more, () -> random.nextLong(keys));
    }
  }

  private static Engine open(RocksStorage storage) {
    return Engine.open(EngineSettings.defaults(), storage, (name, text) -> KeyedPayments.rules());
  }

  private void part(
      String what, Engine engine, RocksStorage storage, long count, LongSupplier keyOf)
      throws InterruptedException {
    double perSecond = count * 1e9 / payments.send(engine, count, keyOf);
    EngineStats stats = engine.stats();
    StoreStats store = storage.stats();
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "| %s | %,.0f | %,d MB | %,d MB | %,d MB | %,d ms |%n",
        what,
        perSecond,
        runtime.totalMemory() - runtime.freeMemory() >> 20,
        processMegabytes(),
        store.partBytes().values().stream().mapToLong(Long::longValue).sum() >> 20,
        stats.checkpoints().lastMillis());
  }

  /** What the process has in memory, as Linux says. */
  private static long processMegabytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .findAny()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
