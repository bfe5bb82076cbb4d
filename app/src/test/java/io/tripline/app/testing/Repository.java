package io.tripline.app.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the repository that tests run. */
public final class Repository {
  private Repository() {}

  /** The repository's top folder. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("tripline"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("not within the repository");
    }
    return folder;
  }

  public static Path path(String name) {
    return root().resolve(name);
  }
}
