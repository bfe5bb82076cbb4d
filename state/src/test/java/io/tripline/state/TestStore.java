package io.tripline.state;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/** A store for a test that shall pass whether or not it is reopened between any two steps. */
final class TestStore implements AutoCloseable {

  /** How the same test runs. */
  enum Mode {
    ONE_SESSION,
    REOPENED_BEFORE_EACH_STEP
  }

  /** Small, so that write buffers are flushed during the tests. */
  static final StoreSettings SMALL = StoreSettings.defaults().withMemory(8 << 20, 2 << 20);

  private final Path folder;
  private final Mode mode;
  private final StoreSettings settings;
  private final LongSupplier clock;
  private RocksStorage storage;

  TestStore(Path folder, Mode mode) {
    this(folder, mode, SMALL, System::currentTimeMillis);
  }

  TestStore(Path folder, Mode mode, StoreSettings settings, LongSupplier clock) {
    this.folder = folder;
    this.mode = mode;
    this.settings = settings;
    this.clock = clock;
    this.storage = RocksStorage.open(folder, settings, clock);
  }

  /** A store whose journal has enough entries for the checkpoints of a test. */
  static TestStore withEntries(Path folder, Mode mode) {
    TestStore store = new TestStore(folder, mode);
    addEntries(store.storage);
    return store;
  }

  static void addEntries(RocksStorage storage) {
    long first = storage.journal().lastSequence() + 1;
    storage.journal().append(first, first + 1_000, new byte[1], 1);
  }

  /** The store for the next step. */
  RocksStorage step() {
    if (mode == Mode.REOPENED_BEFORE_EACH_STEP) {
      storage.close();
      storage = RocksStorage.open(folder, settings, clock);
    }
    return storage;
  }

  @Override
  public void close() {
    storage.close();
  }
}
