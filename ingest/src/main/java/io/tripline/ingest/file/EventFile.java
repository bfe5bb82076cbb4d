package io.tripline.ingest.file;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file of events that is open for reading: one JSON object a line, plain or gzipped (which it is
 * is seen from its first bytes, not from its name). Read once, by {@link FileIngest}, which closes
 * it. Not thread-safe.
 */
public final class EventFile implements AutoCloseable {
  private final String name;

  private EventFile(String name) {
    this.name = name;
  }

  /**
   * Opens a file, or standard input for {@code -}.
   *
   * @throws IOException with a sentence for the user, if it cannot be read
   */
  public static EventFile open(String pathOrDash) throws IOException {
    return open(Path.of(pathOrDash));
  }

  /** Opens a file. */
  public static EventFile open(Path path) throws IOException {
    return new EventFile(path.toString());
  }

  /** As the user named it. */
  public String name() {
    return name;
  }

  @Override
  public void close() throws IOException {}
}
