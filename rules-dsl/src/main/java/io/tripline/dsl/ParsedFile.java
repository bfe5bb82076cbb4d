package io.tripline.dsl;

import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.syntax.FileTree;
import java.util.List;

/**
 * A file that was read, and not yet checked: what it says does not depend on other files.
 *
 * @param tree whatever could be read of it
 * @param diagnostics what could not be read, sorted by place
 */
public record ParsedFile(SourceFile file, FileTree tree, List<Diagnostic> diagnostics) {
  public ParsedFile {
    diagnostics = List.copyOf(diagnostics);
  }
}
