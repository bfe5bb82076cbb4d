package io.tripline.state;

import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.engine.pipeline.StoreOutline;
import io.tripline.engine.port.StorageException;
import java.nio.file.Path;

/**
 * A store that no process uses, or a copy of one, to read it without a change to any file. For one
 * thread.
 */
final class StoreView implements AutoCloseable {
  /** Little memory is enough to read once what is there. */
  private static final StoreSettings SETTINGS =
      StoreSettings.defaults().withMemory(32 << 20, 2 << 20);

  private final Path folder;
  private final Database db;
  private final JournalView journal;

  private StoreView(Path folder, Database db, JournalView journal) {
    this.folder = folder;
    this.db = db;
    this.journal = journal;
  }

  /**
   * Opens the store, or copy of one, that has its files in {@code db} and {@code journal}.
   *
   * @throws StorageException if it is damaged, or of another format
   */
  static StoreView open(Path folder) {
    Database db = Database.openToRead(folder, StoreFolder.rocks(folder), SETTINGS);
    try {
      RocksStorage.requireFormat(folder, db);
      return new StoreView(folder, db, new JournalView(folder, StoreFolder.journal(folder)));
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
  }

  Path folder() {
    return folder;
  }

  Database db() {
    return db;
  }

  JournalView journal() {
    return journal;
  }

  /** How far it has come, and what would run on it. */
  StoreOutline outline(RuleSetReader reader) {
    return StoreOutline.read(RocksStateStore.lastCheckpoint(db), journal, reader);
  }

  /** States that are stored. */
  long states() {
    return KeyedStates.count(db)
        + RocksStateStore.counts(db).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Ordinal of the last alert. */
  long alerts() {
    return RocksAlertLog.lastOrdinal(db);
  }

  @Override
  public void close() {
    db.close();
  }
}
