package io.tripline.state;

import io.tripline.engine.port.StorageException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * A place in a family, on the family as it was when the cursor was made. Only valid inside the call
 * that it was handed to.
 */
final class Cursor {
  private final RocksIterator iterator;
  private final BooleanSupplier closing;
  private final Function<RocksDBException, StorageException> failure;

  Cursor(
      RocksIterator iterator,
      BooleanSupplier closing,
      Function<RocksDBException, StorageException> failure) {
    this.iterator = iterator;
    this.closing = closing;
    this.failure = failure;
  }

  /** Each move says whether there is an entry at the new place. */
  boolean first() {
    iterator.seekToFirst();
    return valid();
  }

  boolean last() {
    iterator.seekToLast();
    return valid();
  }

  /** To the first entry at or after a key. */
  boolean seek(byte[] key) {
    iterator.seek(key);
    return valid();
  }

  /** To the last entry at or before a key. */
  boolean seekBack(byte[] key) {
    iterator.seekForPrev(key);
    return valid();
  }

  boolean next() {
    iterator.next();
    return valid();
  }

  boolean previous() {
    iterator.prev();
    return valid();
  }

  private boolean valid() {
    if (closing.getAsBoolean()) {
      throw new StorageException("The store is being closed.");
    }
    if (iterator.isValid()) {
      return true;
    }
    try {
      iterator.status(); // the end, or an error?
    } catch (RocksDBException e) {
      throw failure.apply(e);
    }
    return false;
  }

  byte[] key() {
    return iterator.key();
  }

  byte[] value() {
    return iterator.value();
  }

  /**
   * Copies the start of the value.
   *
   * @return the value's whole length
   */
  int value(byte[] target) {
    return iterator.value(target);
  }
}
