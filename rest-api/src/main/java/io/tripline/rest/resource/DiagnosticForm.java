package io.tripline.rest.resource;

import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.diagnostic.Severity;
import io.tripline.dsl.ir.Place;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A diagnostic on the wire.
 *
 * @param severity {@code error} or {@code warning}
 * @param line from 1
 * @param column from 1, in code points
 * @param length in code points
 * @param source the line it speaks of
 */
record DiagnosticForm(
    String code,
    String severity,
    int line,
    int column,
    int length,
    String message,
    @Nullable String hint,
    String source,
    List<RelatedForm> related) {

  /** Another place that explains it. */
  record RelatedForm(int line, int column, int length, String message, String source) {}

  static List<DiagnosticForm> all(List<Diagnostic> diagnostics, String text) {
    List<String> lines = text.lines().toList();
    return diagnostics.stream().map(each -> of(each, lines)).toList();
  }

  static List<DiagnosticForm> warnings(List<Diagnostic> diagnostics, String text) {
    return all(
        diagnostics.stream().filter(each -> each.severity() == Severity.WARNING).toList(), text);
  }

  private static DiagnosticForm of(Diagnostic diagnostic, List<String> lines) {
    Place place = diagnostic.place();
    return new DiagnosticForm(
        diagnostic.code(),
        diagnostic.severity().name().toLowerCase(Locale.ROOT),
        place.line(),
        place.column(),
        place.length(),
        diagnostic.message(),
        diagnostic.hint(),
        line(lines, place),
        diagnostic.related().stream().map(each -> related(each, lines)).toList());
  }

  private static RelatedForm related(Related related, List<String> lines) {
    Place place = related.place();
    return new RelatedForm(
        place.line(), place.column(), place.length(), related.message(), line(lines, place));
  }

  /** The end of a text may be one line beyond its last. */
  private static String line(List<String> lines, Place place) {
    return place.line() <= lines.size() ? lines.get(place.line() - 1) : "";
  }
}
