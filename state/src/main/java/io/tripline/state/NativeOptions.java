package io.tripline.state;

import java.util.ArrayDeque;
import java.util.Deque;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Priority;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/** RocksDB's options as we want them. They are native objects, and must outlive the database. */
final class NativeOptions implements AutoCloseable {
  private static final long MB = 1L << 20;

  /** The part of a write buffer that tells which prefixes are in it. */
  private static final double MEMTABLE_BLOOM = 0.05;

  private final StoreSettings settings;
  private final Deque<RocksObject> owned = new ArrayDeque<>();
  private final LRUCache cache;
  private final WriteBufferManager writeBuffers;

  NativeOptions(StoreSettings settings) {
    NativeLibrary.load();
    // Tidying up can wait; events cannot.
    Env.getDefault().lowerThreadPoolCPUPriority(Priority.LOW);
    this.settings = settings;
    this.cache = own(new LRUCache(settings.cacheBytes()));
    this.writeBuffers = own(new WriteBufferManager(settings.writeBufferBytes(), cache));
  }

  /**
   * @param create whether what is missing is made, rather than a sign of damage
   */
  DBOptions database(boolean create) {
    return own(new DBOptions())
        .setCreateIfMissing(create)
        .setCreateMissingColumnFamilies(create)
        .setParanoidChecks(true)
        .setWalRecoveryMode(recovery())
        .setMaxTotalWalSize(settings.maxWalBytes())
        .setWriteBufferManager(writeBuffers)
        .setMaxOpenFiles(settings.maxOpenFiles())
        .setMaxBackgroundJobs(2)
        .setBytesPerSync(MB)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(8 * MB)
        .setKeepLogFileNum(4)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
  }

  /**
   * Where every acknowledged write is synced, only the end of the log can be torn, and damage
   * elsewhere must be seen, not skipped. Otherwise the log is good as far as it goes.
   */
  private WALRecoveryMode recovery() {
    return switch (settings.sync()) {
      case EVERY_BATCH, INTERVAL -> WALRecoveryMode.TolerateCorruptedTailRecords;
      case OS -> WALRecoveryMode.PointInTimeRecovery;
    };
  }

  ColumnFamilyOptions family(Family family) {
    BlockBasedTableConfig table = table();
    if (family.bloom()) {
      table.setFilterPolicy(own(new BloomFilter(10)));
    }
    long buffer = Math.max(MB / 4, settings.writeBufferBytes() / family.share());
    ColumnFamilyOptions options = own(new ColumnFamilyOptions());
    if (family.prefixBytes() > 0) {
      table.setWholeKeyFiltering(false);
      options
          .useFixedLengthPrefixExtractor(family.prefixBytes())
          .setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM);
    }
    return options
        .setWriteBufferSize(buffer)
        .setMaxWriteBufferNumber(3)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setBottommostCompressionType(CompressionType.LZ4_COMPRESSION)
        .setTableFormatConfig(table);
  }

  /** For the family that RocksDB insists on, and for ones that a newer version may have made. */
  ColumnFamilyOptions unusedFamily() {
    return own(new ColumnFamilyOptions()).setWriteBufferSize(MB).setTableFormatConfig(table());
  }

  private BlockBasedTableConfig table() {
    return new BlockBasedTableConfig()
        .setBlockCache(cache)
        .setBlockSize(16 * 1024)
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setPinL0FilterAndIndexBlocksInCache(true);
  }

  long cacheUsed() {
    return cache.getUsage();
  }

  <T extends RocksObject> T own(T object) {
    owned.push(object);
    return object;
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}
