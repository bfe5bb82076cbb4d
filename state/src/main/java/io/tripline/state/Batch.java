package io.tripline.state;

import io.tripline.engine.port.StorageException;
import java.util.Map;
import java.util.Objects;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Changes that become true together. Only valid inside the call that it was handed to. */
final class Batch {
  private final WriteBatch batch;
  private final Map<Family, ColumnFamilyHandle> handles;

  Batch(WriteBatch batch, Map<Family, ColumnFamilyHandle> handles) {
    this.batch = batch;
    this.handles = handles;
  }

  void put(Family family, byte[] key, byte[] value) {
    run(() -> batch.put(handle(family), key, value));
  }

  void delete(Family family, byte[] key) {
    run(() -> batch.delete(handle(family), key));
  }

  /** Deletes from {@code from} until before {@code to}. */
  void deleteRange(Family family, byte[] from, byte[] to) {
    run(() -> batch.deleteRange(handle(family), from, to));
  }

  private ColumnFamilyHandle handle(Family family) {
    return Objects.requireNonNull(handles.get(family));
  }

  private interface Change {
    void apply() throws RocksDBException;
  }

  private static void run(Change change) {
    try {
      change.apply();
    } catch (RocksDBException e) {
      // Only memory is touched here.
      throw new StorageException(
          "There is not enough memory for one write: " + e.getMessage() + ".", e);
    }
  }
}
