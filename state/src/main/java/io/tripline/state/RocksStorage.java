package io.tripline.state;

import io.tripline.engine.port.AlertLog;
import io.tripline.engine.port.CrashPoints;
import io.tripline.engine.port.DecisionLog;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.LateLog;
import io.tripline.engine.port.RejectedLog;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.Storage;
import io.tripline.engine.port.StorageException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One store in one folder, used by one process. After {@link #close}, every method of it and of its
 * parts refuses with a {@link StorageException}.
 */
public final class RocksStorage implements Storage {
  /** Of the whole store; families and records have their meaning from it. */
  static final int FORMAT = 5;

  private static final byte[] FORMAT_KEY = Bytes.utf8("format");

  private final StoreFolder folder;
  private final StoreSettings settings;
  private final Database db;
  private final FileJournal journal;
  private final RocksStateStore states;
  private final RocksOutbox outbox;
  private final RocksWebhooks webhooks;
  private final RocksSilences silences;
  private final RocksProposals proposals;
  private final RocksAlertLog alerts;
  private final RocksAlertReviews reviews;
  private final RocksApiKeys apiKeys;
  private final RocksIdempotencyKeys idempotencyKeys;
  private final RocksAuditLog audit;
  private final RocksAlertReader alertReader;
  private final RocksRuleVersions ruleVersions;
  private final RocksRejectedLog rejected;
  private final RocksLateLog late;
  private final RocksDecisionLog decisions;
  private final LongSupplier clock;
  private final Savepoints savepoints;
  private final CrashPoints points;

  private RocksStorage(
      StoreFolder folder,
      StoreSettings settings,
      Database db,
      LongSupplier clock,
      CrashPoints points) {
    this.points = points;
    this.folder = folder;
    this.settings = settings;
    this.db = db;
    this.journal =
        new FileJournal(db, folder, settings, clock, RocksStateStore.checkpointSequence(db));
    this.states = new RocksStateStore(db, journal);
    this.outbox = new RocksOutbox(db);
    this.webhooks = new RocksWebhooks(db, outbox);
    this.silences = new RocksSilences(db, clock);
    this.proposals = new RocksProposals(db);
    this.alerts = new RocksAlertLog(db, webhooks, outbox, silences, clock);
    this.reviews = new RocksAlertReviews(db);
    this.apiKeys = new RocksApiKeys(db);
    this.idempotencyKeys = new RocksIdempotencyKeys(db);
    this.audit = new RocksAuditLog(db);
    this.alertReader = new RocksAlertReader(db, reviews, alerts::lastOrdinal);
    this.ruleVersions = new RocksRuleVersions(db);
    this.rejected = new RocksRejectedLog(db, settings);
    this.late = new RocksLateLog(db, settings);
    this.decisions = new RocksDecisionLog(db, settings);
    this.clock = clock;
    this.savepoints = savepoints(Savepoints.RESERVE);
  }

  /**
   * Opens the store in a folder, or makes one if the folder is missing or empty.
   *
   * @throws StorageException if another process uses the folder, if it holds something else, if the
   *     store's format is not ours, or if it is damaged; the message says what to do
   */
  public static RocksStorage open(Path folder, StoreSettings settings) {
    return open(folder, settings, CrashPoints.NONE);
  }

  /**
   * The same for tests.
   *
   * @param points told of what is passed, by the store and by an engine on it
   */
  public static RocksStorage open(Path folder, StoreSettings settings, CrashPoints points) {
    return open(folder, settings, System::currentTimeMillis, points);
  }

  /** Whether there is a store in a folder, of any format. */
  public static boolean isStore(Path folder) {
    return StoreFolder.isMade(folder);
  }

  /**
   * @param clock wall clock, ms since 1970, for the age of the journal
   */
  static RocksStorage open(Path folder, StoreSettings settings, LongSupplier clock) {
    return open(folder, settings, clock, CrashPoints.NONE);
  }

  private static RocksStorage open(
      Path path, StoreSettings settings, LongSupplier clock, CrashPoints points) {
    StoreFolder folder = StoreFolder.prepare(path);
    boolean create = !folder.isMade();
    Database db = Database.open(folder, create, settings, points);
    try {
      checkFormat(folder, db);
      folder.makeJournal();
      RocksStorage storage = new RocksStorage(folder, settings, db, clock, points);
      if (create) {
        folder.made();
      }
      return storage;
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
  }

  private static void checkFormat(StoreFolder folder, Database db) {
    if (db.get(Family.META, FORMAT_KEY) == null && db.isEmpty() && !folder.hasJournal()) {
      db.write(batch -> batch.put(Family.META, FORMAT_KEY, Bytes.ofLong(FORMAT)));
    } else {
      requireFormat(folder.path(), db);
    }
  }

  /**
   * Refuses what is not a store of this format.
   *
   * @param folder for messages
   */
  static void requireFormat(Path folder, Database db) {
    byte[] record = db.get(Family.META, FORMAT_KEY);
    if (record == null || record.length != 8) {
      throw db.damaged("it does not say which format it has");
    }
    long format = Bytes.getLong(record, 0);
    if (format != FORMAT) {
      throw new StorageException(
          "The store in "
              + folder
              + " has format "
              + format
              + "; this Tripline reads format "
              + FORMAT
              + ". Use the Tripline that wrote it, or start with an empty folder.");
    }
    if (!db.unknownFamilies().isEmpty()) {
      throw db.damaged("it has the unknown parts " + db.unknownFamilies());
    }
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public StateStore states() {
    return states;
  }

  @Override
  public AlertLog alerts() {
    return alerts;
  }

  @Override
  public RuleVersions ruleVersions() {
    return ruleVersions;
  }

  @Override
  public RejectedLog rejected() {
    return rejected;
  }

  @Override
  public LateLog late() {
    return late;
  }

  @Override
  public DecisionLog decisions() {
    return decisions;
  }

  @Override
  public CrashPoints crashPoints() {
    return points;
  }

  /** The alerts, to read. */
  public AlertReader alertReader() {
    return alertReader;
  }

  /** What people say of alerts. */
  public AlertReviews reviews() {
    return reviews;
  }

  /** By which callers are told. */
  public ApiKeys apiKeys() {
    return apiKeys;
  }

  /** What was answered to requests that brought a key of their own. */
  public IdempotencyKeys idempotencyKeys() {
    return idempotencyKeys;
  }

  /** What people have done. */
  public AuditLog audit() {
    return audit;
  }

  /** The registered webhooks. */
  public WebhookStore webhooks() {
    return webhooks;
  }

  /** When webhooks are not told of some alerts. */
  public Silences silences() {
    return silences;
  }

  /** Changes that wait for approval. */
  public Proposals proposals() {
    return proposals;
  }

  /** What is to be delivered to them. */
  public Outbox outbox() {
    return outbox;
  }

  /** Its savepoints. */
  public Savepoints savepoints() {
    return savepoints;
  }

  /**
   * @param reserve see {@link Savepoints#RESERVE}
   */
  Savepoints savepoints(long reserve) {
    return new Savepoints(db, journal, folder, clock, reserve);
  }

  /**
   * What opening has cut off the journal's end, since it was not whole: a sentence for the
   * operator. Null if nothing was.
   */
  public @Nullable String journalCut() {
    return journal.cut();
  }

  /**
   * Why the journal cannot be gone on with, for a disk that is full, away or read-only: a sentence.
   * Null if it can be. Asks the file system, and writes nothing. Thread-safe.
   */
  public @Nullable String unwritable() {
    return folder.unwritable(Savepoints.RESERVE);
  }

  /** A folder for files of backtests, which are no part of the store. */
  public Path backtests() {
    return folder.backtests();
  }

  /** Figures as of now. Thread-safe. */
  public StoreStats stats() {
    Map<String, Long> partBytes = new HashMap<>();
    for (Family family : Family.values()) {
      partBytes.put(family.title(), db.property(family, "rocksdb.live-sst-files-size"));
    }
    partBytes.put("journal", journal.bytes());
    return new StoreStats(
        partBytes,
        folder.walBytes(),
        db.cacheUsed(),
        settings.cacheBytes(),
        db.bufferedBytes(),
        journal.firstSequence(),
        journal.oldestWrittenAt(),
        journal.lastSequence(),
        journal.neededFrom(),
        states.count(),
        alerts.lastOrdinal(),
        rejected.count(),
        rejected.dropped(),
        late.count(),
        late.dropped(),
        decisions.count(),
        decisions.dropped());
  }

  /** Whether the database is merging files just now. Thread-safe. */
  boolean isCompacting() {
    return db.property(Family.KEYS, "rocksdb.num-running-compactions") > 0;
  }

  /** Waits for calls under way, then closes. Closing again does nothing. Thread-safe. */
  @Override
  public void close() {
    db.close();
    journal.close();
    savepoints.close();
  }

  /** For messages about this store. */
  @Override
  public String toString() {
    return "store in " + folder.path();
  }
}
