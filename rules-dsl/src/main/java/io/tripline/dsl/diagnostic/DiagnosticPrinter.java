package io.tripline.dsl.diagnostic;

import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows diagnostics as text, with the line they speak of:
 *
 * <pre>{@code
 * cards.trip:9:31: error TL0103: event type `Payment` has no field `merchnt`
 *     hit: Payment where merchnt = 'x'
 *                        ^~~~~~~
 * hint: did you mean `merchant`?
 * }</pre>
 *
 * <p>Of a long line only what is near the place is shown. Not thread-safe.
 */
public final class DiagnosticPrinter {
  private final Map<String, SourceLines> files = new HashMap<>();

  public DiagnosticPrinter(List<SourceFile> files) {
    for (SourceFile file : files) {
      this.files.put(file.name(), new SourceLines(file.text()));
    }
  }

  /** All of them, each followed by an empty line. */
  public String print(List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      out.append(print(diagnostic)).append('\n');
    }
    return out.toString();
  }

  /** One diagnostic, ending with a line feed. */
  public String print(Diagnostic diagnostic) {
    StringBuilder out = new StringBuilder();
    out.append(diagnostic.place()).append(": ").append(diagnostic.severity());
    out.append(' ').append(diagnostic.code()).append(": ");
    out.append(Visible.of(diagnostic.message())).append('\n');
    appendSource(out, diagnostic.place());
    if (diagnostic.hint() != null) {
      out.append("hint: ").append(Visible.of(diagnostic.hint())).append('\n');
    }
    for (Related related : diagnostic.related()) {
      out.append(related.place()).append(": note: ");
      out.append(Visible.of(related.message())).append('\n');
      appendSource(out, related.place());
    }
    return out.toString();
  }

  private void appendSource(StringBuilder out, Place place) {
    SourceLines lines = files.get(place.file());
    SourceLines.Excerpt excerpt =
        lines == null ? null : lines.excerpt(place.line(), place.column(), place.length());
    if (excerpt != null) {
      out.append(excerpt.source()).append('\n').append(excerpt.marks()).append('\n');
    }
  }
}
