package io.tripline.app.lsp;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What names a document among all: its URI, for a file in the one form that we give it, since
 * clients differ in what they escape.
 */
record DocumentName(String text) {

  static DocumentName of(String uri) {
    return path(uri).map(DocumentName::of).orElseGet(() -> new DocumentName(uri));
  }

  static DocumentName of(Path file) {
    return new DocumentName(file.toAbsolutePath().normalize().toUri().toString());
  }

  /** The file; empty for what is no file, such as a document never saved. */
  Optional<Path> path() {
    return path(text);
  }

  /** The file or folder that a URI names. */
  static Optional<Path> path(String uri) {
    if (!uri.toLowerCase(Locale.ROOT).startsWith("file:")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(URI.create(uri)).toAbsolutePath().normalize());
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }
}
