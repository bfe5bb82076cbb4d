package io.tripline.state;

import io.tripline.engine.port.StorageException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Says in plain words what went wrong, and what the operator can do. */
final class Failures {
  private Failures() {}

  /**
   * @param doing what was tried, as in "could not {doing}"
   */
  static StorageException of(RocksDBException e, String doing, Path folder) {
    Status status = e.getStatus();
    Status.Code code = status == null ? Status.Code.Undefined : status.getCode();
    String detail = e.getMessage() == null ? code.toString() : e.getMessage();
    if (status != null && status.getSubCode() == Status.SubCode.NoSpace || isFull(detail)) {
      return full(folder, e);
    }
    if (code == Status.Code.IOError && detail.toLowerCase(Locale.ROOT).contains("lock")) {
      return inUse(folder, e);
    }
    if (code == Status.Code.Corruption
        || detail.startsWith("Corruption")
        || detail.contains("No such file")) {
      return new StorageException(damage(folder, detail), e);
    }
    return couldNot(doing, folder, detail, e);
  }

  /**
   * Of a file that is not RocksDB's.
   *
   * @param doing what was tried, as in "could not {doing}"
   */
  static StorageException ofFiles(IOException e, String doing, Path folder) {
    String detail =
        e instanceof FileSystemException ? e.toString() : String.valueOf(e.getMessage());
    return isFull(detail) ? full(folder, e) : couldNot(doing, folder, detail, e);
  }

  static boolean isFull(String detail) {
    return detail.contains("No space left");
  }

  private static StorageException full(Path folder, Throwable cause) {
    return new StorageException(
        "The disk that holds " + folder + " is full. Free some space, then start Tripline again.",
        cause);
  }

  private static StorageException couldNot(
      String doing, Path folder, String detail, Throwable cause) {
    return new StorageException(
        "Could not "
            + doing
            + " the store in "
            + folder
            + ": "
            + detail
            + ". Check the disk and the permissions of the folder, then start Tripline again.",
        cause);
  }

  /** Of opening a store that was made: RocksDB calls it a wrong argument if files are missing. */
  static StorageException ofOpening(RocksDBException e, Path folder) {
    Status status = e.getStatus();
    if (status != null && status.getCode() == Status.Code.InvalidArgument) {
      return new StorageException(damage(folder, String.valueOf(e.getMessage())), e);
    }
    return of(e, "open", folder);
  }

  private static StorageException inUse(Path folder, Throwable cause) {
    return new StorageException(
        "Another Tripline process uses the folder "
            + folder
            + ". Stop that process, or choose another folder.",
        cause);
  }

  /** A store that does not hold what it must. */
  static StorageException damaged(Path folder, String detail) {
    return new StorageException(damage(folder, detail));
  }

  private static String damage(Path folder, String detail) {
    return "The store in "
        + folder
        + " is damaged: "
        + detail
        + ". Restore the folder from a copy, or move it away and start with an empty one.";
  }
}
