package io.tripline.dsl.format;

import io.tripline.dsl.diagnostic.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file.
 *
 * @param text the file as it shall be written, or null if it cannot be read as rules
 * @param diagnostics why it cannot be read, sorted by place
 */
public record Formatted(@Nullable String text, List<Diagnostic> diagnostics) {
  public Formatted {
    diagnostics = List.copyOf(diagnostics);
  }
}
