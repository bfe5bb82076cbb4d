package io.tripline.app.lsp;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which rule set a document belongs to, and it is one: that of the innermost root above it. Roots
 * are the rule sets that the user named, or, where none are named, the folders of the workspace.
 *
 * @param named absolute paths
 * @param folders of the workspace, absolute paths
 */
record RuleSetRoots(List<Path> named, List<Path> folders) {
  RuleSetRoots {
    named = List.copyOf(named);
    folders = List.copyOf(folders);
  }

  RuleSetRoot of(DocumentName document) {
    Optional<Path> path = document.path();
    if (path.isEmpty()) {
      return new RuleSetRoot.Alone(document);
    }
    Path file = path.get();
    Optional<Path> root = innermost(roots(), file);
    if (root.isPresent()) {
      return new RuleSetRoot.Below(root.get());
    }
    Path parent = file.getParent();
    return parent == null ? new RuleSetRoot.Alone(document) : new RuleSetRoot.Beside(parent);
  }

  /** All that are known without a document. */
  Stream<RuleSetRoot> all() {
    return roots().stream().distinct().map(RuleSetRoot.Below::new);
  }

  private Collection<Path> roots() {
    return named.isEmpty() ? folders : named;
  }

  private static Optional<Path> innermost(Collection<Path> roots, Path file) {
    return roots.stream().filter(file::startsWith).max(Comparator.comparingInt(Path::getNameCount));
  }
}
