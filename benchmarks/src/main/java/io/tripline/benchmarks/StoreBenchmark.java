package io.tripline.benchmarks;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.port.Storage;
import io.tripline.state.RocksStorage;
import io.tripline.state.StoreSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the store does for the engine: journal blocks, checkpoints of keyed state, one key's state.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
public class StoreBenchmark {
  private static final int KEYS = 10_000;
  private static final int BLOCK = 32 * 1_024;
  private static final int STATE = 120;

  private final SplittableRandom random = new SplittableRandom(11);
  private final byte[] block = new byte[BLOCK];
  private List<KeyChange> changes = List.of();
  private @Nullable Path folder;
  private @Nullable Storage storage;
  private long sequence;

  /** Opens a store in a folder of its own, and puts states into it. */
  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory("tripline-store-");
    storage = RocksStorage.open(folder, StoreSettings.defaults());
    sequence = storage.journal().lastSequence();
    random.nextBytes(block);
    changes = changes(false);
    checkpoint();
    changes = changes(true);
  }

  /** A state for each key. */
  private List<KeyChange> changes(boolean replaces) {
    List<KeyChange> all = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      byte[] state = new byte[STATE];
      random.nextBytes(state);
      all.add(new KeyChange(16, name(i), new KeyState(1, 1, state), replaces));
    }
    return all;
  }

  private static KeyName name(int i) {
    byte[] key = key(i);
    return new KeyName(Bytes.hash(key, 0, key.length), key);
  }

  private static byte[] key(int i) {
    return ("card-" + (100_000_000_000_000L + i)).getBytes(StandardCharsets.US_ASCII);
  }

  private Storage storage() {
    if (storage == null) {
      throw new IllegalStateException("not open");
    }
    return storage;
  }

  /** Appends a block of 32 KB to the journal, and waits for the disk. */
  @Benchmark
  public void journalBlock() {
    sequence++;
    storage().journal().append(sequence, sequence, block, BLOCK);
  }

  /** A checkpoint of 10,000 changed states, and waits for the disk. */
  @Benchmark
  public void checkpoint() {
    storage().states().commit(new Checkpoint(sequence, new byte[0], List.of(), changes, List.of()));
  }

  /** Reads one key's state. */
  @Benchmark
  public @Nullable KeyState loadKey() {
    return load(name(random.nextInt(KEYS)));
  }

  /** Learns that a key has none. */
  @Benchmark
  public @Nullable KeyState loadUnknownKey() {
    return load(name(KEYS + random.nextInt(KEYS)));
  }

  /** Reads the states of 500 keys at once. */
  @Benchmark
  @OperationsPerInvocation(500)
  public int loadKeys() {
    List<KeyName> names = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      names.add(name(random.nextInt(KEYS)));
    }
    names.sort((a, b) -> Long.compareUnsigned(a.hash(), b.hash()));
    int[] found = {0};
    storage().states().loadKeys(names, (_, _, _) -> found[0]++);
    return found[0];
  }

  private @Nullable KeyState load(KeyName name) {
    KeyState[] found = new KeyState[1];
    storage().states().loadKeys(List.of(name), (_, _, state) -> found[0] = state);
    return found[0];
  }

  /** Removes the store. */
  @TearDown
  public void close() throws IOException {
    storage().close();
    if (folder != null) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
