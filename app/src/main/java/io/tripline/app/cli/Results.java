package io.tripline.app.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a command's results go: standard output or a file. Buffered. */
public final class Results implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private final @Nullable OutputFile file;

  private Results(OutputStream out, @Nullable OutputFile file) {
    this.out = new BufferedOutputStream(out, BUFFER);
    this.file = file;
  }

  /**
   * Opens.
   *
   * @param path of the file, or null for standard output
   * @throws WrongUseException if the file cannot be written
   */
  public static Results to(@Nullable Path path, Terminal terminal) {
    if (path == null) {
      return new Results(terminal.out(), null);
    }
    OutputFile file = OutputFile.open(path);
    return new Results(file.stream(), file);
  }

  public OutputStream stream() {
    return out;
  }

  /** Says that all is written; without it a file is not left behind. */
  public void complete() throws IOException {
    out.flush();
    if (file != null) {
      file.complete();
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
