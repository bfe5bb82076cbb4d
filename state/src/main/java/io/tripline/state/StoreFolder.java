package io.tripline.state;

import io.tripline.engine.port.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a store: a file that marks it as ours, RocksDB's files in a folder of their own,
 * and the journal's in another. While the store is being made, the mark has another name: so a
 * making that was interrupted can be gone on with, and a store that was whole once and misses files
 * is never made anew.
 */
final class StoreFolder {
  private static final String MARK = "TRIPLINE";
  private static final String MARK_BEFORE = "TRIPLINE.new";
  private static final String MARK_RESTORING = "TRIPLINE.restoring";
  private static final String MARK_TEXT =
      "This folder is a store of Tripline. Its files belong together: copy or move it as a whole,"
          + " while no Tripline runs on it.\n";

  /** What may lie in a folder that is otherwise empty: a fresh file system has it. */
  private static final Set<String> HARMLESS = Set.of("lost+found");

  private final Path folder;

  private StoreFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder if it is missing, and refuses one that holds something else. */
  static StoreFolder prepare(Path path) {
    StoreFolder folder = new StoreFolder(path);
    try {
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw new StorageException(path + " is a file. Give a folder for the store.");
      }
      if (!Files.exists(path)) {
        createPrivate(path);
      }
      if (!folder.isMade() && !Files.exists(path.resolve(MARK_BEFORE))) {
        refuseForeign(path);
        Files.writeString(path.resolve(MARK_BEFORE), MARK_TEXT);
        folder.sync();
      }
      return folder;
    } catch (AccessDeniedException e) {
      throw new StorageException(
          "Tripline may not use the folder " + path + ". Give it the right to, or choose another.",
          e);
    } catch (IOException e) {
      throw new StorageException(
          "Could not make a store in " + path + ": " + e + ". Check the path and the disk.", e);
    }
  }

  /** Only for its owner: there are people's data and webhooks' secrets in it. */
  static void createPrivate(Path path) throws IOException {
    if (isPosix(path)) {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(path);
    }
  }

  private static void refuseForeign(Path path) throws IOException {
    if (Files.exists(path.resolve(MARK_RESTORING))) {
      throw new StorageException(
          "A savepoint was being restored into "
              + path
              + " when that was interrupted. Restore it again, which begins anew.");
    }
    if (Files.exists(path.resolve(SavepointText.FILE))) {
      throw new StorageException(
          path
              + " is a savepoint. Restore it into another folder (tripline savepoint restore), and"
              + " use that.");
    }
    try (Stream<Path> files = Files.list(path)) {
      List<String> foreign =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !HARMLESS.contains(name))
              .sorted()
              .toList();
      if (!foreign.isEmpty()) {
        throw new StorageException(
            "The folder "
                + path
                + " holds other files ("
                + foreign.getFirst()
                + (foreign.size() > 1 ? " and " + (foreign.size() - 1) + " more" : "")
                + "), and no store of Tripline. Choose an empty folder, or one that does not exist"
                + " yet.");
      }
    }
  }

  /** Whether a store was made here, and must be whole. */
  boolean isMade() {
    return isMade(folder);
  }

  /** Whether a store was made in a folder. */
  static boolean isMade(Path folder) {
    return Files.exists(folder.resolve(MARK));
  }

  /** From now on, a store is here. */
  void made() {
    try {
      Files.move(folder.resolve(MARK_BEFORE), folder.resolve(MARK), StandardCopyOption.ATOMIC_MOVE);
      sync();
    } catch (IOException e) {
      throw new StorageException(
          "Could not make a store in " + folder + ": " + e + ". Check the path and the disk.", e);
    }
  }

  /**
   * Refuses a folder in which there is no store.
   *
   * @throws StorageException with what there is
   */
  static void requireMade(Path path) {
    if (isMade(path)) {
      return;
    }
    throw new StorageException(
        Files.exists(path.resolve(MARK_BEFORE))
            ? "The store in " + path + " was never completed: nothing was stored in it."
            : "There is no store in " + path + ".");
  }

  /**
   * Refuses a folder in which there is neither a store nor a savepoint: both can be read.
   *
   * @throws StorageException with what there is
   */
  static void requireReadable(Path path) {
    if (!Files.exists(path.resolve(SavepointText.FILE))) {
      requireMade(path);
    }
  }

  /**
   * Refuses a folder in which no store can be restored.
   *
   * @throws StorageException if there is anything in it but what a restore has left that was
   *     interrupted
   */
  static void requireFree(Path path) {
    try {
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw new StorageException(path + " is a file. Give a folder for the store.");
      }
      if (Files.exists(path.resolve(MARK)) || Files.exists(path.resolve(MARK_BEFORE))) {
        throw new StorageException(
            "There is a store in "
                + path
                + " already. Nothing is restored over a store: choose another folder, or move this"
                + " one away first, and restore from there.");
      }
      if (Files.exists(path) && !Files.exists(path.resolve(MARK_RESTORING))) {
        refuseForeign(path);
      }
    } catch (IOException e) {
      throw Failures.ofFiles(e, "make", path);
    }
  }

  /** Marks a folder that is free as one that is being restored, and empties it. */
  static void beginRestore(Path path) throws IOException {
    Files.writeString(path.resolve(MARK_RESTORING), MARK_TEXT);
    sync(path);
    removeParts(path);
  }

  /** From now on a store is in a folder that was being restored. */
  static void completeRestore(Path path) throws IOException {
    sync(path);
    Files.move(path.resolve(MARK_RESTORING), path.resolve(MARK), StandardCopyOption.ATOMIC_MOVE);
    sync(path);
  }

  /** The folder is free again. */
  static void abandonRestore(Path path) throws IOException {
    if (Files.exists(path.resolve(MARK_RESTORING))) {
      removeParts(path);
      Files.delete(path.resolve(MARK_RESTORING));
    }
  }

  private static void removeParts(Path path) throws IOException {
    for (Path part : List.of(rocks(path), journal(path))) {
      try {
        if (Files.exists(part)) {
          SavepointFolder.remove(part, new CountDownLatch(0));
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  /** Makes sure that the names in the folder survive a loss of power, where folders have that. */
  private void sync() throws IOException {
    sync(folder);
  }

  /** Of any folder. */
  static void sync(Path folder) throws IOException {
    if (isPosix(folder)) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  Path path() {
    return folder;
  }

  /** Where RocksDB has its files. */
  Path rocks() {
    return rocks(folder);
  }

  /** Where RocksDB has its files in the folder of a store, or of a copy. */
  static Path rocks(Path folder) {
    return folder.resolve("db");
  }

  /** Where the segments of the journal are. */
  Path journal() {
    return journal(folder);
  }

  /** Where the segments of the journal are in the folder of a store, or of a copy. */
  static Path journal(Path folder) {
    return folder.resolve("journal");
  }

  /** Where its savepoints are. */
  static Path savepoints(Path folder) {
    return folder.resolve("savepoints");
  }

  /** Where files of backtests may be put; they are no part of the store. */
  Path backtests() {
    return folder.resolve("backtests");
  }

  /** Makes the folder of the journal, if the store is being made. */
  void makeJournal() {
    try {
      if (!isMade()) {
        Files.createDirectories(journal());
        sync();
      } else if (!Files.isDirectory(journal())) {
        throw Failures.damaged(folder, "its folder journal is missing");
      }
    } catch (IOException e) {
      throw Failures.ofFiles(e, "write to", folder);
    }
  }

  /** Whether there is any entry in the journal. */
  boolean hasJournal() {
    return Files.isDirectory(journal()) && bytes(journal(), ".journal") > 0;
  }

  /** Makes sure that names in the folder of the journal survive a loss of power. */
  void syncJournal() throws IOException {
    sync(journal());
  }

  /**
   * Why nothing more can be written to the journal, in a sentence without the folder's name; null
   * if it can be.
   *
   * @param leastRoom bytes of disk without which the next write may fail
   */
  @Nullable String unwritable(long leastRoom) {
    Path journal = journal();
    try {
      long room = Files.getFileStore(journal).getUsableSpace();
      if (room < leastRoom) {
        return "The disk of the data folder has %,d bytes left, and at least %,d are wanted."
            .formatted(room, leastRoom);
      }
      return Files.isWritable(journal) ? null : "The data folder cannot be written to.";
    } catch (IOException e) {
      return "The data folder cannot be reached.";
    }
  }

  /** Bytes of the write-ahead log. */
  long walBytes() {
    return walBytes(folder);
  }

  /** Bytes of the write-ahead log in the folder of a store, or of a copy. */
  static long walBytes(Path folder) {
    return bytes(rocks(folder), ".log");
  }

  private static long bytes(Path in, String ending) {
    try (Stream<Path> files = Files.list(in)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .mapToLong(StoreFolder::sizeOrZero)
          .sum();
    } catch (IOException | UncheckedIOException e) {
      throw new StorageException("Could not list the files of the store in " + in + ".", e);
    }
  }

  /** RocksDB may delete a file between the listing and the look at it. */
  private static long sizeOrZero(Path file) {
    return Math.max(0, file.toFile().length());
  }
}
