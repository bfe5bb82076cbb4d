package io.tripline.state;

import io.tripline.engine.port.StorageException;
import io.tripline.state.Savepoint.SavedFile;
import io.tripline.state.SavepointException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The savepoints of a store: a folder for each, of its name, beside the store's own files. A
 * savepoint gets its name once it is complete, and loses it before it is deleted. Thread-safe, and
 * for any number of processes: whether the store is in use makes no difference.
 */
public final class SavepointFolder {
  /** What a folder is called before it is complete, and while it is deleted. */
  private static final String MAKING = ".making-";

  private static final String GONE = ".gone-";
  private final Path folder;

  private SavepointFolder(Path folder) {
    this.folder = folder;
  }

  /** Those of the store in a folder, which need not be there. */
  public static SavepointFolder of(Path store) {
    return new SavepointFolder(StoreFolder.savepoints(store));
  }

  /**
   * A savepoint, or what is left of one.
   *
   * @param savepoint null if not even that can be read
   * @param problem why it cannot be restored; null if nothing was seen, without a look at contents
   */
  public record Found(
      String name, Path folder, @Nullable Savepoint savepoint, @Nullable String problem) {}

  /** All that are complete, or were once, the oldest first. */
  public List<Found> list() {
    List<Found> all = new ArrayList<>();
    for (Path each : folders()) {
      String name = String.valueOf(each.getFileName());
      if (Savepoint.isName(name)) {
        all.add(look(each));
      }
    }
    all.sort(
        Comparator.comparingLong(
                (Found found) -> found.savepoint() == null ? 0 : found.savepoint().createdAt())
            .thenComparing(Found::name));
    return all;
  }

  private List<Path> folders() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw Failures.ofFiles(e, "read the savepoints of", folder);
    }
  }

  /** Looks at the savepoint in a folder, wherever that lies, but not into its files. */
  public static Found look(Path folder) {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    Savepoint savepoint;
    try {
      savepoint = SavepointText.read(Files.readAllBytes(folder.resolve(SavepointText.FILE)));
    } catch (NoSuchFileException e) {
      String what = Files.isDirectory(folder) ? "no file " + SavepointText.FILE : "no such folder";
      return new Found(name, folder, null, "there is " + what);
    } catch (IOException e) {
      return new Found(name, folder, null, "it cannot be read (" + e + ")");
    } catch (StorageException e) {
      return new Found(name, folder, null, e.getMessage());
    }
    return new Found(name, folder, savepoint, missing(folder, savepoint));
  }

  private static @Nullable String missing(Path folder, Savepoint savepoint) {
    for (SavedFile file : savepoint.files()) {
      Path path = folder.resolve(file.path());
      if (!Files.isRegularFile(path)) {
        return "its file " + file.path() + " is missing";
      }
      long bytes = path.toFile().length();
      if (bytes != file.bytes()) {
        return "its file "
            + file.path()
            + " has "
            + bytes
            + " bytes, and should have "
            + file.bytes();
      }
    }
    return null;
  }

  /** Where the savepoint of that name is, if there is one. */
  public Path path(String name) {
    return folder.resolve(name);
  }

  /**
   * The savepoint of that name.
   *
   * @throws SavepointException if there is none
   */
  public Found find(String name) {
    if (!Savepoint.isName(name) || !Files.isDirectory(folder.resolve(name))) {
      throw new SavepointException(Reason.MISSING, "There is no savepoint " + name + ".");
    }
    return look(folder.resolve(name));
  }

  /**
   * Deletes the savepoint of that name: it is gone at once.
   *
   * @return what removes its files, which takes its time; what is left when it is not run, or
   *     interrupted, is removed when the store is opened again
   * @throws SavepointException if there is none
   */
  public Removal delete(String name) {
    Path gone = folder.resolve(GONE + name);
    Path savepoint = find(name).folder();
    try {
      if (Files.exists(gone)) {
        remove(gone, new CountDownLatch(0));
      }
      Files.move(savepoint, gone, StandardCopyOption.ATOMIC_MOVE);
      StoreFolder.sync(folder);
    } catch (NoSuchFileException e) {
      throw new SavepointException(Reason.MISSING, "There is no savepoint " + name + ".", e);
    } catch (IOException | InterruptedException e) {
      throw failed("delete", name, e);
    }
    return hurry -> remove(gone, hurry);
  }

  /** Removes files bit by bit. */
  public interface Removal {
    /**
     * Does it.
     *
     * @param hurry ends the pauses between the bits
     */
    void run(CountDownLatch hurry) throws IOException, InterruptedException;
  }

  /** Of what was being made or deleted when a process ended. */
  Removal leftovers() {
    List<Path> all =
        folders().stream()
            .filter(
                path -> {
                  String name = String.valueOf(path.getFileName());
                  return name.startsWith(MAKING) || name.startsWith(GONE);
                })
            .toList();
    return hurry -> {
      for (Path each : all) {
        remove(each, hurry);
      }
    };
  }

  /**
   * A folder in which a savepoint is made.
   *
   * @throws SavepointException if there is a savepoint of that name
   */
  Path begin(String name) throws IOException, InterruptedException {
    StoreFolder.createPrivate(folder);
    Path making = folder.resolve(MAKING + name);
    if (Files.exists(folder.resolve(name))) {
      throw new SavepointException(
          Reason.EXISTS,
          "There is a savepoint " + name + " already. Delete it first, or choose another name.");
    }
    if (Files.exists(making)) {
      remove(making, new CountDownLatch(0)); // of an attempt that failed
    }
    Files.createDirectory(making);
    return making;
  }

  /** Gives the savepoint, which is complete and on disk, its name. */
  void complete(Path making, String name) throws IOException {
    StoreFolder.sync(making);
    Files.move(making, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    StoreFolder.sync(folder);
  }

  /** Removes a folder with all that is in it. */
  static void remove(Path folder, CountDownLatch hurry) throws IOException, InterruptedException {
    List<Path> inside;
    try (Stream<Path> all = Files.list(folder)) {
      inside = all.toList();
    }
    for (Path each : inside) {
      if (Files.isDirectory(each)) {
        remove(each, hurry);
      } else {
        SlowRemoval.remove(each, hurry);
      }
    }
    Files.delete(folder);
  }

  private StorageException failed(String doing, String name, Exception e) {
    return new StorageException(
        "Could not " + doing + " the savepoint " + name + " in " + folder + ": " + e + ".", e);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
