package io.tripline.dsl.diagnostic;

import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows diagnostics as text, with the line they speak of:
 *
 * <pre>{@code
 * cards.trip:9:31: error TL0103: event type `Payment` has no field `merchnt`
 *     hit: Payment where merchnt = 'x'
 *                        ^~~~~~~
 * hint: did you mean `merchant`?
 * }</pre>
 */
public final class DiagnosticPrinter {
  private final Map<String, String> texts = new HashMap<>();

  public DiagnosticPrinter(List<SourceFile> files) {
    for (SourceFile file : files) {
      texts.put(file.name(), file.text());
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
    out.append(' ').append(diagnostic.code()).append(": ").append(diagnostic.message());
    out.append('\n');
    appendSource(out, diagnostic.place());
    if (diagnostic.hint() != null) {
      out.append("hint: ").append(diagnostic.hint()).append('\n');
    }
    for (Related related : diagnostic.related()) {
      out.append(related.place()).append(": note: ").append(related.message()).append('\n');
      appendSource(out, related.place());
    }
    return out.toString();
  }

  private void appendSource(StringBuilder out, Place place) {
    String text = texts.get(place.file());
    String line = text == null ? null : line(text, place.line());
    if (line == null) {
      return;
    }
    out.append(line).append('\n');
    int[] codePoints = line.codePoints().toArray();
    int start = Math.min(place.column() - 1, codePoints.length);
    int end = Math.min(start + place.length(), codePoints.length);
    for (int i = 0; i < start; i++) {
      out.append(codePoints[i] == '\t' ? "\t" : " ".repeat(TextWidth.of(codePoints[i])));
    }
    int width = 0;
    for (int i = start; i < end; i++) {
      width += TextWidth.of(codePoints[i]);
    }
    out.append('^').append("~".repeat(Math.max(0, width - 1))).append('\n');
  }

  private static @Nullable String line(String text, int number) {
    int start = 0;
    for (int i = 1; i < number; i++) {
      start = text.indexOf('\n', start) + 1;
      if (start == 0) {
        return null;
      }
    }
    int end = text.indexOf('\n', start);
    String line = text.substring(start, end < 0 ? text.length() : end);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
