package io.tripline.state;

import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.engine.pipeline.StoreOutline;
import io.tripline.engine.port.CrashPoint;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.StorageException;
import io.tripline.state.Savepoint.SavedRule;
import io.tripline.state.Savepoint.SavedRules;
import io.tripline.state.SavepointException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The savepoints of an open store, which goes on being used while one is made. First the database
 * is copied, then the journal as far as it is by then: so nothing is stored of an entry that the
 * journal in the copy does not have, as after a crash, and recovery does the rest. Files that never
 * change again are linked, not copied. Thread-safe.
 */
public final class Savepoints implements AutoCloseable {
  /** Room that is left to those who write meanwhile, bytes. */
  static final long RESERVE = 32L << 20;

  private final Database db;
  private final FileJournal journal;
  private final LongSupplier clock;
  private final long reserve;
  private final SavepointFolder folder;
  private final AtomicReference<@Nullable String> making = new AtomicReference<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService removals =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("tripline-savepoint-removal").factory());

  /**
   * @param clock wall clock, ms since 1970
   * @param reserve see {@link #RESERVE}
   */
  Savepoints(
      Database db, FileJournal journal, StoreFolder store, LongSupplier clock, long reserve) {
    this.db = db;
    this.journal = journal;
    this.clock = clock;
    this.reserve = reserve;
    this.folder = SavepointFolder.of(store.path());
    removeSlowly(folder.leftovers());
  }

  /** Those that are complete. */
  public SavepointFolder folder() {
    return folder;
  }

  /** The name of the one that is being made, or null. */
  public @Nullable String underWay() {
    return making.get();
  }

  /** A name that tells the time, to the second. */
  public String usualName() {
    return Instant.ofEpochMilli(clock.getAsLong())
        .truncatedTo(ChronoUnit.SECONDS)
        .toString()
        .replace(':', '-');
  }

  /**
   * Makes one of the store as it is now.
   *
   * @param name see {@link Savepoint#isName}
   * @param comment one line, for people; may be empty
   * @param rules compiles rules that were deployed after the last checkpoint
   * @throws SavepointException if it cannot be made, for a reason that leaves the store as it was
   * @throws StorageException if the store is closed or damaged
   */
  public Savepoint create(String name, String comment, RuleSetReader rules) {
    check(name, comment);
    String other = making.compareAndExchange(null, name);
    if (other != null) {
      throw new SavepointException(
          Reason.UNDER_WAY,
          "The savepoint " + other + " is being made. Wait until it is complete.");
    }
    try {
      return create(new Draft(name, comment, rules));
    } finally {
      making.set(null);
    }
  }

  private static void check(String name, String comment) {
    if (!Savepoint.isName(name)) {
      throw new SavepointException(Reason.WRONG, "A name of a savepoint" + Savepoint.NAMES);
    }
    if (comment.length() > Savepoint.LONGEST_COMMENT
        || comment.chars().anyMatch(Character::isISOControl)) {
      throw new SavepointException(
          Reason.WRONG,
          "A comment is one line of up to " + Savepoint.LONGEST_COMMENT + " characters.");
    }
  }

  /** What a savepoint is made from. */
  private record Draft(String name, String comment, RuleSetReader rules) {}

  private Savepoint create(Draft draft) {
    Path path = null;
    try {
      path = folder.begin(draft.name());
      db.pass(CrashPoint.SAVEPOINT_BEGUN);
      requireRoom(path);
      copyStore(path);
      Savepoint savepoint = describe(draft, path);
      db.checkOpen();
      db.pass(CrashPoint.SAVEPOINT_DESCRIBED_BEFORE);
      write(path.resolve(SavepointText.FILE), SavepointText.write(savepoint));
      db.pass(CrashPoint.SAVEPOINT_NAMED_BEFORE);
      folder.complete(path, draft.name());
      db.pass(CrashPoint.SAVEPOINT_NAMED_AFTER);
      return savepoint;
    } catch (IOException | InterruptedException | RocksDBException e) {
      removeAtOnce(path);
      throw failed(draft.name(), e);
    } catch (RuntimeException e) {
      removeAtOnce(path);
      throw e;
    }
  }

  private void requireRoom(Path path) throws IOException {
    long unlinked = db.bufferedBytes(); // which are written to tables first
    List<JournalSegment> segments = journal.segments();
    if (!segments.isEmpty()) {
      unlinked += segments.getLast().end();
    }
    long room = Files.getFileStore(path).getUsableSpace();
    if (room < unlinked + reserve) {
      throw new SavepointException(
          Reason.NO_ROOM,
          "The disk that holds "
              + folder
              + " has too little room for a savepoint: "
              + room
              + " bytes are free, and "
              + (unlinked + reserve)
              + " are needed. Free some space, for example by deleting an older savepoint.");
    }
  }

  private void copyStore(Path into) throws IOException, RocksDBException {
    // From before the copy of the database until that of the journal: what the one needs of the
    // other must not be cut off between.
    try (Journal.Hold _ = journal.hold()) {
      db.copyTo(StoreFolder.rocks(into));
      db.pass(CrashPoint.SAVEPOINT_DATABASE_COPIED);
      copyJournal(Files.createDirectory(StoreFolder.journal(into)));
    }
  }

  /** The last segment first, since the first ones may be being deleted. */
  private void copyJournal(Path into) throws IOException {
    List<JournalSegment> segments = journal.segments();
    for (int i = segments.size() - 1; i >= 0; i--) {
      JournalSegment segment = segments.get(i);
      Path copy = into.resolve(String.valueOf(segment.file().getFileName()));
      try {
        if (i + 1 == segments.size()) {
          copy(segment.file(), copy, segment.end()); // it goes on growing
        } else {
          link(segment.file(), copy);
        }
      } catch (NoSuchFileException e) {
        if (journal.segments().contains(segment)) {
          throw e;
        }
        return; // nor are those before it wanted any more
      }
    }
  }

  private static void link(Path file, Path copy) throws IOException {
    try {
      Files.createLink(copy, file);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(file, copy); // the file system has no links, or no more of them for this file
    }
  }

  /** The file's first bytes. */
  private static void copy(Path file, Path copy, long bytes) throws IOException {
    try (FileChannel from = FileChannel.open(file);
        FileChannel to =
            FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long done = 0; done < bytes; ) {
        done += from.transferTo(done, bytes - done, to);
      }
    }
  }

  /** Reads the copy, so that what is said of it is so. */
  private Savepoint describe(Draft draft, Path path) throws IOException {
    try (StoreView view = StoreView.open(path)) {
      StoreOutline outline = view.outline(draft.rules());
      List<JournalSegment> segments = view.journal().segments();
      return new Savepoint(
          draft.name(),
          draft.comment(),
          clock.getAsLong(),
          version(),
          RocksStorage.FORMAT,
          outline.checkpoint(),
          segments.isEmpty() ? -1 : segments.getFirst().first(),
          outline.position(),
          outline.events(),
          view.alerts(),
          view.states(),
          outline.ruleSets().stream().map(Savepoints::rules).toList(),
          SavepointFiles.settle(path));
    }
  }

  private static SavedRules rules(StoreOutline.RuleSetOutline set) {
    return new SavedRules(
        set.name(),
        set.version(),
        set.rules().stream()
            .map(rule -> new SavedRule(rule, set.modes().of(rule), set.modes().isPaused(rule)))
            .toList());
  }

  private static String version() {
    return Objects.requireNonNullElse(
        Savepoints.class.getPackage().getImplementationVersion(), "development");
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private RuntimeException failed(String name, Exception e) {
    if (Failures.isFull(String.valueOf(e.getMessage()))) {
      return new SavepointException(
          Reason.NO_ROOM,
          "The disk that holds "
              + folder
              + " has become full while the savepoint "
              + name
              + " was made. Nothing is left of it. Free some space, for example by deleting an"
              + " older savepoint.",
          e);
    }
    return new StorageException(
        "Could not make the savepoint " + name + " in " + folder + ": " + e.getMessage() + ".", e);
  }

  private static void removeAtOnce(@Nullable Path path) {
    try {
      if (path != null) {
        SavepointFolder.remove(path, new CountDownLatch(0));
      }
    } catch (IOException | InterruptedException e) {
      // It has no name, and goes when the store is opened again.
    }
  }

  /** Deletes one; its files go in the background. */
  public void delete(String name) {
    removeSlowly(folder.delete(name));
  }

  private void removeSlowly(SavepointFolder.Removal removal) {
    removals.execute(
        () -> {
          try {
            removal.run(closing);
          } catch (IOException e) {
            // Only space is lost, until the next start tries again.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Ends what is being removed. */
  @Override
  public void close() {
    closing.countDown();
    removals.close();
  }
}
