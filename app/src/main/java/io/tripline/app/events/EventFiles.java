package io.tripline.app.events;

import io.tripline.app.cli.IoErrors;
import io.tripline.app.cli.PathConverter;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.ingest.file.EventFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens the event files that a command line names. */
public final class EventFiles {
  /** Stands for standard input. */
  public static final String STANDARD_INPUT = "-";

  private EventFiles() {}

  /**
   * Opens all of them; whoever calls closes them.
   *
   * @throws WrongUseException if one cannot be read, or standard input is named twice; then none is
   *     left open
   */
  public static List<EventFile> open(List<String> names, Terminal terminal) throws IOException {
    if (names.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw new WrongUseException("standard input (-) can be read once only");
    }
    List<EventFile> files = new ArrayList<>();
    boolean complete = false;
    try {
      for (String name : names) {
        files.add(open(name, terminal));
      }
      complete = true;
      return files;
    } finally {
      if (!complete) {
        for (EventFile file : files) {
          file.close();
        }
      }
    }
  }

  private static EventFile open(String name, Terminal terminal) {
    try {
      return name.equals(STANDARD_INPUT)
          ? EventFile.of("standard input", EventFile.UNKNOWN, terminal.in())
          : EventFile.open(Path.of(name));
    } catch (FileSystemException e) {
      throw new WrongUseException(IoErrors.sentence(e), e);
    } catch (IOException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()), e);
    } catch (InvalidPathException e) {
      throw new WrongUseException(PathConverter.sentence(name), e);
    }
  }
}
