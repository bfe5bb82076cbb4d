package io.tripline.state;

import io.tripline.engine.port.CrashPoint;
import io.tripline.engine.port.CrashPoints;
import io.tripline.engine.port.StorageException;
import io.tripline.state.Savepoint.SavedFile;
import io.tripline.state.SavepointFolder.Found;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Makes a store from a savepoint: a copy of it, with nothing shared, so that what becomes of the
 * one is nothing to the other. Until it is complete, nobody takes the folder for a store.
 */
public final class SavepointRestore {
  private SavepointRestore() {}

  /**
   * Looks through all files of a savepoint.
   *
   * @param savepoint its folder
   * @return what it says of itself
   * @throws StorageException if there is none, or it is damaged: the message says which files are
   */
  public static Savepoint verify(Path savepoint) {
    Found found = SavepointFolder.look(savepoint);
    Savepoint said = found.savepoint();
    if (said == null || found.problem() != null) {
      throw new StorageException(
          savepoint + " is not a savepoint that can be restored: " + found.problem() + ".");
    }
    List<String> problems;
    try {
      problems = SavepointFiles.problems(savepoint, said.files());
    } catch (IOException e) {
      throw new StorageException("Could not read the savepoint in " + savepoint + ": " + e, e);
    }
    if (!problems.isEmpty()) {
      throw new StorageException(
          "The savepoint in "
              + savepoint
              + " is damaged, and cannot be restored: "
              + String.join("; ", problems)
              + ". Take another one, or another copy of it.");
    }
    return said;
  }

  /**
   * Restores one.
   *
   * @param savepoint its folder
   * @param target folder of the new store: missing, empty, or left by a restore that was
   *     interrupted
   * @return what the savepoint says of itself
   * @throws StorageException if it cannot be restored; then the target is as it was
   */
  public static Savepoint restore(Path savepoint, Path target) {
    return restore(savepoint, target, CrashPoints.NONE);
  }

  /**
   * The same.
   *
   * @param points told of what is passed
   */
  public static Savepoint restore(Path savepoint, Path target, CrashPoints points) {
    StoreFolder.requireFree(target);
    Savepoint said = verify(savepoint);
    if (said.storeFormat() != RocksStorage.FORMAT) {
      throw new StorageException(
          "The store in the savepoint "
              + said.name()
              + " has format "
              + said.storeFormat()
              + "; this Tripline reads format "
              + RocksStorage.FORMAT
              + ". Use the Tripline that made it ("
              + said.tripline()
              + ").");
    }
    boolean isNew = !Files.exists(target);
    try {
      StoreFolder.createPrivate(target);
      requireRoom(said, target);
      StoreFolder.beginRestore(target);
      points.pass(CrashPoint.RESTORE_BEGUN);
      copy(savepoint, said.files(), target);
      check(said, target);
      points.pass(CrashPoint.RESTORE_COPIED);
      StoreFolder.completeRestore(target);
      points.pass(CrashPoint.RESTORE_AFTER);
      return said;
    } catch (IOException e) {
      removeAll(target, isNew);
      throw new StorageException(
          "Could not restore the savepoint " + said.name() + " into " + target + ": " + e + ".", e);
    } catch (RuntimeException e) {
      removeAll(target, isNew);
      throw e;
    }
  }

  private static void requireRoom(Savepoint said, Path target) throws IOException {
    long room = Files.getFileStore(target).getUsableSpace();
    if (room < said.bytes()) {
      throw new StorageException(
          "The disk that holds "
              + target
              + " has too little room: "
              + room
              + " bytes are free, and "
              + said.bytes()
              + " are needed.");
    }
  }

  private static void copy(Path savepoint, List<SavedFile> files, Path target) throws IOException {
    Path db = Files.createDirectory(StoreFolder.rocks(target));
    Path journal = Files.createDirectory(StoreFolder.journal(target));
    for (SavedFile file : files) {
      Path copy = target.resolve(file.path());
      if (!db.equals(copy.getParent()) && !journal.equals(copy.getParent())) {
        throw new FileSystemException(file.path(), null, "it does not belong into a store");
      }
      Files.copy(savepoint.resolve(file.path()), copy);
      try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
    StoreFolder.sync(db);
    StoreFolder.sync(journal);
  }

  /** That the copy is what the savepoint says. */
  private static void check(Savepoint said, Path target) {
    try (StoreView view = StoreView.open(target)) {
      long checkpoint = RocksStateStore.checkpointSequence(view.db());
      long position = view.journal().lastSequence();
      if (checkpoint != said.checkpoint() || position != said.position()) {
        throw new StorageException(
            "What was restored into "
                + target
                + " ends at entry "
                + position
                + ", with a checkpoint at "
                + checkpoint
                + ", and should end at "
                + said.position()
                + ", with a checkpoint at "
                + said.checkpoint()
                + ".");
      }
    }
  }

  private static void removeAll(Path target, boolean isNew) {
    try {
      StoreFolder.abandonRestore(target);
      if (isNew) {
        SavepointFolder.remove(target, new CountDownLatch(0));
      }
    } catch (IOException | InterruptedException e) {
      // It is marked as being restored: nobody takes it for a store.
    }
  }
}
