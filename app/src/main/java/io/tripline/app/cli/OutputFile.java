package io.tripline.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/**
 * A file of results, which is there as a whole or not at all: it is written beside its place and
 * moved there by {@link #complete}. What is not completed is deleted, also when the process is
 * asked to end. Devices and pipes are written directly.
 */
public final class OutputFile implements AutoCloseable {
  private final Path target;
  private final Path written;
  private final OutputStream out;
  private final Thread cleaner;

  private OutputFile(Path target, Path written, OutputStream out) {
    this.target = target;
    this.written = written;
    this.out = out;
    cleaner = new Thread(this::deleteWritten, "delete-unfinished-output");
  }

  /**
   * Opens.
   *
   * @throws WrongUseException if nothing can be written there
   */
  public static OutputFile open(Path path) {
    if (Files.isDirectory(path)) {
      throw new WrongUseException(path + " is a folder; name a file in it");
    }
    try {
      Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
      boolean direct = Files.exists(target) && !Files.isRegularFile(target);
      if (!direct) {
        requireFolder(path, target.getParent());
      }
      Path written =
          direct
              ? target
              : target.resolveSibling(
                  "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
      OutputStream out =
          direct
              ? Files.newOutputStream(written, StandardOpenOption.WRITE)
              : Files.newOutputStream(written);
      OutputFile file = new OutputFile(target, written, new PipeOutput(out));
      Runtime.getRuntime().addShutdownHook(file.cleaner);
      return file;
    } catch (FileSystemException e) {
      throw new WrongUseException("cannot write " + path + ": " + IoErrors.sentence(e), e);
    } catch (IOException e) {
      throw new WrongUseException("cannot write " + path + ": " + e.getMessage(), e);
    }
  }

  /** Else the failure would name the file beside, of which the user knows nothing. */
  private static void requireFolder(Path path, @Nullable Path folder) {
    if (folder == null || !Files.isDirectory(folder)) {
      throw new WrongUseException("cannot write " + path + ": there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      throw new WrongUseException(
          "cannot write " + path + ": no permission to make files in " + folder);
    }
  }

  /** Where to write; unbuffered. */
  public OutputStream stream() {
    return out;
  }

  /**
   * Puts the file in its place, with the permissions of the one that was there; nothing may be
   * written after it.
   */
  public void complete() throws IOException {
    out.close();
    if (!written.equals(target)) {
      keepPermissions();
      Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void keepPermissions() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(written, PosixFileAttributeView.class);
    if (view != null && Files.exists(target)) {
      view.setPermissions(Files.getPosixFilePermissions(target));
    }
  }

  /** Deletes the file if it was not completed. */
  @Override
  public void close() throws IOException {
    out.close();
    deleteWritten();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      // The process is ending: the hook finds nothing to delete.
    }
  }

  private void deleteWritten() {
    if (!written.equals(target)) {
      written.toFile().delete();
    }
  }
}
