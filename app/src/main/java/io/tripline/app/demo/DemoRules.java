package io.tripline.app.demo;

import io.tripline.app.cli.FailedException;
import io.tripline.app.rules.CheckedRules;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The rules of {@code examples/demo}, which the build puts beside this class. */
public final class DemoRules {
  private static final String A_FILE = "events.trip";

  private DemoRules() {}

  /** Reads them from where the build put them. */
  public static CheckedRules read() throws IOException {
    URL url = DemoRules.class.getResource(A_FILE);
    if (url == null) {
      throw new FailedException("this build of Tripline does not hold the demo's rules");
    }
    try {
      URI uri = url.toURI();
      if (!uri.getScheme().equals("jar")) {
        return besides(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return besides(jar.provider().getPath(uri));
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CheckedRules besides(Path file) {
    return CheckedRules.read(List.of(Objects.requireNonNull(file.getParent())));
  }
}
