package io.tripline.app.demo;

import io.tripline.app.cli.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demo's own temporary folder, deleted with all that is in it unless it is to be kept. */
final class Folder implements AutoCloseable {
  private final Path path;
  private final boolean keep;

  Folder(boolean keep) throws IOException {
    this.path = Files.createTempDirectory("tripline-demo-");
    this.keep = keep;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    if (keep) {
      return;
    }
    try {
      Folders.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + path + " cannot be deleted", e);
    }
  }
}
