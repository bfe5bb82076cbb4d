package io.tripline.app.lsp;

import io.tripline.dsl.editor.Snapshot;
import io.tripline.dsl.editor.Span;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/**
 * A rule set at the moment of a question, in the terms of the protocol. Used by one thread.
 *
 * @param snapshot of the rule set
 * @param file the document that the question is about, as the snapshot names it
 * @param open the documents that the client has open
 */
record Asked(
    Snapshot snapshot,
    String file,
    Map<DocumentName, OpenDocument> open,
    Map<String, Lines> known) {

  Asked(Snapshot snapshot, DocumentName document, Map<DocumentName, OpenDocument> open) {
    this(snapshot, document.text(), Map.copyOf(open), new HashMap<>());
  }

  /** The same about another document. */
  Asked about(String other) {
    return new Asked(snapshot, other, open, known);
  }

  /** The offset of a position in the document of the question. */
  int offset(Position position) {
    return lines(file).offset(position);
  }

  Range range(Span span) {
    return lines(span.file()).range(span.start(), span.end());
  }

  Location location(Span span) {
    return new Location(uri(span.file()), range(span));
  }

  /** As the client names a file. */
  String uri(String name) {
    OpenDocument document = open.get(new DocumentName(name));
    return document == null ? name : document.uri();
  }

  private Lines lines(String name) {
    return known.computeIfAbsent(name, n -> new Lines(snapshot.text(n).orElse("")));
  }
}
