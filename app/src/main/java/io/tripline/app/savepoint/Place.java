package io.tripline.app.savepoint;

import io.tripline.app.cli.WrongUseException;
import io.tripline.state.SavepointFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose savepoints are meant: those of a folder, or of a running server. */
final class Place {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The data folder that the savepoints belong to. Default: TRIPLINE_DATA, or data.")
  private @Nullable Path data;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A running server, such as http://127.0.0.1:8080, in place of a folder.")
  private @Nullable URI url;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      defaultValue = "${env:TRIPLINE_KEY_FILE}",
      description = {
        "A file with an API key, for a server of --url that asks for one.",
        "Default: the file that TRIPLINE_KEY_FILE names, if it does."
      })
  private @Nullable Path keyFile;

  private void check() {
    if (data != null && url != null) {
      throw new WrongUseException(
          "--data and --url are two ways to say whose savepoints: give one");
    }
  }

  /** The server, or null where a folder is meant. */
  @Nullable ServerApi server() {
    check();
    URI server = url;
    return server == null ? null : new ServerApi(server, key());
  }

  private @Nullable String key() {
    if (keyFile == null) {
      return null;
    }
    try {
      return Files.readString(keyFile).strip();
    } catch (IOException e) {
      throw new WrongUseException("the file " + keyFile + " cannot be read", e);
    }
  }

  /** The data folder, which need not be there. */
  Path data() {
    check();
    return Objects.requireNonNullElseGet(data, Place::usualData);
  }

  static Path usualData() {
    return Path.of(Objects.requireNonNullElse(System.getenv("TRIPLINE_DATA"), "data"));
  }

  /**
   * The folder of a savepoint.
   *
   * @param data folder of the store that a name belongs to
   * @param nameOrPath a name, unless there is a slash in it
   */
  static Path savepoint(Path data, Path nameOrPath) {
    Path path = nameOrPath;
    if (nameOrPath.getNameCount() == 1
        && !nameOrPath.isAbsolute()
        && !Files.exists(nameOrPath.resolve("SAVEPOINT"))) {
      path = SavepointFolder.of(data).path(nameOrPath.toString());
    }
    if (!Files.isDirectory(path)) {
      throw new WrongUseException(
          "there is no savepoint " + nameOrPath + " (no folder " + path + ")");
    }
    return path;
  }
}
