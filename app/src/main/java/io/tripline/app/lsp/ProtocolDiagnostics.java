package io.tripline.app.lsp;

import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.diagnostic.Severity;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.DiagnosticCodeDescription;
import org.eclipse.lsp4j.DiagnosticRelatedInformation;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.jspecify.annotations.Nullable;

/** Diagnostics in the form of the protocol. */
final class ProtocolDiagnostics {
  static final String SOURCE = "tripline";

  private final ClientFeatures client;
  private final DiagnosticPages pages;

  ProtocolDiagnostics(ClientFeatures client, DiagnosticPages pages) {
    this.client = client;
    this.pages = pages;
  }

  /**
   * All of one file.
   *
   * @param problem why the file cannot be read, or null
   */
  PublishDiagnosticsParams of(Asked rules, List<Diagnostic> found, @Nullable String problem) {
    List<org.eclipse.lsp4j.Diagnostic> all = new ArrayList<>();
    if (problem != null) {
      Range start = new Range(new Position(0, 0), new Position(0, 0));
      all.add(new org.eclipse.lsp4j.Diagnostic(start, problem, DiagnosticSeverity.Error, SOURCE));
    }
    found.forEach(diagnostic -> all.add(of(rules, diagnostic)));
    OpenDocument document = rules.open().get(new DocumentName(rules.file()));
    return new PublishDiagnosticsParams(
        rules.uri(rules.file()), all, document == null ? null : document.version());
  }

  org.eclipse.lsp4j.Diagnostic of(Asked rules, Diagnostic diagnostic) {
    Range range =
        rules
            .snapshot()
            .span(diagnostic.place())
            .map(rules::range)
            .orElseGet(ProtocolDiagnostics::none);
    String hint = diagnostic.hint() == null ? "" : "\nhint: " + diagnostic.hint();
    org.eclipse.lsp4j.Diagnostic result =
        new org.eclipse.lsp4j.Diagnostic(
            range,
            diagnostic.message() + hint,
            diagnostic.severity() == Severity.ERROR
                ? DiagnosticSeverity.Error
                : DiagnosticSeverity.Warning,
            SOURCE,
            diagnostic.code());
    if (client.codeLinks()) {
      pages
          .link(diagnostic.code())
          .ifPresent(link -> result.setCodeDescription(new DiagnosticCodeDescription(link)));
    }
    if (client.relatedPlaces() && !diagnostic.related().isEmpty()) {
      result.setRelatedInformation(
          diagnostic.related().stream().flatMap(r -> related(rules, r)).toList());
    }
    return result;
  }

  private static java.util.stream.Stream<DiagnosticRelatedInformation> related(
      Asked rules, Related related) {
    return rules.snapshot().span(related.place()).stream()
        .map(span -> new DiagnosticRelatedInformation(rules.location(span), related.message()));
  }

  private static Range none() {
    return new Range(new Position(0, 0), new Position(0, 0));
  }

  /** That nothing is wrong with a document any more. */
  static PublishDiagnosticsParams nothing(String uri) {
    return new PublishDiagnosticsParams(uri, List.of());
  }
}
