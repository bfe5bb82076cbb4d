package io.tripline.app.lsp;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the pages about diagnostics are: in the documentation that this program came with.
 *
 * @param folder null if there is none
 */
record DiagnosticPages(@Nullable Path folder) {

  /** Looks in the folders above the program's jar or classes. */
  static DiagnosticPages ofProgram() {
    CodeSource source = DiagnosticPages.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return new DiagnosticPages(null);
    }
    try {
      return above(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      return new DiagnosticPages(null);
    }
  }

  static DiagnosticPages above(Path start) {
    for (Path at = start.toAbsolutePath(); at != null; at = at.getParent()) {
      Path pages = at.resolve("docs").resolve("diagnostics");
      if (Files.isDirectory(pages)) {
        return new DiagnosticPages(pages);
      }
    }
    return new DiagnosticPages(null);
  }

  /** The URI of the page about a code; empty where there is no page. */
  Optional<String> link(String code) {
    return Optional.ofNullable(folder)
        .map(pages -> pages.resolve(code + ".md"))
        .filter(Files::isRegularFile)
        .map(page -> page.toUri().toString());
  }
}
