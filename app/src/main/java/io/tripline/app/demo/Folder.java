package io.tripline.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + path + " cannot be deleted", e);
    }
  }
}
