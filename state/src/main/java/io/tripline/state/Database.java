package io.tripline.state;

import io.tripline.engine.port.CrashPoint;
import io.tripline.engine.port.CrashPoints;
import io.tripline.engine.port.StorageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB, made safe: every native call happens under the shared side of a lock whose other side is
 * {@link #close}, since touching a closed handle would end the process; errors come as {@link
 * StorageException}s; after a failed write no other is tried. Thread-safe.
 */
final class Database implements AutoCloseable {
  private static final long READAHEAD_BYTES = 2 << 20;

  private final Path folder;
  private final NativeOptions options;
  private final RocksDB rocks;
  private final List<ColumnFamilyHandle> allHandles;
  private final Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);
  private final List<String> unknownFamilies = new ArrayList<>();
  private final CrashPoints points;
  private final WriteOptions synced;
  private final WriteOptions unsynced;
  private final ReadOptions plain;
  private final ReadOptions prefixes;
  private final ReadOptions bulk;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean closing;
  private volatile @Nullable StorageException writeFailure;

  private Database(
      Path folder,
      NativeOptions options,
      RocksDB rocks,
      List<ColumnFamilyHandle> allHandles,
      Sync sync,
      CrashPoints points)
      throws RocksDBException {
    this.folder = folder;
    this.points = points;
    this.options = options;
    this.rocks = rocks;
    this.allHandles = allHandles;
    this.synced = options.own(new WriteOptions()).setSync(sync != Sync.OS);
    this.unsynced = options.own(new WriteOptions());
    // Without it RocksDB promises nothing of the order beyond a prefix.
    this.plain = options.own(new ReadOptions()).setTotalOrderSeek(true);
    this.prefixes = options.own(new ReadOptions()).setPrefixSameAsStart(true);
    this.bulk =
        options
            .own(new ReadOptions())
            .setTotalOrderSeek(true)
            .setFillCache(false)
            .setReadaheadSize(READAHEAD_BYTES);
    for (ColumnFamilyHandle handle : allHandles) {
      String title = new String(handle.getName(), StandardCharsets.UTF_8);
      Family family = find(title);
      if (family != null) {
        handles.put(family, handle);
      } else if (!title.equals("default")) {
        unknownFamilies.add(title);
      } else {
        // A store that is only read may be without some, which are as empty as this one.
        Arrays.stream(Family.values())
            .filter(Family::mayBeMissing)
            .forEach(each -> handles.putIfAbsent(each, handle));
      }
    }
  }

  /**
   * Opens the database.
   *
   * @param create whether what is missing is made, rather than a sign of damage
   */
  static Database open(StoreFolder storeFolder, boolean create, StoreSettings settings) {
    return open(storeFolder, create, settings, CrashPoints.NONE);
  }

  /**
   * The same.
   *
   * @param points told of what is passed by whoever writes to it; see {@link #pass}
   */
  static Database open(
      StoreFolder storeFolder, boolean create, StoreSettings settings, CrashPoints points) {
    return open(storeFolder.path(), storeFolder.rocks(), settings, create, false, points);
  }

  /**
   * Opens the database of a store that no process uses, to read it: no file of it is changed. What
   * its log tells is read into memory.
   *
   * @param folder of the store, for messages
   */
  static Database openToRead(Path folder, Path rocksFolder, StoreSettings settings) {
    return open(folder, rocksFolder, settings, false, true, CrashPoints.NONE);
  }

  /** One of RocksDB's ways to open. */
  private interface Opening {
    RocksDB open(
        DBOptions options,
        String folder,
        List<ColumnFamilyDescriptor> families,
        List<ColumnFamilyHandle> handles)
        throws RocksDBException;
  }

  private static Database open(
      Path folder,
      Path rocksFolder,
      StoreSettings settings,
      boolean create,
      boolean readOnly,
      CrashPoints points) {
    Opening opening = readOnly ? RocksDB::openReadOnly : RocksDB::open;
    ManifestCheck.check(folder, rocksFolder);
    NativeOptions options = new NativeOptions(settings);
    try {
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      Set<String> present = present(rocksFolder);
      RocksDB rocks =
          opening.open(
              options.database(create),
              rocksFolder.toString(),
              families(present, create, options),
              handles);
      if (!readOnly && !create) {
        addMissing(present, rocks, handles, options);
      }
      return new Database(folder, options, rocks, handles, settings.sync(), points);
    } catch (RocksDBException e) {
      options.close();
      throw Failures.ofOpening(e, folder);
    }
  }

  /**
   * Makes a copy of the database as it is now, while others go on writing: files that never change
   * by hard links, where the file system has them.
   *
   * @param to does not exist yet
   */
  void copyTo(Path to) throws RocksDBException {
    enter();
    try (Checkpoint checkpoint = Checkpoint.create(rocks)) {
      checkpoint.createCheckpoint(to.toString());
    } finally {
      leave();
    }
  }

  /** The families of a database. */
  private static Set<String> present(Path rocksFolder) throws RocksDBException {
    Set<String> titles = new LinkedHashSet<>();
    try (Options listing = new Options()) {
      for (byte[] name : RocksDB.listColumnFamilies(listing, rocksFolder.toString())) {
        titles.add(new String(name, StandardCharsets.UTF_8));
      }
    }
    return titles;
  }

  /**
   * Ours, and others that are there: RocksDB opens all families or none.
   *
   * @param present those that are there
   * @param create whether the others are made; else some may be missing
   */
  private static List<ColumnFamilyDescriptor> families(
      Set<String> present, boolean create, NativeOptions options) {
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options.unusedFamily()));
    for (Family family : Family.values()) {
      if (create || present.contains(family.title()) || !family.mayBeMissing()) {
        families.add(descriptor(family, options));
      }
    }
    for (String title : present) {
      if (find(title) == null && !title.equals("default")) {
        families.add(new ColumnFamilyDescriptor(Bytes.utf8(title), options.unusedFamily()));
      }
    }
    return families;
  }

  private static ColumnFamilyDescriptor descriptor(Family family, NativeOptions options) {
    return new ColumnFamilyDescriptor(Bytes.utf8(family.title()), options.family(family));
  }

  /** Makes what was added to our format since the database was made. */
  private static void addMissing(
      Set<String> present, RocksDB rocks, List<ColumnFamilyHandle> handles, NativeOptions options)
      throws RocksDBException {
    for (Family family : Family.values()) {
      if (!present.contains(family.title())) {
        handles.add(rocks.createColumnFamily(descriptor(family, options)));
      }
    }
  }

  private static @Nullable Family find(String title) {
    for (Family family : Family.values()) {
      if (family.title().equals(title)) {
        return family;
      }
    }
    return null;
  }

  /** Families in the store that this version does not know. */
  List<String> unknownFamilies() {
    return unknownFamilies;
  }

  byte @Nullable [] get(Family family, byte[] key) {
    enter();
    try {
      return rocks.get(handle(family), plain, key);
    } catch (RocksDBException e) {
      throw Failures.of(e, "read", folder);
    } finally {
      leave();
    }
  }

  /** Runs the body with a cursor on the whole family. */
  <T extends @Nullable Object> T scan(Family family, Function<Cursor, T> body) {
    return scan(family, plain, body);
  }

  /** The same, for one who reads much of it, once: what is cached stays, and the disk is ahead. */
  <T extends @Nullable Object> T scanOnce(Family family, Function<Cursor, T> body) {
    return scan(family, bulk, body);
  }

  private <T extends @Nullable Object> T scan(
      Family family, ReadOptions how, Function<Cursor, T> body) {
    enter();
    try (RocksIterator iterator = rocks.newIterator(handle(family), how)) {
      return body.apply(cursor(iterator));
    } finally {
      leave();
    }
  }

  /** Runs the body with a cursor on the entries from {@code from} until before {@code to}. */
  <T extends @Nullable Object> T scan(
      Family family, byte[] from, byte[] to, Function<Cursor, T> body) {
    enter();
    try (Slice lower = new Slice(from);
        Slice upper = new Slice(to);
        ReadOptions bounded =
            new ReadOptions()
                .setTotalOrderSeek(true)
                .setIterateLowerBound(lower)
                .setIterateUpperBound(upper);
        RocksIterator iterator = rocks.newIterator(handle(family), bounded)) {
      return body.apply(cursor(iterator));
    } finally {
      leave();
    }
  }

  /**
   * Runs the body with a cursor that, after a seek, goes over entries with the same prefix, and
   * need not show others; what has none is mostly told by a filter.
   */
  <T extends @Nullable Object> T scanPrefixes(Family family, Function<Cursor, T> body) {
    return scan(family, prefixes, body);
  }

  private Cursor cursor(RocksIterator iterator) {
    return new Cursor(iterator, () -> closing, e -> Failures.of(e, "read", folder));
  }

  /** By a part of the store: it has come to a point before or after a write. */
  void pass(CrashPoint point) {
    points.pass(point);
  }

  /** Writes what the body puts into the batch, all or nothing, and syncs it as the settings say. */
  void write(Consumer<Batch> body) {
    write(synced, body);
  }

  /** Like {@link #write}, but a loss of power may undo it, with all that was written after it. */
  void writeUnsynced(Consumer<Batch> body) {
    write(unsynced, body);
  }

  private void write(WriteOptions how, Consumer<Batch> body) {
    enter();
    try (WriteBatch batch = new WriteBatch()) {
      body.accept(new Batch(batch, handles));
      write(how, batch);
    } finally {
      leave();
    }
  }

  private void write(WriteOptions how, WriteBatch batch) {
    refuseAfterFailure();
    try {
      rocks.write(how, batch);
    } catch (RocksDBException e) {
      throw writeFailed(e);
    }
  }

  /** What the body puts into the batch, as bytes that {@link #writePrepared} takes. */
  byte[] prepare(Consumer<Batch> body) {
    enter();
    try (WriteBatch batch = new WriteBatch()) {
      body.accept(new Batch(batch, handles));
      return batch.data();
    } catch (RocksDBException e) {
      throw Failures.of(e, "prepare a write to", folder);
    } finally {
      leave();
    }
  }

  /** Writes what was prepared, all or nothing; like {@link #writeUnsynced}. */
  void writePrepared(byte[] prepared) {
    enter();
    try (WriteBatch batch = new WriteBatch(prepared)) {
      write(unsynced, batch);
    } finally {
      leave();
    }
  }

  /** Has on disk all that was written until now, synced or not. */
  void syncLog() {
    enter();
    try {
      rocks.syncWal();
    } catch (RocksDBException e) {
      throw writeFailed(e);
    } finally {
      leave();
    }
  }

  private StorageException writeFailed(RocksDBException e) {
    return writeFailed(Failures.of(e, "write to", folder));
  }

  /** Of any part of the store: from now on none of them is written to. */
  StorageException writeFailed(StorageException failure) {
    writeFailure = failure;
    return failure;
  }

  /** Throws if a write to any part of the store has failed. */
  void refuseAfterFailure() {
    StorageException failure = writeFailure;
    if (failure != null) {
      throw new StorageException(
          "The store takes no more writes since one failed: " + failure.getMessage(), failure);
    }
  }

  /** One of RocksDB's numbers about a family. */
  long property(Family family, String name) {
    enter();
    try {
      return rocks.getLongProperty(handle(family), name);
    } catch (RocksDBException e) {
      throw Failures.of(e, "read", folder);
    } finally {
      leave();
    }
  }

  /** Bytes in memory that are to be written to tables. */
  long bufferedBytes() {
    long bytes = 0;
    for (Family family : Family.values()) {
      bytes += property(family, "rocksdb.cur-size-all-mem-tables");
    }
    return bytes;
  }

  long cacheUsed() {
    enter();
    try {
      return options.cacheUsed();
    } finally {
      leave();
    }
  }

  /** Whether no family has an entry. */
  boolean isEmpty() {
    for (Family family : Family.values()) {
      if (scan(family, Cursor::first)) {
        return false;
      }
    }
    return true;
  }

  /** Reads a record that this store has written; a malformed one means that it is damaged. */
  <T> T decoding(String what, Supplier<T> decoder) {
    try {
      return decoder.get();
    } catch (RecordReader.MalformedException | IllegalArgumentException e) {
      throw Failures.damaged(folder, what + " cannot be read (" + e.getMessage() + ")");
    }
  }

  /** For answers that need no native call. */
  void checkOpen() {
    if (closing) {
      throw new StorageException("The store is closed.");
    }
  }

  /** A store that does not hold what it must. */
  StorageException damaged(String detail) {
    return Failures.damaged(folder, detail);
  }

  private ColumnFamilyHandle handle(Family family) {
    return Objects.requireNonNull(handles.get(family));
  }

  private void enter() {
    lock.readLock().lock();
    try {
      checkOpen();
    } catch (StorageException e) {
      lock.readLock().unlock();
      throw e;
    }
  }

  private void leave() {
    lock.readLock().unlock();
  }

  @Override
  public void close() {
    if (lock.getReadHoldCount() > 0) {
      throw new IllegalStateException("a visitor of the store must not close it");
    }
    closing = true; // ends scans
    lock.writeLock().lock();
    try {
      if (rocks.isOwningHandle()) {
        allHandles.forEach(ColumnFamilyHandle::close);
        rocks.close();
        options.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
