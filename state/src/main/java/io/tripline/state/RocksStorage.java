package io.tripline.state;

import io.tripline.engine.port.AlertLog;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.RejectedLog;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.Storage;
import java.nio.file.Path;

/** One store in one folder, used by one process. */
public final class RocksStorage implements Storage {
  private RocksStorage() {}

  /**
   * Opens the store in a folder, or makes one if the folder is missing or empty.
   *
   * @throws io.tripline.engine.port.StorageException if another process uses the folder, if it
   *     holds something else, if the store's format is not ours, or if it is damaged; the message
   *     says what to do
   */
  public static RocksStorage open(Path folder, StoreSettings settings) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Journal journal() {
    throw new UnsupportedOperationException();
  }

  @Override
  public StateStore states() {
    throw new UnsupportedOperationException();
  }

  @Override
  public AlertLog alerts() {
    throw new UnsupportedOperationException();
  }

  @Override
  public RuleVersions ruleVersions() {
    throw new UnsupportedOperationException();
  }

  @Override
  public RejectedLog rejected() {
    throw new UnsupportedOperationException();
  }

  /** The alerts, to read. */
  public AlertReader alertReader() {
    throw new UnsupportedOperationException();
  }

  /** The registered webhooks. */
  public WebhookStore webhooks() {
    throw new UnsupportedOperationException();
  }

  /** What is to be delivered to them. */
  public Outbox outbox() {
    throw new UnsupportedOperationException();
  }

  /** Figures as of now. */
  public StoreStats stats() {
    throw new UnsupportedOperationException();
  }

  /** Waits for calls under way, then closes. After that, every method refuses. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
